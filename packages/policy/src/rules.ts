import { z } from 'zod';

/**
 * Every rule in which cities differ or which has changed over time, as data. A value's meaning is said here once; which
 * value holds where, from when and by which document is said in a policy pack (`policies/<region>/*.yaml`).
 * Money is in fen, ages in completed years, files in kB of 1024 bytes.
 */

const age = z.int().min(0).max(120);
const days = z.int().positive().max(400);
const kilobytes = z.int().positive().max(10_000);
const range = z.tuple([z.int(), z.int()]).refine(([low, high]) => low <= high, 'the lower limit comes first');

/** What kind of days a period is counted in. */
const countedIn = z.enum(['working-days', 'calendar-days']);

/** Why a card is replaced. */
export const cardReasons = ['lost', 'damaged', 'expired', 'data-changed', 'change-of-bank', 'quality-defect'] as const;
const cardReason = z.enum(cardReasons);

export const documentKinds = [
  'resident-id-card',
  'household-register',
  'birth-certificate',
  'hk-mo-tw-residence-permit',
  'travel-permit',
  'foreign-permanent-resident',
  'passport',
] as const;
const documentKind = z.enum(documentKinds);

/** The ways to identify oneself that weigh as much as the face. */
export const equalPaths = ['sms-code', 'social-pin', 'staff-confirmation'] as const;

/** Services that identify somebody. Queries are not among them: they never ask for a face. */
export const identifyingServices = [
  'verify-application',
  'new-card',
  'replacement-card',
  'collect-card',
  'collect-for-another',
  'activate-card',
  'report-loss',
  'release-loss',
  'change-pin',
  'change-bank',
] as const;

