import { type Clock, pause } from '../../core/clock.ts';
import { failure, type Result, success } from '../../core/result.ts';
import type { PrintError } from '../types.ts';
import type { RealTimeStatus } from './answers.ts';
import { FORGET } from './commands.ts';
import type { EncodedReceipt } from './encodeReceipt.ts';
import type { PrinterLinkError, PrinterSession } from './printerSession.ts';
import { findFault } from './printerState.ts';

export interface PrintContext {
  readonly session: PrinterSession;
  readonly clock: Clock;
  /** How long one receipt may take, in ms. */
  readonly printMs: number;
  readonly signal: AbortSignal;
  readonly onStatus: (status: RealTimeStatus) => void;
}

/** What a printer's buffer holds at least is 4 KiB: with half of it under way nothing is ever lost. */
const WINDOW_BYTES = 1_024;
const MOST_UNPRINTED = 2;
/** A printer that tells nothing gets no more than its paper can have carried off, and this beside. */
const AHEAD_BYTES = 512;
/** So often the printer is looked at while it prints. */
const LOOK_MS = 300;
/** A fault that goes by itself is waited for so long before anything was sent. */
const PASSING_MS = 10_000;
/** A printer that says "not now" for longer is not only full: something is wrong with it. */
const HELD_MS = 3_000;
/** The slowest head pulls 50 mm of paper in a second, 8 dots to the millimetre; and the knife. */
const MS_PER_DOT = 1_000 / (50 * 8);
const CUT_MS = 1_000;

type Ended = Result<'printed', PrintError>;

/**
 * Prints one receipt: looks at the printer, sends, waits until it is out, looks again. A receipt that meets a fault is
 * taken back and never resumed: the session remembers that something is left over, and nothing else is printed before the
 * printer has been emptied and that has been cut off.
 */
export async function printReceipt(context: PrintContext, receipt: EncodedReceipt): Promise<Ended> {
  const ready = await waitUntilWell(context);
  if (!ready.ok) return ready;
  const { session } = context;
  if (!session.ready && !(await session.prepare())) {
    const detail = 'the printer does not come to rest after the receipt before; nothing was sent';
    return failure({ code: 'printer-error', detail });
  }
  if (context.signal.aborted) return failure({ code: 'aborted', detail: 'stopped before anything was sent' });
  session.begin();
  const ended = await new Printing(context, receipt).run();
  if (ended.ok) session.finish();
  else session.link.sendNow(FORGET);
  return ended;
}

/** Nothing has been sent yet: what goes by itself is waited for, anything else is told. */
async function waitUntilWell({ session, clock, signal, onStatus }: PrintContext): Promise<Ended> {
  const deadline = clock.now() + PASSING_MS;
  for (;;) {
    const status = await session.readStatus();
    if (!status.ok) return failure(unreachable(status.error));
    onStatus(status.value);
    const fault = findFault(status.value);
    if (!fault) return success('printed');
    if (!fault.passing || clock.now() >= deadline) return failure({ code: fault.code, detail: fault.detail });
    if (signal.aborted) return failure({ code: 'aborted', detail: 'stopped before anything was sent' });
    await pause(clock, LOOK_MS, signal);
  }
}

class Printing {
  readonly #context: PrintContext;
  readonly #receipt: EncodedReceipt;
  readonly #deadline: number;
  /** Aborts the sending: the caller, the clock, or a fault. */
  readonly #stop = new AbortController();
  /** When the paper began to move; later by every pause it made. */
  #began: number;
  readonly #bytes: number;
  #sent = 0;
  #sentBytes = 0;
  #unprinted = 0;
  /** It stands still, and will go on by itself. */
  #passing = false;

  constructor(context: PrintContext, receipt: EncodedReceipt) {
    this.#context = context;
    this.#receipt = receipt;
    this.#began = context.clock.now();
    this.#bytes = receipt.segments.reduce((sum, { length }) => sum + length, 0);
    this.#deadline = this.#began + context.printMs;
  }

