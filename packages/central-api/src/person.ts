import { z } from 'zod';

/** Text as it stands on a card or in a configuration: control characters have no place there, nor in a database. */
export const plainText = z
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

/** Somebody known by name and number only, without a chip of theirs having been read: the holder an agent acts for. */
export const namedPersonSchema = personSchema.omit({ documentKind: true });
export type NamedPerson = z.infer<typeof namedPersonSchema>;

/** `138****1234` is shown; this is what is stored and sent to. A mobile number of the mainland. */
export const phoneSchema = z.string().regex(/^1[3-9]\d{9}$/);

/** How the terminal made sure of the person. A score and a decision, never a picture; a PIN's success, never the PIN. */
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
  /** The PIN of the person's own social security card, verified by its chip. */
  z.object({ method: z.literal('social-pin'), cardNumber: plainText }),
  /** Two members of staff have looked, each with a code of their own; see `confirmByStaff`. */
  z.object({ method: z.literal('staff'), confirmationId: z.uuid() }),
]);
export type Evidence = z.infer<typeof evidenceSchema>;
