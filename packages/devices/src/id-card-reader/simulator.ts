import { type Clock, pause, systemClock } from '../core/clock.ts';
import { failure, type Result, success } from '../core/result.ts';
import { openPty, type Pty, type PtyError } from '../transports/pty.ts';
import { type DecodedFrame, FrameDecoder } from './frame.ts';
import { READING_RF_MS, type Reply, type SimulatedCard, SimulatedModule } from './simulatedModule.ts';

export type { SimulatedCard } from './simulatedModule.ts';

export interface SimulatedReaderState {
  readonly connection: 'plugged' | 'unplugged';
  readonly card: 'none' | 'present';
  /** No answer leaves the reader unspoilt. */
  readonly corrupt: boolean;
  /** Commands are heard, nothing is answered. */
  readonly silent: boolean;
  /** What the radio link's delays are multiplied by. */
  readonly rfFactor: number;
  /** Whole readings sent since the start. */
  readonly reads: number;
  /**
   * What wire and radio link of the last whole reading really took here, in ms: what was stated, and how late a busy
   * machine played it. The rest of a driver's time is the driver's own. Absent before the first reading.
   */
  readonly lastReadingMs?: number;
}

export interface SimulatedReaderError {
  readonly code:
    | PtyError['code']
    | 'CARD_THERE_ALREADY'
    | 'NO_CARD_THERE'
    | 'CARD_TOO_LARGE'
    | 'ALREADY_UNPLUGGED'
    | 'ALREADY_PLUGGED'
    | 'BAD_FACTOR';
  readonly message: string;
  readonly next: string;
}

type Changed = Result<SimulatedReaderState, SimulatedReaderError>;

export interface SimulatedIdCardReader {
  /** Path of the serial port. */
  readonly port: string;
  /** What the simulated chip takes for one reading (find, select, read), in ms, before any slowing down. */
  readonly rfMs: number;
  readonly state: SimulatedReaderState;
  place(card: SimulatedCard): Changed;
  take(): Changed;
  /** Pulls the plug: the port goes, whatever is being sent breaks off. The card stays where it lies. */
  unplug(): Promise<Changed>;
  /** The port comes back at the same path, the module freshly started. */
  plug(): Promise<Changed>;
  setCorrupt(on: boolean): Changed;
  setSilent(on: boolean): Changed;
  setRfFactor(factor: number): Changed;
  onState(listener: (state: SimulatedReaderState) => void): void;
  close(): Promise<void>;
}

export interface SimulatedReaderOptions {
  /** Path at which the serial port shall appear. */
  readonly link: string;
  readonly baudRate: number;
  /** Like many modules: a card that was read is not found again before it was lifted. Default false. */
  readonly hidesReadCard?: boolean;
}

/** The wire is served in slices of this length: short against an answer, long enough for a busy machine. */
const SLICE_MS = 4;
/** What the length field of "read base" leaves room for. */
const MAX_CARD_LENGTH = 65_000;

/**
 * An ID card reader behind a pty: answers only at its own baud rate, at the pace of that rate, after the delays of its
 * radio link. Fails where no pty can be made.
 */
export async function createSimulatedIdCardReader(
  options: SimulatedReaderOptions,
): Promise<Result<SimulatedIdCardReader, SimulatedReaderError>> {
  const reader = new SimulatedReader(options);
  const plugged = await reader.plug();
  return plugged.ok ? success(reader) : plugged;
}

class SimulatedReader implements SimulatedIdCardReader {
  readonly port: string;
  readonly rfMs = READING_RF_MS;
  readonly #options: SimulatedReaderOptions;
  readonly #module: SimulatedModule;
  readonly #listeners = new Set<(state: SimulatedReaderState) => void>();
  readonly #clock: Clock = systemClock;
  #line: Line | undefined;
  #corrupt = false;
  #silent = false;
  #rfFactor = 1;
  /** Counts spoilt answers, so that every way of spoiling has its turn. */
  #spoilt = 0;
  #playedMs = 0;
  #lastReadingMs: number | undefined;

  constructor(options: SimulatedReaderOptions) {
    this.#options = options;
    this.port = options.link;
    this.#module = new SimulatedModule(options);
  }

