import { z } from 'zod';

/** What a citizen can come for. A service is one state machine in `terminal/workflow`, listed in its catalogue. */
export const serviceIds = ['verify-application'] as const;
export const serviceIdSchema = z.enum(serviceIds);
export type ServiceId = z.infer<typeof serviceIdSchema>;
