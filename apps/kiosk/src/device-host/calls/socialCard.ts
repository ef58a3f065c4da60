import {
  failure,
  type PinChangeOutcome,
  type PinOutcome,
  type PinResolution,
  type Result,
  type SocialCard,
  type SocialCardError,
  type SocialCardErrorCode,
  type SocialCardReader,
  type SocialCardReaderCapabilities,
  type SocialCardReaderStatus,
  success,
} from '@renshe/devices';
import { z } from 'zod';
import {
  bytesSchema,
  defineCall,
  defineRemote,
  type Loss,
  lineCodes,
  resultOf,
  statusShape,
  timeLimit,
  timeLimitSchema,
} from './call.ts';

const holderSchema = z.object({
  citizenNumber: z.string(),
  name: z.string(),
  sex: z.enum(['0', '1', '2', '9']).exactOptional(),
  ethnicGroupCode: z.string().exactOptional(),
  birthPlaceCode: z.string().exactOptional(),
  birthDate: z.string().exactOptional(),
});
const cardSchema = z.object({
  cardNumber: z.string(),
  holder: holderSchema,
  generation: z.literal([2, 3]),
  version: z.string().exactOptional(),
  identificationCode: z.string().exactOptional(),
  regionCode: z.string().exactOptional(),
  cardClass: z.string().exactOptional(),
  initialisingOrganisation: z.string().exactOptional(),
  issuedOn: z.string().exactOptional(),
  validUntil: z.string().exactOptional(),
  resetInformation: z.string().exactOptional(),
  bankAccount: z
    .object({ kind: z.enum(['debit', 'credit']), maskedNumber: z.string(), expires: z.string().exactOptional() })
    .exactOptional(),
}) satisfies z.ZodType<SocialCard>;

const errorSchema = z.object({
  code: z.enum([
    ...lineCodes,
    'no-card',
    'card-pulled',
    'card-mute',
    'not-social-card',
    'bank-card-only',
    'contactless-card',
    'card-locked',
    'needs-authentication',
    'authentication-failed',
    'other-card',
    'bad-pin',
    'bad-card-data',
    'card-refused',
  ]),
  detail: z.string(),
  next: z.string(),
  sw: z.string().exactOptional(),
  field: z.string().exactOptional(),
}) satisfies z.ZodType<SocialCardError>;
const answerOf = <V extends z.ZodType>(value: V) => resultOf(value, errorSchema);

const wrong = z.object({ outcome: z.literal('wrong'), attemptsLeft: z.int() });
const blocked = z.object({ outcome: z.literal('blocked') });
const pinOutcome = z.discriminatedUnion('outcome', [z.object({ outcome: z.literal('ok') }), wrong, blocked]);
const changeOutcome = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('changed') }),
  wrong,
  blocked,
  z.object({
    outcome: z.literal('interrupted'),
    cause: z.enum(['card-pulled', 'reader-lost', 'no-answer', 'bad-answer']),
    pin: z.enum(['unchanged', 'unknown']),
    next: z.string(),
  }),
]);
const resolution = z.union([
  z.object({ holds: z.literal('new') }),
  z.object({ holds: z.literal('old'), confirmed: z.literal(true) }),
  z.object({ holds: z.literal('old'), confirmed: z.literal(false), attemptsLeft: z.int() }),
  z.object({ holds: z.literal('neither'), attemptsLeft: z.int() }),
  z.object({ holds: z.literal('blocked') }),
]);

const failed = (code: SocialCardErrorCode, detail: string, next: string): Result<never, SocialCardError> =>
  failure({ code, detail, next });
const AGAIN = 'Insert the card again as soon as the reader is back.';

/** As `lineLoss`, with what to do about it, as this reader says it of everything. */
const cardLoss = (what: string): Loss<Result<never, SocialCardError>> => ({
  aborted: () => failed('aborted', 'aborted before it began', 'Repeat it.'),
  away: (reason) => failed('port-failed', `the device host ${reason}`, 'Repeat it as soon as the reader is back.'),
  lost: (reason) => failed('unplugged', `the device host ${reason}; ${what}`, AGAIN),
});

const pins = { oldPin: bytesSchema, newPin: bytesSchema };
const wipe = (...secrets: readonly Uint8Array[]): void => {
  for (const secret of secrets) secret.fill(0);
};
/** What was sent is a copy already: the caller's own array is wiped as the driver itself would. */
const wiping = <Value>(sent: Promise<Value>, ...secrets: readonly Uint8Array[]): Promise<Value> => {
  wipe(...secrets);
  return sent;
};

