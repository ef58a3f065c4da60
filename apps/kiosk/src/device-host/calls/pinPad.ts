import type { EncryptedPin, KeyEvent, PinPad, PinPadError, PinPadStatus, Result } from '@renshe/devices';
import { z } from 'zod';
import {
  bytesSchema,
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

const capabilitiesSchema = z.object({ encrypts: z.boolean() }) satisfies z.ZodType<PinPad['capabilities']>;

const errorSchema = errorOf(
  ...lineCodes,
  'cancelled',
  'entry-timeout',
  'too-short',
  'not-encrypting',
  'key-missing',
  'key-refused',
  'bad-parameter',
  'unsupported',
  'pad-fault',
) satisfies z.ZodType<PinPadError>;

const call = defineCall<PinPad>();

/** A PIN in clear does not cross processes: whoever needs one asks the pad in the host. */
export type RemotePinPad = Omit<PinPad, 'enterClearPin'>;

export const pinPad = defineRemote<PinPad, RemotePinPad>()({
  name: 'pin-pad',
  status: z.object({
    ...statusShape,
    entry: z.enum(['idle', 'active']),
    encryption: z.enum(['unknown', 'ready', 'notReady', 'none']),
  }) satisfies z.ZodType<PinPadStatus>,
  unknownStatus: (known): PinPadStatus => ({ ...known, entry: 'idle', encryption: 'unknown' }),
  calls: {
    loadWorkKey: call({
      args: timeLimitSchema.extend({ encryptedKey: bytesSchema, checkValue: bytesSchema.exactOptional() }),
      answer: resultOf(z.literal('loaded'), errorSchema) satisfies z.ZodType<Result<'loaded', PinPadError>>,
      // Loading it once more does no harm.
      loss: lineLoss('unplugged', 'the key may be loaded or not'),
      perform: (pad, { timeoutMs, ...key }, { signal }) =>
        pad.loadWorkKey({ ...timeLimit({ timeoutMs }), ...key, signal }),
    }),
    enterPin: call({
      args: timeLimitSchema.extend({
        account: z.string(),
        minDigits: z.int().exactOptional(),
        maxDigits: z.int().exactOptional(),
        entryMs: z.number().exactOptional(),
      }),
      answer: resultOf(z.object({ block: bytesSchema, digits: z.int() }), errorSchema) satisfies z.ZodType<
        Result<EncryptedPin, PinPadError>
      >,
      progress: z.object({
        key: z.enum(['digit', 'clear', 'confirm', 'cancel']),
        entered: z.int(),
      }) satisfies z.ZodType<KeyEvent>,
      loss: lineLoss('unplugged', 'the PIN has to be entered again'),
      perform: (pad, { timeoutMs, ...entry }, { signal, onProgress }) =>
        pad.enterPin({ ...timeLimit({ timeoutMs }), ...entry, signal, onKey: onProgress }),
      forget: (_args, value) => {
        if (value.ok) value.value.block.fill(0);
      },
    }),
  },
  standIn: (remote) => ({
    get status() {
      return remote.status;
    },
    get capabilities() {
      return capabilitiesSchema.safeParse(remote.capabilities).data ?? { encrypts: false };
    },
    onStatus: (listener) => remote.onStatus(listener),
    loadWorkKey: ({ signal, ...key }) => remote.call('loadWorkKey', key, { signal }),
    enterPin: ({ signal, onKey, ...entry }) => remote.call('enterPin', entry, { signal, onProgress: onKey }),
    close: async () => {},
  }),
});
