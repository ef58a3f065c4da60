import { oc } from '@orpc/contract';
import { z } from 'zod';
import { applicationStatusSchema } from './life.ts';
import { paymentSchema } from './payments.ts';
import { evidenceSchema, personSchema, plainText } from './person.ts';
import { branchSchema, fileSchema, progressSchema } from './registry.ts';
import { replacementReasonSchema, requestResultSchema, serviceRequestSchema } from './requests.ts';

export const applicationKindSchema = z.enum(['new-card', 'replacement-card']);

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
  collection: z.enum(['branch', 'mail', 'service-hall']),
  collectionPlace: z.string(),
});
export type Application = z.infer<typeof applicationSchema>;

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
      summary: 'Send a code to the phone of the waiting application, or of the card the person holds',
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

  /** Two people's sign-off, where neither face nor phone nor PIN can serve. */
  confirmByStaff: terminalOperation
    .route({ method: 'POST', path: '/v1/staff-confirmations', summary: 'Two members of staff vouch for a person' })
    .input(
      z.object({
        person: personSchema,
        terminalId: z.string().min(1).max(64),
        staff: z.array(z.object({ staffId: plainText, code: z.string().regex(/^\d{6}$/) })).length(2),
      }),
    )
    .output(z.object({ confirmationId: z.uuid(), expiresAt: z.iso.datetime() }))
    .errors({
      /** Unknown, wrong code, locked, or the same person twice. */
      STAFF_REFUSED: { status: 403, data: refusal },
    }),

  findFile: terminalOperation
    .route({
      method: 'POST',
      path: '/v1/files/search',
      summary: 'Cards and applications of the person whose card was read',
    })
    .input(z.object({ person: personSchema }))
    .output(fileSchema),

  findProgress: terminalOperation
    .route({ method: 'POST', path: '/v1/progress/search', summary: 'One application, by the number on its slip' })
    .input(z.object({ acceptanceNumber: plainText, idNumberEnd: z.string().regex(/^[\dX]{4}$/) }))
    .output(z.object({ progress: progressSchema.optional() }))
    .errors({
      /** Somebody is trying numbers. */
      TOO_MANY_REQUESTS: { status: 429, data: z.object({ reason: z.string(), retryAfterSeconds: z.int() }) },
    }),

  listBranches: terminalOperation
    .route({ method: 'POST', path: '/v1/branches/search', summary: 'Branches near the terminal, the nearest first' })
    .input(z.object({ bankCode: plainText.optional(), homeVisits: z.boolean().optional() }))
    .output(z.object({ branches: z.array(branchSchema) })),

  submitRequest: terminalOperation
    .route({ method: 'POST', path: '/v1/requests', summary: 'Record what a citizen asked for exactly once' })
    .input(serviceRequestSchema)
    .output(requestResultSchema)
    .errors({
      /** `reason` is one of `refusalReasons`; `rule` the rule of the policy pack it follows from. */
      REQUEST_REFUSED: { status: 409, data: refusal.extend({ rule: z.string().optional() }) },
      EVIDENCE_REFUSED: { status: 422, data: refusal },
      KEY_REUSED: { status: 422, data: refusal },
    }),

  startPayment: terminalOperation
    .route({ method: 'POST', path: '/v1/payments', summary: 'Order a payment; the same key makes one order' })
    .input(
      z.object({
        idempotencyKey: z.uuid(),
        person: personSchema,
        cardId: z.uuid(),
        reason: replacementReasonSchema,
      }),
    )
    .output(paymentSchema)
    .errors({
      /** Nothing is due for this reason, or there is no such card. */
      NOTHING_DUE: { status: 409, data: refusal },
      PAYMENT_UNAVAILABLE: { status: 503, data: refusal },
      KEY_REUSED: { status: 422, data: refusal },
    }),

  getPayment: terminalOperation
    .route({ method: 'GET', path: '/v1/payments/{paymentId}', summary: 'Has it been paid' })
    .input(z.object({ paymentId: z.uuid() }))
    .output(paymentSchema)
    .errors({ PAYMENT_NOT_FOUND: { status: 404, data: refusal } }),

  /** The citizen has left or the request was refused: what was paid goes back, what comes later too. */
  cancelPayment: terminalOperation
    .route({ method: 'POST', path: '/v1/payments/{paymentId}/cancel', summary: 'Give it up, and refund what was paid' })
    .input(z.object({ paymentId: z.uuid() }))
    .output(paymentSchema)
    .errors({
      PAYMENT_NOT_FOUND: { status: 404, data: refusal },
      /** A request has used it: it cannot go back by itself. */
      PAYMENT_USED: { status: 409, data: refusal },
      PAYMENT_UNAVAILABLE: { status: 503, data: refusal },
    }),

  getPolicyPack: terminalOperation
    .route({ method: 'GET', path: '/v1/policy-packs/{region}', summary: 'The signed rules of a region' })
    .input(z.object({ region: z.string().regex(/^[a-z][a-z0-9-]{1,31}$/) }))
    .output(z.object({ files: z.record(z.string(), z.string()), manifest: z.string(), signature: z.string() }))
    .errors({ NO_PACK: { status: 404, data: refusal } }),
};
