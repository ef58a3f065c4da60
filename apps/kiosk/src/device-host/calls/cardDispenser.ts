import {
  type CardDispenser,
  type CardDispenserCapabilities,
  type CardDispenserError,
  type CardDispenserStatus,
  type ChipErrorCode,
  cardPositions,
  type MoveErrorCode,
  type Result,
} from '@renshe/devices';
import { z } from 'zod';
import {
  bytesSchema,
  defineCall,
  defineRemote,
  lineCodes,
  lineLoss,
  resultOf,
  statusShape,
  timeLimit,
  timeLimitSchema,
} from './call.ts';

const level = z.enum(['unknown', 'full', 'high', 'ok', 'low', 'empty', 'missing']);
const position = z.enum(cardPositions);
const statusSchema = z.object({
  ...statusShape,
  position,
  cardLeftInside: z.boolean(),
  chip: z.enum(['unknown', 'online', 'poweredOff', 'noCard']),
  stacker: level,
  retainBin: level,
  counters: z.object({ dispensed: z.int(), taken: z.int(), retained: z.int() }),
}) satisfies z.ZodType<CardDispenserStatus>;

const capabilitiesSchema = z.object({
  hasStacker: z.boolean(),
  canAcceptFromGate: z.boolean(),
  canRetract: z.boolean(),
  canRetain: z.boolean(),
  countsRetained: z.boolean(),
  hasIcContact: z.boolean(),
  hasRf: z.boolean(),
}) satisfies z.ZodType<CardDispenserCapabilities>;
const NOTHING: CardDispenserCapabilities = {
  hasStacker: false,
  canAcceptFromGate: false,
  canRetract: false,
  canRetain: false,
  countsRetained: false,
  hasIcContact: false,
  hasRf: false,
};

const commandCodes = [
  ...lineCodes,
  'not-supported',
  'no-card',
  'card-inside',
  'card-jam',
  'card-moved-by-hand',
  'wrong-card-length',
  'contact-failed',
  'stacker-empty',
  'bin-full',
  'sensor-error',
  'motor-error',
  'power-fault',
  'not-initialised',
  'command-refused',
] as const;
const errorWith = <const Codes extends readonly string[]>(codes: Codes) =>
  z.object({
    code: z.enum(codes),
    detail: z.string(),
    position: position.exactOptional(),
    deviceCode: z.string().exactOptional(),
  });
const moveError = errorWith([...commandCodes, 'outcome-unknown']) satisfies z.ZodType<
  CardDispenserError<MoveErrorCode>
>;
const takenError = errorWith([...commandCodes, 'outcome-unknown', 'not-taken']) satisfies z.ZodType<
  CardDispenserError<MoveErrorCode | 'not-taken'>
>;
const chipError = errorWith([
  ...commandCodes,
  'card-not-at-chip',
  'chip-no-answer',
  'chip-failed',
  'chip-not-powered',
  'chip-protocol',
  'bad-apdu',
]) satisfies z.ZodType<CardDispenserError<ChipErrorCode>>;

/** A card may have moved on, or not: the next host looks for it, and its status says where it is. */
const moving = lineLoss('outcome-unknown', 'where the card is, is looked for');
/** What the chip was told is not known to have been done. It is never told again by itself: it may have been a PIN. */
const speaking = lineLoss('unplugged', 'the chip may have got the command');

const call = defineCall<CardDispenser>();
const moved = resultOf(position, moveError);
type Moved = Result<z.output<typeof position>, CardDispenserError<MoveErrorCode>>;
const counted = resultOf(z.int(), moveError);

/** A movement that ends at a position and needs nothing but time. */
const move = (
  perform: (dispenser: CardDispenser, options: { signal: AbortSignal; timeoutMs?: number }) => Promise<Moved>,
) =>
  call({
    args: timeLimitSchema,
    answer: moved,
    loss: moving,
    perform: (dispenser, args, { signal }) => perform(dispenser, { ...timeLimit(args), signal }),
  });

