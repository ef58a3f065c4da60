import { devicesSettingsSchema } from '@renshe/devices';
import { z } from 'zod';

/**
 * Everything that is said between the terminal and the device host. Both sides check what they receive: the host is a
 * process of its own with native code in it, and what comes out of a broken one must not reach a citizen's session.
 * What a method takes and gives is said in `calls/`, and checked by whoever knows which method was meant.
 */

/** What the drivers are made from. */
export const deviceHostConfigSchema = z.object({
  /** What `devices.yaml` says. */
  devices: devicesSettingsSchema,
  /** Name this terminal's print jobs are kept under; no other terminal has it. */
  printUser: z.string().min(1),
});
export type DeviceHostConfig = z.infer<typeof deviceHostConfigSchema>;

/** Terminal → device host. */
export const toHostSchema = z.discriminatedUnion('type', [
  /** The first message: make the drivers. */
  z.object({ type: z.literal('open'), config: deviceHostConfigSchema }),
  z.object({ type: z.literal('call'), id: z.int(), device: z.string(), method: z.string(), args: z.unknown() }),
  /** The caller's AbortSignal; the call is still answered. */
  z.object({ type: z.literal('abort'), id: z.int() }),
  z.object({ type: z.literal('ping'), beat: z.int() }),
  /** Let go of the devices and end. */
  z.object({ type: z.literal('close') }),
]);
export type ToHost = z.infer<typeof toHostSchema>;

/** Device host → terminal. */
export const fromHostSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('pong'), beat: z.int() }),
  /** Once for each device, before its first status. */
  z.object({ type: z.literal('opened'), device: z.string(), capabilities: z.unknown() }),
  z.object({ type: z.literal('status'), device: z.string(), status: z.unknown() }),
  z.object({ type: z.literal('progress'), id: z.int(), progress: z.unknown() }),
  z.object({ type: z.literal('answer'), id: z.int(), value: z.unknown() }),
]);
export type FromHost = z.infer<typeof fromHostSchema>;
