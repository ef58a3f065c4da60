import { z } from 'zod';
import { preferencesSchema } from './preferences.ts';

/**
 * What the renderer may know, whole, at one moment. It is flat and named by what is seen; no machine internals and no
 * secrets cross. `seq` grows by one with every snapshot, so a late one can be told from a new one.
 */

/** A step of the journey for the step rail: "step n of m". */
const stepSchema = z.object({ current: z.int().positive(), total: z.int().positive() });

/**
 * The citizen's time on this screen. `warning` turns true at least 20 s before the end (WCAG 2.2.1); `remainingMs` is
 * as of the moment the snapshot was made.
 */
const timeLeftSchema = z.object({ remainingMs: z.int().nonnegative(), warning: z.boolean() });

const applicationViewSchema = z.object({
  applicationId: z.string(),
  acceptanceNumber: z.string(),
  kind: z.enum(['new-card', 'replacement-card']),
  submittedAt: z.string(),
  bankName: z.string(),
  collection: z.enum(['branch', 'mail', 'service-hall']),
  collectionPlace: z.string(),
});
export type ApplicationView = z.infer<typeof applicationViewSchema>;

/** Who is being served, as far as a bystander may read it. */
const citizenViewSchema = z.object({ name: z.string(), idNumberMasked: z.string() });

/** What happened to the application. `received-here` is never shown as "done": central has not seen it yet. */
export const outcomeSchema = z.enum(['verified', 'received-here', 'needs-review']);
export type Outcome = z.infer<typeof outcomeSchema>;

/** The part of a receipt that a citizen who does not read Chinese must know; the Chinese above it is the one that counts. */
export const receiptTranslationSchema = z.object({
  lang: z.string(),
  title: z.string(),
  statement: z.string(),
  /** Over the steps. */
  next: z.string(),
  nextSteps: z.array(z.string()),
  note: z.string(),
});
export type ReceiptTranslation = z.infer<typeof receiptTranslationSchema>;

/** The receipt as lines of label and value, the same model the printed one is made from. */
export const receiptViewSchema = z.object({
  receiptNumber: z.string(),
  title: z.string(),
  statement: z.string(),
  rows: z.array(z.object({ label: z.string(), value: z.string() })),
  nextSteps: z.array(z.string()),
  qrText: z.string(),
  /** In the language of the session, where that is not Chinese and somebody has translated receipts into it. */
  translation: receiptTranslationSchema.optional(),
});
export type ReceiptView = z.infer<typeof receiptViewSchema>;

/** Trouble the attract screen must not hide from a citizen who has not started yet. */
export const noticeSchema = z.enum([
  'card-reader-unavailable',
  'camera-unavailable',
  'face-unavailable',
  'printer-unavailable',
  'central-unreachable',
]);
export type Notice = z.infer<typeof noticeSchema>;

