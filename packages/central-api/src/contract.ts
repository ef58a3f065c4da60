import { oc } from '@orpc/contract';
import { z } from 'zod';

/** Text as it stands on a card or in a configuration: control characters have no place there, nor in a database. */
const plainText = z
  .string()
  .min(1)
  .max(120)
  .regex(/^\P{Cc}+$/u);

/** Identity document types of the central service; the chip layouts map onto them one to one. */
export const personSchema = z.object({
  documentKind: z.enum([
    'resident-id-card',
    'hk-mo-tw-residence-permit',
    'foreign-permanent-resident-2017',
    'foreign-permanent-resident-2023',
  ]),
  idNumber: z.string().regex(/^[0-9A-Z]{15,18}$/),
  name: plainText,
});
export type Person = z.infer<typeof personSchema>;

export const applicationKindSchema = z.enum(['new-card', 'replacement-card']);
export const applicationStatusSchema = z.enum(['submitted', 'verified', 'cancelled']);
export type ApplicationStatus = z.infer<typeof applicationStatusSchema>;

/** What a terminal may show of an application made online. Never more than the citizen needs to recognise it. */
export const applicationSchema = z.object({
  applicationId: z.uuid(),
  /** 受理编号, as the citizen was given it online. */
  acceptanceNumber: z.string(),
  kind: applicationKindSchema,
  status: applicationStatusSchema,
  submittedAt: z.iso.datetime(),
  /** `138****1234`; absent when the application carries no phone, and then there is no SMS path. */
  phoneMasked: z.string().optional(),
  bankName: z.string(),
  collection: z.enum(['branch', 'mail']),
  collectionPlace: z.string(),
});
export type Application = z.infer<typeof applicationSchema>;

/** How the terminal made sure of the person. A score and a decision, never a picture. */
export const evidenceSchema = z.discriminatedUnion('method', [
  z.object({
    method: z.literal('face'),
    engine: plainText,
    distance: z.number().nonnegative(),
    threshold: z.number().positive(),
    /** The false match rate the threshold was measured at. */
    falseMatchRate: z.number().positive(),
    frames: z.int().positive(),
  }),
  z.object({ method: z.literal('sms'), challengeId: z.uuid() }),
]);
export type Evidence = z.infer<typeof evidenceSchema>;

export const verificationRequestSchema = z.object({
  /** Made by the terminal once per citizen's confirmation; the same key never makes a second record. */
  idempotencyKey: z.uuid(),
  terminalId: z.string().min(1).max(64),
  person: personSchema,
  evidence: evidenceSchema,
  /** Which application; absent when the terminal was offline and could not look it up. */
  applicationId: z.uuid().optional(),
  /** When the citizen pressed confirm, by the terminal's clock. */
  confirmedAt: z.iso.datetime(),
});
export type VerificationRequest = z.infer<typeof verificationRequestSchema>;

export const verificationResultSchema = z.object({
  verificationId: z.uuid(),
  /**
   * `verified`: the application moved on. `needs-review`: recorded, and a person will look at it, because no single
   * open application matched (an offline terminal could not know).
   */
  outcome: z.enum(['verified', 'needs-review']),
  /** True when this key had been delivered before: nothing was done twice. */
  duplicate: z.boolean(),
  application: applicationSchema.optional(),
  recordedAt: z.iso.datetime(),
});
export type VerificationResult = z.infer<typeof verificationResultSchema>;

export const foundApplicationsSchema = z.object({
  /** Waiting for verification, oldest first. */
  waiting: z.array(applicationSchema),
  /** Already verified within the last 90 days: so that the screen can say "this has been done". */
  alreadyVerified: z.array(applicationSchema),
  /** Applications under this number whose name differs from the card: a mismatch a person must look at. */
  nameMismatch: z.boolean(),
});
export type FoundApplications = z.infer<typeof foundApplicationsSchema>;

export const smsChallengeSchema = z.object({
  challengeId: z.uuid(),
  phoneMasked: z.string(),
  expiresAt: z.iso.datetime(),
  resendAfterSeconds: z.int(),
});
export type SmsChallenge = z.infer<typeof smsChallengeSchema>;

export const smsAnswerSchema = z.object({
  result: z.enum(['passed', 'wrong', 'locked', 'expired']),
  attemptsLeft: z.int(),
});
export type SmsAnswer = z.infer<typeof smsAnswerSchema>;

export const healthSchema = z.object({ status: z.literal('ok'), version: z.string(), time: z.iso.datetime() });
export type Health = z.infer<typeof healthSchema>;

/** `reason` is one stable word in kebab-case, for a log or a support call; the error's message says what to do. */
const refusal = z.object({ reason: z.string() });

/** Every operation but `health` is asked by one known terminal: `Authorization: Bearer <terminalId>.<secret>`. */
const terminalOperation = oc.errors({
  /** No such terminal, or not its secret. */
  UNAUTHORIZED: { status: 401, data: refusal },
  /** The terminal named in the request is not the one that signed in. */
  TERMINAL_MISMATCH: { status: 403, data: refusal },
});

/** The whole contract between a terminal and the central service. Errors are named, so a client can switch on them. */
export const centralContract = {
  health: oc
    .route({
      method: 'GET',
      path: '/v1/health',
      summary: 'Is the service up, and which version',
      // The only operation without a terminal's token: load balancers ask it.
      spec: (operation) => ({ ...operation, security: [] }),
    })
    .output(healthSchema),

  findApplications: terminalOperation
    .route({
      method: 'POST',
      path: '/v1/applications/search',
      summary: 'Applications waiting for this person to come in',
    })
    .input(z.object({ person: personSchema }))
    .output(foundApplicationsSchema),

  submitVerification: terminalOperation
    .route({ method: 'POST', path: '/v1/verifications', summary: 'Record a verification exactly once' })
    .input(verificationRequestSchema)
    .output(verificationResultSchema)
    .errors({
      APPLICATION_NOT_FOUND: { status: 404, data: refusal },
      /** Verified under another key, cancelled, or of another person. */
      APPLICATION_NOT_OPEN: { status: 409, data: refusal },
      /** The SMS challenge was not passed, or belongs to someone else. */
      EVIDENCE_REFUSED: { status: 422, data: refusal },
      /** The same key came with another body: a fault of the terminal, never delivered again. */
      KEY_REUSED: { status: 422, data: refusal },
    }),

  startSmsChallenge: terminalOperation
    .route({
      method: 'POST',
      path: '/v1/sms-challenges',
      summary: 'Send a code to the phone of the waiting application',
    })
    .input(z.object({ person: personSchema, terminalId: z.string().min(1).max(64) }))
    .output(smsChallengeSchema)
    .errors({
      NO_PHONE: { status: 404, data: refusal },
      /** No gateway, or it took no message. As with every 5xx a terminal sees "unreachable": later it may work. */
      SMS_UNAVAILABLE: { status: 503, data: refusal },
      TOO_MANY_REQUESTS: { status: 429, data: z.object({ reason: z.string(), retryAfterSeconds: z.int() }) },
    }),

  answerSmsChallenge: terminalOperation
    .route({ method: 'POST', path: '/v1/sms-challenges/{challengeId}/answer', summary: 'Check the code' })
    .input(z.object({ challengeId: z.uuid(), code: z.string().regex(/^\d{6}$/) }))
    .output(smsAnswerSchema)
    .errors({
      /** No such challenge, or it was started by another terminal. */
      CHALLENGE_NOT_FOUND: { status: 404, data: refusal },
    }),
};
