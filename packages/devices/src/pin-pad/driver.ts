import { type CallOptions, CallQueue } from '../core/callQueue.ts';
import { type Clock, pause, systemClock } from '../core/clock.ts';
import { Connection } from '../core/connection.ts';
import { type DeviceState, stateAfter } from '../core/device.ts';
import { failure, type Result, success } from '../core/result.ts';
import { StatusKeeper } from '../core/statusKeeper.ts';
import { answered, openLine } from '../transports/openLine.ts';
import { type OpenPort, openSerialPort } from '../transports/serialPort.ts';
import { ALGORITHM_PIN_3DES, COMMAND, KEYBOARD, PIN_DIGITS, SHOW_STARS } from './dialect.ts';
import { Entry } from './entry.ts';
import type { Framing } from './frame.ts';
import { Pad } from './pad.ts';
import type {
  EncryptedPin,
  EntryOptions,
  PinOptions,
  PinPad,
  PinPadError,
  PinPadErrorCode,
  PinPadStatus,
  WorkKeyOptions,
} from './types.ts';

export interface PinPadOptions {
  /** Device file; opened anew after every loss. */
  readonly port: string;
  /** Default 9600. */
  readonly baudRate?: number;
  /** Default `binary`. */
  readonly framing?: Framing;
  /** `clear`: a pad that cannot encrypt. Default `encrypting`. */
  readonly mode?: 'encrypting' | 'clear';
  /** Which of the pad's keys are ours, from 0. Default 0 and 0. */
  readonly masterKey?: number;
  readonly workKey?: number;
  /** For tests. */
  readonly clock?: Clock;
  /** For tests. */
  readonly openPort?: OpenPort;
}

/** An idle pad is asked so often whether it is still there. */
const HEARTBEAT_MS = 10_000;
const HEARTBEAT_TRIES = 2;
const ENTRY_MS = 60_000;
/** The pad counts whole seconds in one byte, and ends an entry by itself; it shall not do so before we do. */
const LONGEST_ENTRY_MS = 255_000;
const KEY_LENGTHS: readonly number[] = [16, 24];
const BLOCK_LENGTH = 8;

const TIME_UP: PinPadError = { code: 'entry-timeout', detail: 'the time given was up before the PIN was entered' };

/**
 * A PIN pad at a serial line. In the encrypting mode no digit ever reaches this process: the pad sends a star for each,
 * and the block at the end. Connects at once and in the background, and stays connected until closed.
 */
export function createPinPad(options: PinPadOptions): PinPad {
  return new SerialPinPad(options);
}

class SerialPinPad implements PinPad {
  readonly capabilities: PinPad['capabilities'];
  readonly #clock: Clock;
  readonly #keyNumbers: Uint8Array;
  readonly #connection: Connection<Pad, PinPadError>;
  readonly #queue: CallQueue;
  readonly #status: StatusKeeper<PinPadStatus>;
  readonly #closing = new AbortController();
  readonly #heartbeat: Promise<void>;
  #masterKey: 'unknown' | 'ok' | 'missing' = 'unknown';
  #entering = false;

  constructor(options: PinPadOptions) {
    const { port, baudRate = 9_600, framing = 'binary', mode = 'encrypting', masterKey = 0, workKey = 0 } = options;
    const { clock = systemClock, openPort = openSerialPort } = options;
    this.capabilities = { encrypts: mode === 'encrypting' };
    this.#clock = clock;
    this.#keyNumbers = Uint8Array.of(masterKey, workKey);
    this.#queue = new CallQueue(clock);
    const open = openLine<Pad, PinPadErrorCode>({ port, baudRate, clock, openPort }, (exchange) =>
      this.#greet(new Pad(exchange, { clock, framing })),
    );
    this.#connection = new Connection({ clock, open, stateOf });
    this.#status = new StatusKeeper(this.#look());
    this.#connection.onStatus(() => this.#status.set(this.#look()));
    this.#heartbeat = this.#beat();
  }

  get status(): PinPadStatus {
    return this.#status.current;
  }

