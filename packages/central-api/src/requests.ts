import { z } from 'zod';
import { applicationStatusSchema, cardStatusSchema } from './life.ts';
import { evidenceSchema, namedPersonSchema, personSchema, phoneSchema, plainText } from './person.ts';

/** A picture as base64; the central service judges what is in it again. */
const picture = (maxBytes: number) => z.base64().max(Math.ceil((maxBytes * 4) / 3) + 4);

/** A document laid under the camera: for the review queue, where people look at it. */
const documentSchema = z.object({
  kind: z.enum([
    'household-register',
    'birth-certificate',
    'authorisation',
    'relation-proof',
    'undertaking',
    'holder-id-copy',
    'guardian-authorisation',
  ]),
  jpeg: picture(1_500_000),
});

const collectionSchema = z.discriminatedUnion('way', [
  z.object({ way: z.literal('branch'), branchId: plainText }),
  z.object({ way: z.literal('service-hall'), branchId: plainText }),
  z.object({ way: z.literal('mail'), address: plainText, postage: z.enum(['bank-pays', 'on-delivery', 'prepaid']) }),
]);

/** Why a card is replaced; whether that costs anything is the region's rule. */
export const replacementReasonSchema = z.enum([
  'lost',
  'damaged',
  'expired',
  'data-changed',
  'change-of-bank',
  'quality-defect',
]);
export type ReplacementReason = z.infer<typeof replacementReasonSchema>;

/** What every application for a card says, whoever makes it. */
const cardApplication = {
  phone: phoneSchema,
  address: plainText,
  bankCode: plainText,
  collection: collectionSchema,
  /** A new picture, or the one on file. None below the age that needs one. */
  photo: z.discriminatedUnion('from', [
    z.object({ from: z.literal('terminal'), jpeg: picture(200_000) }),
    z.object({ from: z.literal('file') }),
    z.object({ from: z.literal('none') }),
  ]),
  /** The signature as an SVG path in a 1000 × 400 box. */
  signature: z.string().regex(/^[MLQCZ\d\s.,-]{1,40000}$/i),
  documents: z.array(documentSchema).max(8).default([]),
};

/** Somebody acts for the holder: the guardian of a child, an agent. The request's `person` is who stands there. */
const actingFor = {
  holder: namedPersonSchema.optional(),
  relation: z.enum(['parent', 'guardian', 'spouse', 'child', 'relative', 'other']).optional(),
};

export const requestBodySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('new-card'), ...cardApplication, ...actingFor }),
  z.object({
    kind: z.literal('replacement-card'),
    ...cardApplication,
    ...actingFor,
    cardId: z.uuid(),
    reason: replacementReasonSchema,
    /** A payment that was made for this; absent where nothing is due. */
    paymentId: z.uuid().optional(),
  }),
  z.object({
    kind: z.literal('collect-card'),
    acceptanceNumber: plainText,
    /** The number of the card that came out here; absent for a ticket to the counter. */
    dispensedCardNumber: plainText.optional(),
  }),
  z.object({
    kind: z.literal('collect-for-another'),
    acceptanceNumber: plainText,
    holder: namedPersonSchema,
    relation: z.enum(['parent', 'guardian', 'spouse', 'child', 'relative', 'other']),
    documents: z.array(documentSchema).max(8),
    dispensedCardNumber: plainText.optional(),
  }),
  z.object({ kind: z.literal('activate-card'), cardId: z.uuid(), ...actingFor }),
  z.object({ kind: z.literal('report-loss'), cardId: z.uuid(), ...actingFor }),
  z.object({ kind: z.literal('release-loss'), cardId: z.uuid() }),
  z.object({ kind: z.literal('report-formal-loss'), cardId: z.uuid() }),
  z.object({ kind: z.literal('pin-changed'), cardNumber: plainText }),
  z.object({
    kind: z.literal('book'),
    visit: z.enum(['home', 'window']),
    service: plainText,
    /** Why the machine had to say no, as a code: so that whoever comes is prepared. */
    because: plainText,
    phone: phoneSchema,
    branchId: plainText.optional(),
    address: plainText.optional(),
    day: z.iso.date(),
    half: z.enum(['morning', 'afternoon']),
  }),
  z.object({
    kind: z.literal('rate'),
    grade: z.int().min(1).max(5),
    reasons: z.array(z.enum(['slow', 'unclear', 'failed', 'device', 'other'])).max(5),
    /** The request that is rated. */
    about: z.uuid().optional(),
  }),
  z.object({ kind: z.literal('withdraw-consent') }),
]);
export type RequestBody = z.infer<typeof requestBodySchema>;
export type RequestKind = RequestBody['kind'];

/** One thing a citizen has asked for at a terminal, complete, so that it can wait in an outbox and be delivered later. */
export const serviceRequestSchema = z.object({
  /** Made by the terminal once per citizen's confirmation; the same key never makes a second record. */
  idempotencyKey: z.uuid(),
  terminalId: z.string().min(1).max(64),
  /** Absent only for a rating. */
  person: personSchema.optional(),
  evidence: evidenceSchema.optional(),
  /** When the citizen pressed confirm, by the terminal's clock. */
  confirmedAt: z.iso.datetime(),
  body: requestBodySchema,
});
export type ServiceRequest = z.infer<typeof serviceRequestSchema>;

/** What became of a request. */
export const requestResultSchema = z.object({
  requestId: z.uuid(),
  /** `accepted`: it is done. `needs-review`: it is recorded, and a person decides. */
  outcome: z.enum(['accepted', 'needs-review']),
  /** True when this key had been delivered before: nothing was done twice. */
  duplicate: z.boolean(),
  recordedAt: z.iso.datetime(),
  /** 受理编号 of an application, number of a booking. */
  number: z.string().optional(),
  applicationStatus: applicationStatusSchema.optional(),
  cardStatus: cardStatusSchema.optional(),
  /** The day the card is ready, the temporary loss ends, the visit takes place. */
  day: z.object({ day: z.iso.date(), certain: z.boolean() }).optional(),
});
export type RequestResult = z.infer<typeof requestResultSchema>;

/** Why a request was refused, in words a terminal translates; `rule` names the rule of the region's pack behind it. */
export const refusalReasons = [
  'no-such-card',
  'no-such-application',
  'another-person',
  'name-mismatch',
  'card-already-held',
  'application-under-way',
  'wrong-state', // what was asked for does not follow from the state the card or application is in
  'not-yet-renewable',
  'fee-not-paid',
  'payment-already-used',
  'at-window-only',
  'at-bank-only',
  'agent-not-allowed',
  'guardian-needed',
  'documents-missing',
  'photo-missing',
  'no-such-bank',
  'no-such-branch',
  'way-not-offered', // this region does not hand cards out like that
  'day-not-open',
  'evidence-missing',
] as const;
export type RequestRefusalReason = (typeof refusalReasons)[number];
