import type { Result, Ups, UpsError, UpsReading, UpsStatus, UpsTold } from '@renshe/devices';
import { z } from 'zod';
import {
  defineCall,
  defineRemote,
  errorOf,
  lineCodes,
  lineLoss,
  resultOf,
  statusShape,
  timeLimit,
  timeLimitSchema,
} from './call.ts';

const readingSchema = z.object({
  onBattery: z.boolean(),
  batteryLow: z.boolean(),
  failed: z.boolean(),
  testing: z.boolean(),
  shutdownPending: z.boolean(),
  inputVolts: z.number().exactOptional(),
  outputVolts: z.number().exactOptional(),
  loadPercent: z.number().exactOptional(),
  hertz: z.number().exactOptional(),
  batteryVolts: z.number().exactOptional(),
  celsius: z.number().exactOptional(),
}) satisfies z.ZodType<UpsReading>;
const errorSchema = errorOf(...lineCodes, 'out-of-range', 'not-taken') satisfies z.ZodType<UpsError>;
const told = resultOf(z.enum(['confirmed', 'sent']), errorSchema) satisfies z.ZodType<Result<UpsTold, UpsError>>;

/** The power may go, or stay: the next host's status says whether a shutdown is pending. */
const telling = lineLoss('unplugged', 'the UPS may have got the command');

const call = defineCall<Ups>();

/** Which dialect it speaks is the host's affair. */
export type RemoteUps = Omit<Ups, 'dialect'>;

export const ups = defineRemote<Ups, RemoteUps>()({
  name: 'ups',
  status: z.object({
    ...statusShape,
    power: z.enum(['unknown', 'mains', 'battery']),
    battery: z.enum(['unknown', 'ok', 'low']),
    shutdown: z.enum(['unknown', 'none', 'pending']),
  }) satisfies z.ZodType<UpsStatus>,
  unknownStatus: (known): UpsStatus => ({ ...known, power: 'unknown', battery: 'unknown', shutdown: 'unknown' }),
  calls: {
    read: call({
      args: timeLimitSchema,
      answer: resultOf(readingSchema, errorSchema) satisfies z.ZodType<Result<UpsReading, UpsError>>,
      loss: lineLoss('unplugged', 'nothing was heard'),
      perform: (device, args, { signal }) => device.read({ ...timeLimit(args), signal }),
    }),
    shutdown: call({
      args: timeLimitSchema.extend({ afterSeconds: z.number(), returnAfterMinutes: z.number().exactOptional() }),
      answer: told,
      loss: telling,
      perform: (device, { timeoutMs, ...when }, { signal }) =>
        device.shutdown({ ...timeLimit({ timeoutMs }), ...when, signal }),
    }),
    cancelShutdown: call({
      args: timeLimitSchema,
      answer: told,
      loss: telling,
      perform: (device, args, { signal }) => device.cancelShutdown({ ...timeLimit(args), signal }),
    }),
  },
  standIn: (remote) => ({
    get status() {
      return remote.status;
    },
    onStatus: (listener) => remote.onStatus(listener),
    read: ({ signal, ...time } = {}) => remote.call('read', timeLimit(time), { signal }),
    shutdown: ({ signal, ...when }) => remote.call('shutdown', when, { signal }),
    cancelShutdown: ({ signal, ...time } = {}) => remote.call('cancelShutdown', timeLimit(time), { signal }),
    close: async () => {},
  }),
});
