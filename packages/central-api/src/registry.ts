import { z } from 'zod';
import { applicationStatusSchema, cardStatusSchema } from './life.ts';

/** A step of an application's life as it is told to the citizen. */
const stepSchema = z.object({ status: applicationStatusSchema, at: z.iso.datetime() });

/** Where an application stands. Nothing in it names the person. */
export const progressSchema = z.object({
  acceptanceNumber: z.string(),
  kind: z.enum(['new-card', 'replacement-card']),
  status: applicationStatusSchema,
  submittedAt: z.iso.datetime(),
  steps: z.array(stepSchema),
  bankName: z.string(),
  collection: z.enum(['branch', 'mail', 'service-hall']),
  collectionPlace: z.string(),
  /** Rejected, failed: why. Material wanted: what. In plain words for the citizen. */
  note: z.string().optional(),
  /** The day by which the card is ready, by the region's rule; `certain` false where holidays are not known yet. */
  due: z.object({ day: z.iso.date(), certain: z.boolean() }).optional(),
  /** The day after which the card counts as not collected. */
  collectBefore: z.iso.date().optional(),
  mail: z.object({ carrier: z.string(), trackingNumber: z.string() }).optional(),
});
export type Progress = z.infer<typeof progressSchema>;

/** A card of the citizen's. */
export const cardSchema = z.object({
  cardId: z.uuid(),
  /** `A******78`: the first and the last two characters of the card number. */
  cardNumberMasked: z.string(),
  status: cardStatusSchema,
  issuedOn: z.iso.date(),
  validUntil: z.iso.date(),
  bankCode: z.string(),
  bankName: z.string(),
  /** The line that freezes the account at the bank, which no report here does. */
  bankHotline: z.string(),
  medicalEnabled: z.boolean(),
  /** The day a temporary loss ends by itself. */
  lostUntil: z.object({ day: z.iso.date(), certain: z.boolean() }).optional(),
  /** A replacement is on its way under this number. */
  replacementUnderWay: z.string().optional(),
});
export type Card = z.infer<typeof cardSchema>;

/** A branch of a co-operating bank, or a service hall, where cards are handed out and windows can be booked. */
export const branchSchema = z.object({
  branchId: z.string(),
  bankCode: z.string(),
  name: z.string(),
  address: z.string(),
  openingHours: z.string(),
  /** Metres from the terminal that asks. */
  distanceMetres: z.int().nonnegative(),
  homeVisits: z.boolean(),
});
export type Branch = z.infer<typeof branchSchema>;

/** What stands about a person in the register, as far as a terminal needs it to offer the right service. */
export const fileSchema = z.object({
  cards: z.array(cardSchema),
  progress: z.array(progressSchema),
  phoneMasked: z.string().optional(),
  /** A photograph on file that may be used again by the region's rule, and when it was taken. */
  photoOnFile: z.object({ takenOn: z.iso.date(), usable: z.boolean() }).optional(),
  /** Something is kept under this number with another name: a person has to look. */
  nameMismatch: z.boolean(),
});
export type PersonFile = z.infer<typeof fileSchema>;