const ruleSchemas = {
  /** A first card is free everywhere; kept as a rule because a receipt cites it. */
  'fee.first-card': z.strictObject({ amountFen: z.int().min(0) }),
  /** What a replacement costs, for which reasons, and the reason shown where it is waived for all of them. */
  'fee.replacement': z.strictObject({
    amountFen: z.int().min(0),
    payableFor: z.array(cardReason),
    waivedBecause: z.string().min(1).optional(),
  }),
  /** Somebody who holds a card of the province asks for a new one. */
  'new-card.already-held': z.enum(['offer-replacement', 'refuse']),
  /** Renewal is allowed from so many days before the expiry. */
  'renewal.window': z.strictObject({ days }),
  /** How long making a card takes, from the verification. */
  'processing.time': z
    .strictObject({ atLeast: days, atMost: days, countedIn })
    .refine(({ atLeast, atMost }) => atLeast <= atMost, 'atLeast is more than atMost'),
  /** Which document a person of an age is identified by; the first one named is asked for first. */
  'documents.accepted': z
    .array(z.strictObject({ fromAge: age, belowAge: age.optional(), kinds: z.array(documentKind).min(1) }))
    .min(1),
  /** The photograph on the card: size in pixels, file, geometry (limits in pixels of the finished picture). */
  'photo.profile': z.strictObject({
    width: z.int().positive(),
    height: z.int().positive(),
    dotsPerInch: z.int().min(300),
    fileKilobytes: z.tuple([kilobytes, kilobytes]).refine(([low, high]) => low < high, 'the lower limit comes first'),
    faceWidth: range,
    hairToTop: range,
    eyesFromLeft: range,
    eyesAboveBottom: z.int().positive(),
    mayWhitenBackground: z.boolean(),
  }),
  /** Below this age no photograph is needed. */
  'photo.required-from': z.strictObject({ age }),
  /** Whether a photograph on file may be used again. */
  'photo.on-file': z.discriminatedUnion('use', [
    z.strictObject({ use: z.literal('never') }),
    z.strictObject({ use: z.literal('younger-than'), years: z.int().positive() }),
    z.strictObject({ use: z.literal('taken-by-default') }),
  ]),
  'collection.ways': z.array(z.enum(['branch', 'mail', 'service-hall'])).min(1),
  /** Who pays for the mail. `citizen-on-delivery` is 到付. */
  'collection.postage': z.enum(['bank-pays', 'citizen-on-delivery', 'citizen-prepays', 'citizen-chooses']),
  /** After so many days at the branch a card counts as not collected. */
  'collection.overdue': z.strictObject({ days }),
  /** Somebody else collects the card. */
  'collection.agent': z.discriminatedUnion('allowed', [
    z.strictObject({ allowed: z.literal(false) }),
    z.strictObject({
      allowed: z.literal(true),
      /** A copy of the holder's document cannot be read by a chip reader: a person looks at it. */
      holderDocument: z.enum(['original', 'original-or-copy']),
      authorisation: z.boolean(),
      relationProof: z.enum(['required', 'undertaking-suffices', 'none']),
    }),
  ]),
  /** Ages below which somebody else acts, and what proves who that is. */
  guardian: z
    .strictObject({
      /** Below: only a guardian can apply. */
      actsBelow: age,
      /** Below: processing the face needs the guardian's consent (人脸识别技术应用安全管理办法, article 7). */
      consentsToFaceBelow: age,
      /** From `actsBelow` to below this age: own document, and a guardian at the bank unless there is an income. */
      besideBelow: age,
      proof: z.array(z.enum(['household-register', 'birth-certificate', 'undertaking'])).min(1),
      relativesNeedAuthorisation: z.boolean(),
    })
    .refine((rule) => rule.consentsToFaceBelow <= rule.actsBelow, 'consentsToFaceBelow is more than actsBelow'),
  /** The social-security account: on its own, or together with the account at the bank. */
  'activation.social': z.strictObject({
    way: z.enum(['at-terminal', 'with-bank-account']),
    medicalToo: z.boolean(),
    /** The first PIN has to be replaced in the same step. */
    pinMustBeSet: z.boolean(),
    /** Not activated for so many months, a card is put to sleep (封存). */
    sleepsAfterMonths: z.int().positive(),
  }),
  'activation.bank': z.strictObject({ agentMayAct: z.boolean(), homeVisit: z.boolean() }),
  /** 临时挂失: how long it holds before it ends by itself. The bank's side is never frozen by it. */
  'loss.temporary': z.strictObject({ days, countedIn }),
  /** 正式挂失 at this terminal; where not, the window does it. */
  'loss.formal': z.enum(['at-terminal', 'at-window']),
  'loss.agent': z.enum(['may-report', 'holder-only']),
  'pin.rules': z.strictObject({
    initial: z.string().regex(/^\d{6}$/),
    /** As long as it has not been replaced, the PIN is not asked for anywhere. */
    initialMeansUnused: z.boolean(),
    mayStayInitial: z.boolean(),
    lockedAfter: z.int().min(1).max(15),
    forbidden: z.array(z.enum(['birthday', 'last-six-of-number', 'one-digit-repeated', 'run-of-digits'])),
  }),
  'pin.reset': z.enum(['at-terminal', 'at-window']),
  'bank.change': z.strictObject({ where: z.enum(['at-terminal', 'at-agency', 'at-bank']) }),
  /** Co-operating banks, with the line that freezes an account. */
  banks: z
    .array(
      z.strictObject({
        code: z.string().regex(/^[a-z]{2,12}$/),
        name: z.string().min(1),
        hotline: z.string().regex(/^\d{5,12}$/),
      }),
    )
    .min(1),
  /** The slip handed out with an application counts as a credential until the card comes. */
  'slip.temporary-credential': z.boolean(),
  /** In the order they are offered. Never empty: the face must not be the only way (article 10 of the same). */
  'identity.equal-paths': z.array(z.enum(equalPaths)).min(1),
  /** Services that offer the face beside the equal path. */
  'identity.face': z.array(z.enum(identifyingServices)),
  /** From this age the elder form is offered. */
  'elder.offered-from': z.strictObject({ age }),
  /** A rating at or below this grade (5 best) asks for a reason. */
  'rating.reason-below': z.strictObject({ grade: z.int().min(1).max(5) }),
  /** What receipts of a service cite. */
  'legal-basis': z.record(z.string(), z.array(z.string().min(1)).min(1)),
  hotline: z.string().regex(/^\d{5,12}$/),
} as const;

export const rules = ruleSchemas;
export type RuleName = keyof typeof ruleSchemas;
export type RuleValue<Name extends RuleName> = z.infer<(typeof ruleSchemas)[Name]>;
export const ruleNames = Object.keys(ruleSchemas) as RuleName[];