export const screens = {
  starting: z.object({ screen: z.literal('starting') }),
  attract: z.object({ screen: z.literal('attract'), notices: z.array(noticeSchema) }),
  services: z.object({ screen: z.literal('services'), notices: z.array(noticeSchema) }),
  /** Face, or the equal path without it. Nothing is ticked beforehand; both choices weigh the same. */
  consent: z.object({ screen: z.literal('consent'), faceAvailable: z.boolean() }),
  'place-card': z.object({ screen: z.literal('place-card') }),
  'reading-card': z.object({ screen: z.literal('reading-card'), progress: z.enum(['found', 'reading', 'retrying']) }),
  /** The reading failed; laying the card down again may help. */
  'card-problem': z.object({
    screen: z.literal('card-problem'),
    problem: z.enum(['read-failed', 'card-rejected', 'wrong-card-type', 'bad-card-data', 'reader-trouble']),
  }),
  /** The card was read and cannot be used here today. */
  'card-refused': z.object({
    screen: z.literal('card-refused'),
    reason: z.enum(['expired', 'not-yet-valid', 'number-invalid', 'under-age']),
    /** ISO date the card ran out, or becomes valid. */
    date: z.string().optional(),
    minimumAge: z.int().optional(),
  }),
  /** The reader went away in the middle; it is being looked for, and the session is kept. */
  'reader-lost': z.object({ screen: z.literal('reader-lost') }),
  capture: z.object({
    screen: z.literal('capture'),
    advice: z.enum([
      'starting',
      'no-face',
      'several-faces',
      'come-closer',
      'move-back',
      'move-to-centre',
      'face-the-camera',
      'more-light',
      'less-light',
      'hold-still',
      'look-up',
      'look-down',
      'even-light',
      'uncover-face',
      'take-off-glasses',
      'open-eyes',
      'good-nearest',
      'camera-trouble',
      'good',
    ]),
    collected: z.int(),
    needed: z.int(),
    attempt: z.int(),
    attempts: z.int(),
  }),
  comparing: z.object({ screen: z.literal('comparing') }),
  'face-mismatch': z.object({ screen: z.literal('face-mismatch'), attemptsLeft: z.int() }),
  /** The face path has ended for this citizen; the other one has not. */
  'face-ended': z.object({
    screen: z.literal('face-ended'),
    reason: z.enum(['three-mismatches', 'camera-missing', 'photo-unreadable', 'engine-trouble']),
  }),
  'sms-sending': z.object({ screen: z.literal('sms-sending') }),
  'sms-code': z.object({
    screen: z.literal('sms-code'),
    phoneMasked: z.string(),
    state: z.enum(['enter', 'checking', 'wrong']),
    attemptsLeft: z.int(),
    resendInSeconds: z.int().nonnegative(),
  }),
  'sms-ended': z.object({
    screen: z.literal('sms-ended'),
    reason: z.enum(['no-phone', 'locked', 'expired', 'too-many', 'central-unreachable']),
  }),
  finding: z.object({ screen: z.literal('finding'), citizen: citizenViewSchema }),
  'choose-application': z.object({
    screen: z.literal('choose-application'),
    citizen: citizenViewSchema,
    applications: z.array(applicationViewSchema),
  }),
  confirm: z.object({
    screen: z.literal('confirm'),
    citizen: citizenViewSchema,
    application: applicationViewSchema,
    /** More than one application is waiting: "back" leads to the choice. */
    canChooseAnother: z.boolean(),
  }),
  /** The network is gone: this terminal can take the confirmation and deliver it later. It must say so. */
  'confirm-offline': z.object({ screen: z.literal('confirm-offline'), citizen: citizenViewSchema }),
  'no-application': z.object({
    screen: z.literal('no-application'),
    reason: z.enum(['none', 'already-verified', 'name-mismatch']),
    citizen: citizenViewSchema,
    application: applicationViewSchema.optional(),
  }),
  submitting: z.object({ screen: z.literal('submitting') }),
  'submit-refused': z.object({
    screen: z.literal('submit-refused'),
    reason: z.enum(['application-not-found', 'application-not-open', 'evidence-refused', 'terminal-trouble']),
  }),
  printing: z.object({ screen: z.literal('printing'), outcome: outcomeSchema }),
  receipt: z.object({
    screen: z.literal('receipt'),
    outcome: outcomeSchema,
    receipt: receiptViewSchema,
    print: z.enum(['printed', 'paper-out', 'printer-trouble', 'maybe-printed']),
  }),
  'take-card': z.object({
    screen: z.literal('take-card'),
    /** 0 just asked, 1 after 3 s, 2 after 8 s: louder each time. */
    alarm: z.union([z.literal(0), z.literal(1), z.literal(2)]),
    /** False when this reader cannot see whether a card still lies there: the citizen says so. */
    watched: z.boolean(),
    served: z.boolean(),
  }),
  goodbye: z.object({ screen: z.literal('goodbye'), served: z.boolean() }),
  'out-of-service': z.object({
    screen: z.literal('out-of-service'),
    reason: z.enum(['card-reader-unavailable', 'cabinet-open', 'mains-failed', 'terminal-trouble']),
  }),
} as const;

export const screenSchema = z.discriminatedUnion('screen', [
  screens.starting,
  screens.attract,
  screens.services,
  screens.consent,
  screens['place-card'],
  screens['reading-card'],
  screens['card-problem'],
  screens['card-refused'],
  screens['reader-lost'],
  screens.capture,
  screens.comparing,
  screens['face-mismatch'],
  screens['face-ended'],
  screens['sms-sending'],
  screens['sms-code'],
  screens['sms-ended'],
  screens.finding,
  screens['choose-application'],
  screens.confirm,
  screens['confirm-offline'],
  screens['no-application'],
  screens.submitting,
  screens['submit-refused'],
  screens.printing,
  screens.receipt,
  screens['take-card'],
  screens.goodbye,
  screens['out-of-service'],
]);
export type Screen = z.infer<typeof screenSchema>;
export type ScreenName = Screen['screen'];
export type ScreenOf<N extends ScreenName> = Extract<Screen, { screen: N }>;

export const snapshotSchema = z.object({
  seq: z.int().nonnegative(),
  /** Counts citizens since the terminal started; changes when everything of the last one must be gone. */
  session: z.int().nonnegative(),
  step: stepSchema.optional(),
  timeLeft: timeLeftSchema.optional(),
  preferences: preferencesSchema,
  /** Whether a headset is plugged in; absent where the machine cannot tell. */
  headset: z.enum(['plugged', 'unplugged']).optional(),
  /** How often the button for help at the machine has been pressed since the terminal started; absent where there is none. */
  helpCalls: z.int().nonnegative().optional(),
  /** A question beside the screen, asked once and never in the way: the elder form, to somebody of that age. */
  offer: z.literal('elder').optional(),
  view: screenSchema,
});
export type Snapshot = z.infer<typeof snapshotSchema>;