  async run(): Promise<Ended> {
    const { signal, clock, printMs } = this.#context;
    const timer = clock.setTimeout(() => this.#stop.abort(), printMs);
    const stop = (): void => this.#stop.abort();
    signal.addEventListener('abort', stop);
    try {
      return (await this.#send()) ?? (await this.#comeToAnEnd());
    } finally {
      clock.clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    }
  }

  /** Sends everything; resolves with why it could not. */
  async #send(): Promise<Ended | undefined> {
    const { session, clock } = this.#context;
    let sinceCheckpoint = 0;
    let lookedAt = clock.now();
    for (const segment of this.#receipt.segments) {
      const failed = await this.#sendOne(segment);
      if (failed) return failed;
      this.#sent += 1;
      this.#sentBytes += segment.length;
      sinceCheckpoint += segment.length;
      if (sinceCheckpoint >= WINDOW_BYTES && session.completion !== 'status') {
        sinceCheckpoint = 0;
        const full = await this.#markAndWait(MOST_UNPRINTED);
        if (full) return full;
      }
      if (session.completion === 'status') await this.#waitForPaper();
      if (clock.now() - lookedAt >= LOOK_MS) {
        lookedAt = clock.now();
        const fault = (await this.#look()) ?? (await this.#waitWhilePassing());
        if (fault) return fault;
      }
    }
    return undefined;
  }

  /** When the slowest head would have printed so many bytes of this receipt. */
  #paperTime(bytes: number): number {
    return this.#began + (bytes / this.#bytes) * this.#receipt.heightDots * MS_PER_DOT;
  }

  /** What stands still prints nothing: a printer that tells nothing is sent nothing meanwhile, and its paper comes later. */
  async #waitWhilePassing(): Promise<Ended | undefined> {
    const { session, clock } = this.#context;
    while (this.#passing && session.completion === 'status') {
      const since = clock.now();
      await pause(clock, LOOK_MS, this.#stop.signal);
      const fault = await this.#look();
      if (fault) return fault;
      this.#began += clock.now() - since;
    }
    return undefined;
  }

  async #waitForPaper(): Promise<void> {
    const { clock } = this.#context;
    const ms = this.#paperTime(this.#sentBytes - AHEAD_BYTES) - clock.now();
    if (ms > 0) await pause(clock, ms, this.#stop.signal);
  }

  /** Everything was sent: waits until it is out. */
  async #comeToAnEnd(): Promise<Ended> {
    const { session, clock } = this.#context;
    if (session.completion !== 'status') return (await this.#markAndWait(0)) ?? this.#lookAtTheEnd();
    while (clock.now() < this.#paperTime(this.#bytes) + CUT_MS) {
      await pause(clock, LOOK_MS, this.#stop.signal);
      const fault = (await this.#look()) ?? (await this.#waitWhilePassing());
      if (fault) return fault;
    }
    return success('printed');
  }

  /** Asks to be told when all this is on paper, and waits until no more than so many of these questions are open. */
  async #markAndWait(most: number): Promise<Ended | undefined> {
    const { session, clock } = this.#context;
    const checkpoint = session.checkpoint();
    if (!checkpoint) return undefined;
    const passed = Promise.withResolvers<void>();
    this.#unprinted += 1;
    const forget = session.link.onWord((word) => {
      if (!checkpoint.fits(word)) return;
      forget();
      this.#unprinted -= 1;
      passed.resolve();
    });
    this.#stop.signal.addEventListener('abort', forget);
    const failed = await this.#sendOne(checkpoint.question);
    if (failed) return failed;
    while (this.#unprinted > most) {
      const answered = new AbortController();
      void passed.promise.then(() => answered.abort());
      await pause(clock, LOOK_MS, AbortSignal.any([answered.signal, this.#stop.signal]));
      if (this.#unprinted <= most) return undefined;
      const fault = await this.#look();
      if (fault) return fault;
    }
    return undefined;
  }

  /** Sends one whole command; a printer that holds us up for long is asked why. */
  async #sendOne(bytes: Uint8Array): Promise<Ended | undefined> {
    const { session, clock } = this.#context;
    const { link } = session;
    let done = false;
    const sending = link.send(bytes, this.#stop.signal).then(() => {
      done = true;
    });
    let asked = false;
    while (!done) {
      const look = new AbortController();
      await Promise.race([sending, pause(clock, LOOK_MS, look.signal)]);
      look.abort();
      if (done || asked || link.heldMs < HELD_MS) continue;
      asked = true;
      const fault = await this.#look();
      if (!fault) continue;
      this.#stop.abort();
      await sending;
      return fault;
    }
    return this.#stopped();
  }

  /** How the printer is; undefined while there is nothing to stop for. */
  async #look(): Promise<Ended | undefined> {
    const { session, onStatus } = this.#context;
    const stopped = this.#stopped();
    if (stopped) return stopped;
    const status = await session.readOnline();
    if (!status.ok) return this.#unknown(`${status.error.code}: ${status.error.detail}`);
    onStatus(status.value);
    const fault = findFault(status.value);
    this.#passing = fault?.passing ?? false;
    return fault && !fault.passing ? this.#broken(fault.code, fault.detail) : undefined;
  }

  /** It is out, whatever the printer says now: that is the next receipt's affair. */
  async #lookAtTheEnd(): Promise<Ended> {
    const { session, onStatus } = this.#context;
    const status = await session.readStatus();
    if (status.ok) onStatus(status.value);
    return success('printed');
  }

  #stopped(): Ended | undefined {
    const { session, signal, clock, printMs } = this.#context;
    if (session.link.closed) return this.#unknown('the printer went away');
    if (signal.aborted) return this.#broken('aborted', 'stopped by the caller');
    return clock.now() >= this.#deadline ? this.#unknown(`not finished after ${printMs} ms`) : undefined;
  }

  /** All of it, a part, or nothing may be on paper. */
  #unknown(why: string): Ended {
    return failure({ code: 'print-timeout', detail: `${why}; ${this.#progress()}; it may or may not be on paper` });
  }

  /** It is not whole, and will not become so. */
  #broken(code: PrintError['code'], why: string): Ended {
    return failure({ code, detail: `${why}; ${this.#progress()}, the rest is taken back; nothing is resumed` });
  }

  #progress(): string {
    return `${this.#sent} of ${this.#receipt.segments.length} parts were sent`;
  }
}

export const unreachable = ({ code, detail }: PrinterLinkError): PrintError =>
  code === 'aborted' ? { code, detail } : { code: 'printer-unreachable', detail: `${code}: ${detail}` };
