import { z } from 'zod';

/**
 * What the control server of a simulated machine says over HTTP. Server, client, CLI and dev dock all read these
 * schemas; `simulationFile.ts` has what it writes into `simulation.json`.
 */

/** A caption in both languages of the house. */
export const labelSchema = z.object({ zh: z.string(), en: z.string() });
export type Label = z.infer<typeof labelSchema>;

/**
 * Every device a machine of this class may have, in the order people are shown them. `receipt-printer` is the one behind
 * IPP, `thermal-printer` the one at a serial port. `devices/catalogue.ts` says which of them can be simulated.
 */
export const deviceNames = [
  'id-card-reader',
  'social-card',
  'card-dispenser',
  'receipt-printer',
  'thermal-printer',
  'camera',
  'document-camera',
  'qr-scanner',
  'pin-pad',
  'sensor-board',
  'ups',
  'network',
] as const;
export const deviceNameSchema = z.enum(deviceNames);
export type DeviceName = z.infer<typeof deviceNameSchema>;

/** One value the `choice` of an action may take. */
export const choiceSchema = z.object({ value: z.string(), label: labelSchema });
export type Choice = z.infer<typeof choiceSchema>;

/** One thing that can be done to a device: enough to draw a button, or a button with a menu, from data. */
export const actionViewSchema = z.object({
  name: z.string(),
  label: labelSchema,
  /** What may be given as `choice`; absent when the action takes no choice, or any text. */
  choices: z.array(choiceSchema).optional(),
  /** The action cannot be done without a `choice`. */
  needsChoice: z.boolean(),
  /** JSON Schema of the whole argument object, for callers that give more than a choice. */
  args: z.record(z.string(), z.unknown()),
  /** False while the thing is physically impossible: nobody can take a card that is not there. */
  possible: z.boolean(),
});
export type ActionView = z.infer<typeof actionViewSchema>;

export const deviceViewSchema = z.object({
  name: deviceNameSchema,
  label: labelSchema,
  /** One line for a person: "no card", "paper out". */
  summary: labelSchema,
  /** The simulator's own state, as it reports it. */
  state: z.record(z.string(), z.unknown()),
  actions: z.array(actionViewSchema),
});
export type DeviceView = z.infer<typeof deviceViewSchema>;

export const machineViewSchema = z.object({ devices: z.array(deviceViewSchema) });
export type MachineView = z.infer<typeof machineViewSchema>;

/** Why an action was not done. `next` says what to do instead. */
export const controlErrorSchema = z.object({ code: z.string(), message: z.string(), next: z.string() });
export type ControlError = z.infer<typeof controlErrorSchema>;

export const actResultSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), state: z.record(z.string(), z.unknown()) }),
  z.object({ ok: z.literal(false), error: controlErrorSchema }),
]);
export type ActResult = z.infer<typeof actResultSchema>;

/** Arguments of an action: nearly always one `choice`; further keys are named by the action's `args` schema. */
export const actArgsSchema = z.record(z.string(), z.unknown());
export type ActArgs = z.infer<typeof actArgsSchema>;

/** Refuses an action, in the form every layer passes on. */
export const refuse = (code: string, message: string, next: string): { ok: false; error: ControlError } => ({
  ok: false,
  error: { code, message, next },
});
