import { z } from 'zod';

/**
 * What the control server of a simulated machine says over HTTP, and what it writes into `simulation.json`. Server,
 * client, CLI and dev dock all read these schemas.
 */

/** A caption in both languages of the house. */
export const labelSchema = z.object({ zh: z.string(), en: z.string() });
export type Label = z.infer<typeof labelSchema>;

export const deviceNames = ['id-card-reader', 'receipt-printer', 'camera', 'network'] as const;
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

/** `simulation.json` in the run directory (mode 0600: the token in it is the key to the machine). */
export const simulationFileSchema = z.object({
  controlUrl: z.string(),
  token: z.string(),
  pid: z.int(),
  devices: z.object({
    /** `rfMs`: what the simulated chip itself takes per reading, in milliseconds, before any slowing down. */
    'id-card-reader': z.object({ port: z.string(), rfMs: z.number() }),
    /** `spool`: folder with one PDF for each sheet that came out, and nothing else. */
    'receipt-printer': z.object({ uri: z.string(), spool: z.string() }),
    camera: z.object({ file: z.string() }),
    /** Address of the central service behind the relay; empty when the machine was started without one. */
    network: z.object({ url: z.string() }),
  }),
});
export type SimulationFile = z.infer<typeof simulationFileSchema>;
export type DeviceEndpoints = SimulationFile['devices'];

/** Name of the file in the run directory that says where the simulation is. */
export const SIMULATION_FILE = 'simulation.json';

/** Refuses an action, in the form every layer passes on. */
export const refuse = (code: string, message: string, next: string): { ok: false; error: ControlError } => ({
  ok: false,
  error: { code, message, next },
});
