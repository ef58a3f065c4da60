import { z } from 'zod';
import { preferencesChangeSchema } from './preferences.ts';
import { serviceIdSchema } from './services.ts';

/**
 * Everything a citizen can do to the terminal by touch. An intent that the current screen does not offer is ignored:
 * the screen may have changed under the finger.
 */
export const intentSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('start') }),
  z.object({ type: z.literal('choose-service'), service: serviceIdSchema }),
  z.object({ type: z.literal('consent'), path: z.enum(['face', 'sms']) }),
  z.object({ type: z.literal('retry') }),
  /** Go on by SMS code after the face path ended or at any moment of it. */
  z.object({ type: z.literal('use-sms') }),
  /** The page could not get a picture from the camera. */
  z.object({ type: z.literal('camera-failed'), detail: z.string().max(200) }),
  z.object({ type: z.literal('sms-answer'), code: z.string().regex(/^\d{6}$/) }),
  z.object({ type: z.literal('sms-resend') }),
  z.object({ type: z.literal('choose-application'), applicationId: z.string().max(64) }),
  z.object({ type: z.literal('confirm') }),
  z.object({ type: z.literal('print-again') }),
  /** Finished with this screen: the receipt was taken or read. */
  z.object({ type: z.literal('done') }),
  /** "I have taken my card", where the reader cannot see it. */
  z.object({ type: z.literal('card-taken') }),
  z.object({ type: z.literal('back') }),
  /** Leave the service; the card is given back first. */
  z.object({ type: z.literal('leave') }),
  z.object({ type: z.literal('more-time') }),
  /** Larger, darker, lower, slower, in another language. Every screen takes it, and nothing else changes by it. */
  z.object({ type: z.literal('set-preferences'), change: preferencesChangeSchema }),
]);
export type Intent = z.infer<typeof intentSchema>;
export type IntentType = Intent['type'];
