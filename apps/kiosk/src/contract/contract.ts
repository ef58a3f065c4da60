import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { intentSchema } from './intent.ts';
import { snapshotSchema } from './snapshot.ts';

/** How big things are in the real world: all sizes on the screen are millimetres times this. */
export const deviceProfileSchema = z.object({
  name: z.string(),
  widthPx: z.int().positive(),
  heightPx: z.int().positive(),
  diagonalInches: z.number().positive(),
  /** Where the card is laid, seen by who stands before the screen, and how a hand finds it. */
  cardPlace: z
    .object({ side: z.enum(['below', 'left', 'right']), edge: z.enum(['raised', 'sunk', 'flat']) })
    .optional(),
});
export type CardPlace = NonNullable<z.infer<typeof deviceProfileSchema>['cardPlace']>;
/** The commonest terminal: the reader in the shelf under the screen, in a frame. */
export const commonCardPlace: CardPlace = { side: 'below', edge: 'raised' };
export type DeviceProfile = z.infer<typeof deviceProfileSchema>;

export const settingsSchema = z.object({
  terminalId: z.string(),
  place: z.string(),
  hotline: z.string(),
  profile: deviceProfileSchema,
  /** Simulation only: the dev dock may be shown. */
  simulated: z.boolean(),
  voice: z.boolean(),
  /** Languages nobody has read yet that this deployment offers all the same, by their tags. */
  draftLanguages: z.array(z.string()).optional(),
});
export type Settings = z.infer<typeof settingsSchema>;

/** One action of a simulated device, as the dev dock draws it. */
export const simulatedActionSchema = z.object({
  name: z.string(),
  label: z.string(),
  /** Choices for the one argument an action may take, or absent. */
  choices: z.array(z.object({ value: z.string(), label: z.string() })).optional(),
  possible: z.boolean(),
});
export const simulatedDeviceSchema = z.object({
  name: z.string(),
  label: z.string(),
  /** One line for a person: "no card", "paper out". */
  state: z.string(),
  actions: z.array(simulatedActionSchema),
});
export type SimulatedDevice = z.infer<typeof simulatedDeviceSchema>;

/** One sentence, and the BCP 47 tag of the language it is to be heard in: `yue` for Chinese read in Cantonese. */
export const speechRequestSchema = z.object({
  text: z.string().max(400),
  language: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$/),
});
export type SpeechRequest = z.infer<typeof speechRequestSchema>;

/** What is told of a screen that could not be drawn: where, and the error's name. Its message may quote the citizen. */
export const pageCrashSchema = z.object({
  screen: z.string().regex(/^[a-z-]{1,40}$/),
  error: z.string().regex(/^[A-Za-z]{1,40}$/),
});
export type PageCrash = z.infer<typeof pageCrashSchema>;

/**
 * The one contract between the page and the terminal, whatever carries it: a MessagePort in Electron, a WebSocket with
 * the Chromium host.
 */
export const kioskContract = {
  settings: oc.output(settingsSchema),
  /** The current snapshot at once, then every new one. */
  watch: oc.output(eventIterator(snapshotSchema)),
  act: oc
    .input(z.object({ seq: z.int().nonnegative(), intent: intentSchema }))
    .output(z.object({ accepted: z.boolean() })),
  /** One camera frame as JPEG. `wanted` false: stop sending. The picture is zeroed in the face worker after use. */
  cameraFrame: oc.input(z.object({ jpeg: z.instanceof(Blob) })).output(z.object({ wanted: z.boolean() })),
  /** Renders one sentence; WAV at about 150 words a minute. Empty when this machine cannot say it. */
  speak: oc.input(speechRequestSchema).output(z.instanceof(Blob)),
  /** A screen, or the page around it, could not be drawn. For the log. */
  crashed: oc.input(pageCrashSchema),
  /** Simulation only; refused elsewhere. */
  simulation: {
    state: oc.output(z.array(simulatedDeviceSchema)),
    act: oc
      .input(z.object({ device: z.string(), action: z.string(), choice: z.string().optional() }))
      .output(z.object({ ok: z.boolean(), message: z.string().optional() })),
    /** SMS the sandbox gateway has "sent": newest first. */
    sms: oc.output(z.array(z.object({ phone: z.string(), text: z.string(), sentAt: z.string() }))),
  },
};