export const cardDispenser = defineRemote<CardDispenser, CardDispenser>()({
  name: 'card-dispenser',
  status: statusSchema,
  unknownStatus: (known): CardDispenserStatus => ({
    ...known,
    position: 'unknown',
    cardLeftInside: false,
    chip: 'unknown',
    stacker: 'unknown',
    retainBin: 'unknown',
    counters: { dispensed: 0, taken: 0, retained: 0 },
  }),
  calls: {
    initialise: call({
      args: timeLimitSchema.extend({ card: z.enum(['leave', 'eject', 'retain']) }),
      answer: moved,
      loss: moving,
      perform: (dispenser, args, { signal }) => dispenser.initialise({ ...timeLimit(args), card: args.card, signal }),
    }),
    moveToChip: call({
      args: timeLimitSchema.extend({ from: z.enum(['stacker', 'gate', 'inside']) }),
      answer: moved,
      loss: moving,
      perform: (dispenser, args, { signal }) => dispenser.moveToChip({ ...timeLimit(args), from: args.from, signal }),
    }),
    powerChip: call({
      args: timeLimitSchema,
      answer: resultOf(z.object({ atr: bytesSchema, protocol: z.enum(['T=0', 'T=1']) }), chipError),
      loss: speaking,
      perform: (dispenser, args, { signal }) => dispenser.powerChip({ ...timeLimit(args), signal }),
    }),
    powerOffChip: call({
      args: timeLimitSchema,
      answer: resultOf(z.literal('off'), chipError),
      loss: speaking,
      perform: (dispenser, args, { signal }) => dispenser.powerOffChip({ ...timeLimit(args), signal }),
    }),
    transmit: call({
      args: timeLimitSchema.extend({ command: bytesSchema }),
      answer: resultOf(bytesSchema, chipError),
      loss: speaking,
      perform: (dispenser, args, { signal }) => dispenser.transmit(args.command, { ...timeLimit(args), signal }),
      forget: ({ command }, value) => {
        command.fill(0);
        if (value.ok) value.value.fill(0);
      },
    }),
    present: move((dispenser, options) => dispenser.present(options)),
    eject: move((dispenser, options) => dispenser.eject(options)),
    acceptCard: move((dispenser, options) => dispenser.acceptCard(options)),
    waitForTaken: call({
      args: z.object({ timeoutMs: z.number(), orRetain: z.boolean() }),
      answer: resultOf(z.enum(['taken', 'retained']), takenError),
      loss: moving,
      perform: (dispenser, { timeoutMs, orRetain }, { signal }) =>
        dispenser.waitForTaken({ timeoutMs, orRetain, signal }),
    }),
    retain: call({
      args: timeLimitSchema,
      answer: resultOf(z.enum(['retained', 'taken']), moveError),
      loss: moving,
      perform: (dispenser, args, { signal }) => dispenser.retain({ ...timeLimit(args), signal }),
    }),
    countRetained: call({
      args: timeLimitSchema,
      answer: counted,
      // Only asked: nothing has moved.
      loss: lineLoss('unplugged', 'the counter was not heard'),
      perform: (dispenser, args, { signal }) => dispenser.countRetained({ ...timeLimit(args), signal }),
    }),
    resetRetained: call({
      args: timeLimitSchema,
      answer: counted,
      loss: moving,
      perform: (dispenser, args, { signal }) => dispenser.resetRetained({ ...timeLimit(args), signal }),
    }),
  },
  standIn: (remote) => ({
    get status() {
      return remote.status;
    },
    /** Until the host has told, it can do nothing. */
    get capabilities() {
      return capabilitiesSchema.safeParse(remote.capabilities).data ?? NOTHING;
    },
    onStatus: (listener) => remote.onStatus(listener),
    initialise: ({ signal, card, ...time }) => remote.call('initialise', { ...timeLimit(time), card }, { signal }),
    moveToChip: ({ signal, from, ...time }) => remote.call('moveToChip', { ...timeLimit(time), from }, { signal }),
    powerChip: ({ signal, ...time } = {}) => remote.call('powerChip', timeLimit(time), { signal }),
    powerOffChip: ({ signal, ...time } = {}) => remote.call('powerOffChip', timeLimit(time), { signal }),
    transmit: (command, { signal, ...time } = {}) =>
      remote.call('transmit', { ...timeLimit(time), command }, { signal }),
    present: ({ signal, ...time } = {}) => remote.call('present', timeLimit(time), { signal }),
    eject: ({ signal, ...time } = {}) => remote.call('eject', timeLimit(time), { signal }),
    acceptCard: ({ signal, ...time } = {}) => remote.call('acceptCard', timeLimit(time), { signal }),
    waitForTaken: ({ signal, timeoutMs, orRetain = false }) =>
      remote.call('waitForTaken', { timeoutMs, orRetain }, { signal }),
    retain: ({ signal, ...time } = {}) => remote.call('retain', timeLimit(time), { signal }),
    countRetained: ({ signal, ...time } = {}) => remote.call('countRetained', timeLimit(time), { signal }),
    resetRetained: ({ signal, ...time } = {}) => remote.call('resetRetained', timeLimit(time), { signal }),
    close: async () => {},
  }),
});