  onStatus(listener: (status: PinPadStatus) => void): () => void {
    return this.#status.onChange(listener);
  }

  async loadWorkKey(options: WorkKeyOptions): Promise<Result<'loaded', PinPadError>> {
    const { encryptedKey, checkValue } = options;
    if (!this.capabilities.encrypts) return unsupported('a pad that cannot encrypt has no keys');
    if (!KEY_LENGTHS.includes(encryptedKey.length)) {
      return badParameter(`a work key has ${KEY_LENGTHS.join(' or ')} bytes, not ${encryptedKey.length}`);
    }
    return this.#run(options, async (pad) => {
      const data = Uint8Array.of(...this.#keyNumbers, ...encryptedKey);
      const loaded = await this.#ask(pad, 'load work key', COMMAND.loadWorkKey, data);
      if (!loaded.ok) return loaded;
      if (checkValue?.some((byte, index) => loaded.value[index] !== byte)) {
        return failure({ code: 'key-refused', detail: 'the check value of the key is not the one expected' });
      }
      return success('loaded');
    });
  }

  async enterPin(options: PinOptions): Promise<Result<EncryptedPin, PinPadError>> {
    if (!this.capabilities.encrypts) return unsupported('this pad cannot encrypt');
    const limits = limitsOf(options);
    if (!limits.ok) return limits;
    if (!/^\d{13,19}$/.test(options.account)) return badParameter('an account number has 13 to 19 digits');
    const entry = new Entry({ maxDigits: limits.value.maxDigits, onKey: options.onKey });
    return this.#run(options, async (pad, signal) => {
      const prepared = await this.#prepare(pad, options.account);
      if (!prepared.ok) return prepared;
      const { maxDigits, entryMs } = limits.value;
      const seconds = Math.min(255, Math.ceil(entryMs / 1_000) + 1);
      const start = {
        name: 'ask for the PIN',
        command: COMMAND.startPin,
        data: Uint8Array.of(maxDigits, SHOW_STARS, seconds),
      };
      const entered = await this.#enter({ pad, entry, start, limits: limits.value, signal });
      if (!entered.ok) return entered;
      const block = await this.#ask(pad, 'get the PIN block', COMMAND.getPin);
      if (!block.ok) return block;
      if (block.value.length !== BLOCK_LENGTH) {
        return failure({
          code: 'bad-frame',
          detail: `a PIN block has ${BLOCK_LENGTH} bytes, not ${block.value.length}`,
        });
      }
      return success({ block: block.value, digits: entry.entered });
    });
  }

  async enterClearPin<Value>(
    options: EntryOptions,
    use: (digits: Uint8Array) => Value | Promise<Value>,
  ): Promise<Result<Value, PinPadError>> {
    if (this.capabilities.encrypts) return unsupported('an encrypting pad gives no digits away');
    const limits = limitsOf(options);
    if (!limits.ok) return limits;
    const digits = new Uint8Array(limits.value.maxDigits);
    const entry = new Entry({ maxDigits: limits.value.maxDigits, digits, onKey: options.onKey });
    const done = await this.#run<{ readonly used: Value }>(options, async (pad, signal) => {
      const wipe = (): void => void digits.fill(0);
      // Whoever gave the entry up has given the digits up at once.
      signal.addEventListener('abort', wipe);
      try {
        const start = { name: 'ask for the PIN', command: COMMAND.keyboard, data: Uint8Array.of(KEYBOARD.clear) };
        const entered = await this.#enter({ pad, entry, start, limits: limits.value, signal });
        if (!entered.ok) return entered;
        await this.#ask(pad, 'keys off', COMMAND.keyboard, Uint8Array.of(KEYBOARD.off));
        if (signal.aborted) return failure({ code: 'aborted', detail: 'stopped by the caller' });
        return success({ used: await use(digits.subarray(0, entry.entered)) });
      } finally {
        signal.removeEventListener('abort', wipe);
        wipe();
      }
    });
    return done.ok ? success(done.value.used) : done;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([this.#queue.close(), this.#connection.close(), this.#heartbeat]);
    this.#status.close();
  }

  #run<Value>(
    options: CallOptions,
    work: (pad: Pad, signal: AbortSignal) => Promise<Result<Value, PinPadError>>,
  ): Promise<Result<Value, PinPadError>> {
    return this.#queue.run<Pad, Value, PinPadError>(options, {
      timeUp: TIME_UP,
      connect: () => this.#connection.connected(),
      work: async (pad, signal) => {
        const done = await work(pad, signal);
        // Nothing is lost where somebody was still thinking: whose time it was that ended is the queue's to say.
        return !done.ok && done.error.code === 'aborted' ? success('stopped') : done;
      },
    });
  }

  /** The key the PIN is encrypted under, the way it is done, and the account it is bound to. */
  async #prepare(pad: Pad, account: string): Promise<Result<undefined, PinPadError>> {
    const steps: readonly [name: string, command: number, data: Uint8Array][] = [
      ['activate the work key', COMMAND.activateKey, this.#keyNumbers],
      ['set the algorithm', COMMAND.setAlgorithm, ALGORITHM_PIN_3DES],
      // ISO 9564: the twelve digits before the check digit.
      ['set the account', COMMAND.setAccount, Buffer.from(account.slice(-13, -1), 'latin1')],
    ];
    for (const [name, command, data] of steps) {
      const taken = await this.#ask(pad, name, command, data);
      if (taken.ok) continue;
      if (command !== COMMAND.activateKey || taken.error.code !== 'bad-parameter') return taken;
      return failure({ code: 'key-missing', detail: 'the pad has no such work key; load it first' });
    }
    if (this.#masterKey !== 'missing') return success(undefined);
    return failure({ code: 'key-missing', detail: 'the pad has no master key' });
  }

  /** Wakes the keys, hears them until the entry is over, and leaves them dead unless it was confirmed. */
  async #enter(options: {
    readonly pad: Pad;
    readonly entry: Entry;
    readonly start: { readonly name: string; readonly command: number; readonly data: Uint8Array };
    readonly limits: Limits;
    readonly signal: AbortSignal;
  }): Promise<Result<'confirmed', PinPadError>> {
    const { pad, entry, start, limits, signal } = options;
    pad.onKey = (byte) => {
      // A caller who has left hears no more keys, although the pad may still send some.
      if (!signal.aborted) entry.take(byte);
    };
    this.#setEntering(true);
    try {
      const started = await this.#ask(pad, start.name, start.command, start.data);
      if (!started.ok) return started;
      const heard = await pad.listen(() => entry.end !== undefined, limits.entryMs, signal);
      const ended = endOf(entry, heard.kind, limits.minDigits) ?? answered(heard);
      if (ended.ok) return success('confirmed');
      if (ended.error.code !== 'unplugged') {
        pad.onKey = undefined;
        await this.#ask(pad, 'keys off', COMMAND.keyboard, Uint8Array.of(KEYBOARD.off));
      }
      return ended;
    } finally {
      pad.onKey = undefined;
      this.#setEntering(false);
    }
  }

  async #ask(pad: Pad, name: string, command: number, data?: Uint8Array): Promise<Result<Uint8Array, PinPadError>> {
    const answer = await pad.command(name, command, data);
    if (!answer.ok) {
      if (answer.error.code === 'answer-timeout' || answer.error.code === 'pad-fault') {
        this.#connection.drop(pad, answer.error);
      }
      return answer;
    }
    this.#masterKey = answer.value.masterKey;
    this.#status.set(this.#look());
    return success(answer.value.data);
  }

  async #greet(pad: Pad): Promise<Result<Pad, PinPadError>> {
    let heard = await pad.command('version', COMMAND.version);
    // Keys that an earlier program left alive would talk into the next entry.
    if (heard.ok) heard = await pad.command('keys off', COMMAND.keyboard, Uint8Array.of(KEYBOARD.off));
    if (heard.ok) {
      this.#masterKey = heard.value.masterKey;
      return success(pad);
    }
    const { error } = heard;
    return failure(error.code === 'answer-timeout' ? { ...error, code: 'no-answer' } : error);
  }

  async #beat(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      await pause(this.#clock, HEARTBEAT_MS, signal);
      const { session: pad } = this.#connection;
      if (!pad || signal.aborted || !this.#queue.idle) continue;
      await this.#queue.run<Pad, 'heard', PinPadError>(
        {},
        {
          timeUp: TIME_UP,
          connect: async () => success(pad),
          work: async () => {
            let heard = await pad.command('version', COMMAND.version);
            for (let tries = 1; tries < HEARTBEAT_TRIES && !heard.ok; tries += 1) {
              heard = await pad.command('version', COMMAND.version);
            }
            if (!heard.ok) this.#connection.drop(pad, heard.error);
            return success('heard');
          },
        },
      );
    }
  }

  #setEntering(entering: boolean): void {
    this.#entering = entering;
    this.#status.set(this.#look());
  }

  #look(): PinPadStatus {
    const link = this.#connection.status;
    const entry = this.#entering ? 'active' : 'idle';
    if (!this.capabilities.encrypts) return { ...link, entry, encryption: 'none' };
    if (link.state !== 'online') return { ...link, entry, encryption: 'unknown' };
    const known = { unknown: 'unknown', ok: 'ready', missing: 'notReady' } as const;
    return { ...link, entry, encryption: known[this.#masterKey] };
  }
}