const capabilitiesSchema = z.object({
  reads: z.tuple([z.literal('social-security-card')]).readonly(),
  verifiesPin: z.boolean(),
  changesPin: z.boolean(),
  authenticates: z.boolean(),
}) satisfies z.ZodType<SocialCardReaderCapabilities>;
const NO_PIN: SocialCardReaderCapabilities = {
  reads: ['social-security-card'],
  verifiesPin: false,
  changesPin: false,
  authenticates: false,
};

const call = defineCall<SocialCardReader>();

export const socialCard = defineRemote<SocialCardReader, SocialCardReader>()({
  name: 'social-card',
  status: z.object({
    ...statusShape,
    media: z.enum(['unknown', 'present', 'notPresent']),
    chipPower: z.enum(['unknown', 'noCard', 'online', 'hardwareError']),
  }) satisfies z.ZodType<SocialCardReaderStatus>,
  unknownStatus: (known): SocialCardReaderStatus => ({ ...known, media: 'unknown', chipPower: 'unknown' }),
  calls: {
    waitForCard: call({
      args: timeLimitSchema,
      answer: answerOf(z.literal('card')),
      loss: cardLoss('the card has to be inserted again'),
      perform: (reader, args, { signal }) => reader.waitForCard({ ...timeLimit(args), signal }),
    }),
    readCard: call({
      args: timeLimitSchema.extend({ bankAccount: z.boolean() }),
      answer: answerOf(cardSchema),
      loss: cardLoss('the card has to be read again'),
      perform: (reader, { bankAccount, ...time }, { signal }) =>
        reader.readCard({ ...timeLimit(time), bankAccount, signal }),
    }),
    verifyPin: call({
      args: timeLimitSchema.extend({ pin: bytesSchema }),
      answer: answerOf(pinOutcome) satisfies z.ZodType<Result<PinOutcome, SocialCardError>>,
      loss: cardLoss('the PIN may have cost an attempt'),
      perform: (reader, { pin, ...time }, { signal }) => reader.verifyPin(pin, { ...timeLimit(time), signal }),
      forget: ({ pin }) => wipe(pin),
    }),
    changePin: call({
      args: timeLimitSchema.extend(pins),
      answer: answerOf(changeOutcome) satisfies z.ZodType<Result<PinChangeOutcome, SocialCardError>>,
      loss: {
        ...cardLoss(''),
        // Nobody knows whether the card had the new PIN: that is an outcome of its own, with a way out.
        lost: () => success({ outcome: 'interrupted', cause: 'reader-lost', pin: 'unknown', next: AGAIN } as const),
      },
      perform: (reader, { oldPin, newPin, ...time }, { signal }) =>
        reader.changePin(oldPin, newPin, { ...timeLimit(time), signal }),
      forget: ({ oldPin, newPin }) => wipe(oldPin, newPin),
    }),
    resolvePinChange: call({
      args: timeLimitSchema.extend(pins),
      answer: answerOf(resolution) satisfies z.ZodType<Result<PinResolution, SocialCardError>>,
      loss: cardLoss('a PIN may have cost an attempt'),
      perform: (reader, { oldPin, newPin, ...time }, { signal }) =>
        reader.resolvePinChange(oldPin, newPin, { ...timeLimit(time), signal }),
      forget: ({ oldPin, newPin }) => wipe(oldPin, newPin),
    }),
    waitForRemoval: call({
      args: timeLimitSchema,
      answer: answerOf(z.literal('removed')),
      loss: cardLoss('whether the card was taken is not known'),
      perform: (reader, args, { signal }) => reader.waitForRemoval({ ...timeLimit(args), signal }),
    }),
  },
  standIn: (remote) => ({
    get status() {
      return remote.status;
    },
    get capabilities() {
      return capabilitiesSchema.safeParse(remote.capabilities).data ?? NO_PIN;
    },
    onStatus: (listener) => remote.onStatus(listener),
    waitForCard: ({ signal, ...time } = {}) => remote.call('waitForCard', timeLimit(time), { signal }),
    readCard: ({ signal, bankAccount = false, ...time } = {}) =>
      remote.call('readCard', { ...timeLimit(time), bankAccount }, { signal }),
    verifyPin: (pin, { signal, ...time } = {}) =>
      wiping(remote.call('verifyPin', { ...timeLimit(time), pin }, { signal }), pin),
    changePin: (oldPin, newPin, { signal, ...time } = {}) =>
      wiping(remote.call('changePin', { ...timeLimit(time), oldPin, newPin }, { signal }), oldPin, newPin),
    resolvePinChange: (oldPin, newPin, { signal, ...time } = {}) =>
      wiping(remote.call('resolvePinChange', { ...timeLimit(time), oldPin, newPin }, { signal }), oldPin, newPin),
    waitForRemoval: ({ signal, ...time } = {}) => remote.call('waitForRemoval', timeLimit(time), { signal }),
    close: async () => {},
  }),
});