  get state(): SimulatedReaderState {
    return {
      connection: this.#line ? 'plugged' : 'unplugged',
      card: this.#module.card ? 'present' : 'none',
      corrupt: this.#corrupt,
      silent: this.#silent,
      rfFactor: this.#rfFactor,
      reads: this.#module.reads,
      ...(this.#lastReadingMs === undefined ? {} : { lastReadingMs: this.#lastReadingMs }),
    };
  }

  place(card: SimulatedCard): Changed {
    if (this.#module.card) return refuse('CARD_THERE_ALREADY', 'a card lies there already', 'Take it away first.');
    if (card.text.length + card.photo.length > MAX_CARD_LENGTH) {
      return refuse('CARD_TOO_LARGE', 'no answer can carry so much', `Stay below ${MAX_CARD_LENGTH} bytes.`);
    }
    this.#module.place(card);
    return this.#changed();
  }

  take(): Changed {
    if (!this.#module.card) return refuse('NO_CARD_THERE', 'no card lies there', 'Lay one down first.');
    this.#module.place(undefined);
    return this.#changed();
  }

  async unplug(): Promise<Changed> {
    const line = this.#line;
    if (!line) return refuse('ALREADY_UNPLUGGED', 'the reader is unplugged already', 'Plug it in first.');
    this.#line = undefined;
    await line.close();
    return this.#changed();
  }

  async plug(): Promise<Changed> {
    if (this.#line) return refuse('ALREADY_PLUGGED', 'the reader is plugged in already', 'Unplug it first.');
    this.#module.restart();
    const line = new Line({
      baudRate: this.#options.baudRate,
      clock: this.#clock,
      reply: (frame) => this.#reply(frame),
      onServed: (reply, tookMs) => this.#count(reply, tookMs),
    });
    const { link, baudRate } = this.#options;
    const pty = await openPty({
      link,
      baudRate,
      onData: (bytes) => line.receive(bytes),
      onLost: () => {
        if (this.#line !== line) return;
        this.#line = undefined;
        void line.close();
        this.#changed();
      },
    });
    if (!pty.ok) return pty;
    line.connect(pty.value);
    this.#line = line;
    return this.#changed();
  }

  setCorrupt(on: boolean): Changed {
    this.#corrupt = on;
    return this.#changed();
  }

  setSilent(on: boolean): Changed {
    this.#silent = on;
    return this.#changed();
  }

  setRfFactor(factor: number): Changed {
    if (!(factor > 0 && factor <= 99))
      return refuse('BAD_FACTOR', `${factor} is no factor`, 'Give one from 0.1 to 99.');
    this.#rfFactor = factor;
    return this.#changed();
  }

  onState(listener: (state: SimulatedReaderState) => void): void {
    this.#listeners.add(listener);
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    const line = this.#line;
    this.#line = undefined;
    await line?.close();
  }

  #reply(frame: DecodedFrame): Reply | undefined {
    const reply = this.#module.reply(frame);
    if (this.#silent) return undefined;
    return {
      ...reply,
      rfMs: reply.rfMs * this.#rfFactor,
      frame: this.#corrupt ? spoil(reply.frame, this.#spoilt++) : reply.frame,
    };
  }

  #count({ reading }: Reply, tookMs: number): void {
    this.#playedMs = reading === 'begins' ? tookMs : this.#playedMs + tookMs;
    if (reading !== 'ends') return;
    this.#lastReadingMs = this.#playedMs;
    this.#changed();
  }

  #changed(): Changed {
    const { state } = this;
    for (const listener of this.#listeners) listener(state);
    return success(state);
  }
}

/** One bit over, one byte lost, a damaged preamble: what lines do, in turn. */
function spoil(frame: Uint8Array, turn: number): Uint8Array {
  const spoilt = Uint8Array.from(frame);
  const middle = 7 + Math.floor((frame.length - 7) / 2);
  switch (turn % 3) {
    case 0:
      spoilt[middle] = (spoilt[middle] ?? 0) ^ 0x10;
      return spoilt;
    case 1:
      return Buffer.concat([spoilt.subarray(0, middle), spoilt.subarray(middle + 1)]);
    default:
      spoilt[3] = 0x97;
      return spoilt;
  }
}

/** The wire between pty and module: at its baud rate, in both directions, and deaf at any other. */
class Line {
  readonly #clock: Clock;
  readonly #reply: (frame: DecodedFrame) => Reply | undefined;
  readonly #onServed: (reply: Reply, tookMs: number) => void;
  readonly #decoder = FrameDecoder.forCommands();
  readonly #cut = new AbortController();
  #pty: Pty | undefined;
  #baudRate: number;
  /** When the last byte that has come from the host would have arrived on a real wire. */
  #arrived = 0;
  #work: Promise<void> = Promise.resolve();

  constructor(options: {
    baudRate: number;
    clock: Clock;
    reply: (frame: DecodedFrame) => Reply | undefined;
    /** `tookMs` from the command's last byte here to the reply's. */
    onServed: (reply: Reply, tookMs: number) => void;
  }) {
    this.#baudRate = options.baudRate;
    this.#clock = options.clock;
    this.#reply = options.reply;
    this.#onServed = options.onServed;
  }

  connect(pty: Pty): void {
    this.#pty = pty;
  }

  receive(bytes: Uint8Array): void {
    const cameAt = this.#clock.now();
    this.#arrived = Math.max(this.#arrived, cameAt) + this.#wireMs(bytes.length);
    const { signal } = this.#cut;
    for (const frame of this.#decoder.push(bytes)) {
      const times = { cameAt, arrived: this.#arrived };
      this.#work = this.#work.then(() => (signal.aborted ? undefined : this.#serve(frame, times)));
    }
  }

  async close(): Promise<void> {
    this.#cut.abort();
    await this.#pty?.close();
    await this.#work;
  }

  async #serve(frame: DecodedFrame, times: { cameAt: number; arrived: number }): Promise<void> {
    const reply = (await this.#pty?.speed()) === this.#baudRate ? this.#reply(frame) : undefined;
    if (!reply) return;
    // By the clock of a real module: what a busy machine does late, here or while sending, is caught up with.
    await this.#send(reply.frame, times.arrived + reply.rfMs);
    this.#onServed(reply, this.#clock.now() - times.cameAt);
    if (reply.baudRate !== undefined) this.#baudRate = reply.baudRate;
  }

  async #send(frame: Uint8Array, start: number): Promise<void> {
    for (let sent = 0; sent < frame.length && !this.#cut.signal.aborted; ) {
      const next = Math.min(frame.length, sent + Math.max(1, Math.floor(SLICE_MS / this.#wireMs(1))));
      await this.#sleepUntil(start + this.#wireMs(next));
      if (this.#cut.signal.aborted) return;
      this.#pty?.write(frame.subarray(sent, next));
      sent = next;
    }
  }

  async #sleepUntil(time: number): Promise<void> {
    const ms = time - this.#clock.now();
    if (ms > 0) await pause(this.#clock, ms, this.#cut.signal);
  }

  /** Start bit, eight data bits, stop bit. */
  #wireMs(bytes: number): number {
    return (bytes * 10_000) / this.#baudRate;
  }
}

function refuse(code: SimulatedReaderError['code'], message: string, next: string): Extract<Changed, { ok: false }> {
  return failure({ code, message, next });
}