interface Limits {
  readonly minDigits: number;
  readonly maxDigits: number;
  readonly entryMs: number;
}

function limitsOf({
  minDigits = PIN_DIGITS.min,
  maxDigits = PIN_DIGITS.max,
  entryMs = ENTRY_MS,
}: EntryOptions): Result<Limits, PinPadError> {
  const whole = Number.isInteger(minDigits) && Number.isInteger(maxDigits);
  if (!whole || minDigits < PIN_DIGITS.min || maxDigits > PIN_DIGITS.max || minDigits > maxDigits) {
    return badParameter(`a PIN has ${PIN_DIGITS.min} to ${PIN_DIGITS.max} digits, not ${minDigits} to ${maxDigits}`);
  }
  if (!(entryMs > 0 && entryMs <= LONGEST_ENTRY_MS)) return badParameter(`an entry takes up to ${LONGEST_ENTRY_MS} ms`);
  return success({ minDigits, maxDigits, entryMs });
}

/** How an entry ended; nothing where that is for the line to say. */
function endOf(entry: Entry, heard: string, minDigits: number): Result<'done', PinPadError> | undefined {
  switch (entry.end) {
    case 'cancelled':
      return failure({ code: 'cancelled', detail: 'cancel was pressed' });
    case 'timed-out':
      return failure({ code: 'entry-timeout', detail: 'the pad has waited long enough' });
    case 'clear-digit':
      return failure({ code: 'not-encrypting', detail: 'the pad sends digits in clear; the entry was stopped' });
    case 'confirmed':
      if (entry.entered >= minDigits) return success('done');
      return failure({ code: 'too-short', detail: `confirmed with fewer than ${minDigits} digits` });
    case undefined:
      // Nobody pressed anything, or not enough: for a person that is time running out, and no fault of the line.
      if (heard !== 'silent' && heard !== 'bad-frame') return undefined;
      return failure({ code: 'entry-timeout', detail: 'nobody confirmed in the time given' });
  }
}

const unsupported = (detail: string) => failure({ code: 'unsupported', detail } as const);
const badParameter = (detail: string) => failure({ code: 'bad-parameter', detail } as const);

function stateOf({ code }: PinPadError): DeviceState {
  switch (code) {
    case 'pad-fault':
      return 'hardwareError';
    case 'aborted':
    case 'port-missing':
    case 'port-busy':
    case 'port-failed':
    case 'no-answer':
    case 'answer-timeout':
    case 'bad-frame':
    case 'unplugged':
      return stateAfter(code);
    default:
      return 'offline';
  }
}
