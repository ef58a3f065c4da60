import type { Clock } from '../core/clock.ts';
import type { BytePort } from '../transports/serialPort.ts';
import { CONTROL, type Control, FrameScanner, type FrameShape, type Heard } from './checkedFrame.ts';

/** What comes next on a line, or that nothing did. */
export type LineEvent = Heard | { readonly kind: 'quiet' } | { readonly kind: 'closed' };

/** So quiet, an unfinished frame is looked through for whole ones: it may have been a false start. */
const SETTLE_MS = 100;
/** Bytes have come, and then none: far above the 16 ms a USB adapter may hold bytes back. */
const STALLED_MS = 600;
/** A frame that has begun in time may take so long to end: 1 kB at 1200 baud would need 9 s, at 9600 one. */
const FRAME_MS = 10_000;
/** Nobody says more than this unasked; what is older is of no use. */
const MAX_WAITING = 32;

/** An open port as a sequence of frames and single bytes, with time. One listener at a time; the caller sees to that. */
export class Line {
  readonly #port: BytePort;
  readonly #clock: Clock;
  readonly #scanner: FrameScanner;
  readonly #events: Heard[] = [];
  #closed = false;
  #settled = true;
  #lastByteAt = 0;
  #wake: () => void = () => {};

  constructor(port: BytePort, clock: Clock, shape: FrameShape) {
    this.#port = port;
    this.#clock = clock;
    this.#scanner = new FrameScanner(shape);
    port.onData((bytes) => this.#receive(bytes));
    port.onClose(() => {
      this.#closed = true;
      this.#wake();
    });
  }

  get now(): number {
    return this.#clock.now();
  }

  write(frame: Uint8Array): void {
    this.#port.write(frame);
  }

  say(control: Control): void {
    this.#port.write(Uint8Array.of(CONTROL[control]));
  }

  /** Whatever is left belongs to an answer nobody waits for any more. */
  flush(): void {
    this.#events.length = 0;
    this.#scanner.reset();
  }

  /** What comes next, or `quiet` at `deadline`; a frame that has begun by then is waited for. */
  async next(deadline: number): Promise<LineEvent> {
    for (;;) {
      const event = this.#events.shift();
      if (event) return event;
      if (this.#closed) return { kind: 'closed' };
      const { now } = this;
      const wakeAt = this.#wakeAt(deadline);
      if (now < wakeAt) {
        await this.#arrival(wakeAt - now);
      } else if (!this.#scanner.inFrame) {
        return { kind: 'quiet' };
      } else if (!this.#settled && now < deadline + FRAME_MS) {
        this.#settled = true;
        this.#keep(this.#scanner.settle());
      } else {
        this.#scanner.reset();
        return { kind: 'bad-frame', detail: 'a frame broke off' };
      }
    }
  }

  #wakeAt(deadline: number): number {
    if (!this.#scanner.inFrame) return deadline;
    const patience = this.#lastByteAt + (this.#settled ? STALLED_MS : SETTLE_MS);
    return Math.min(patience, deadline + FRAME_MS);
  }

  #receive(bytes: Uint8Array): void {
    this.#lastByteAt = this.now;
    this.#settled = false;
    this.#keep(this.#scanner.push(bytes));
    // What was read may have been somebody's name.
    bytes.fill(0);
    this.#wake();
  }

  #keep(heard: readonly Heard[]): void {
    this.#events.push(...heard);
    if (this.#events.length > MAX_WAITING) this.#events.splice(0, this.#events.length - MAX_WAITING);
  }

  /** Resolves when something has happened, or after `ms`. */
  #arrival(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#clock.setTimeout(() => this.#wake(), ms);
      this.#wake = () => {
        this.#clock.clearTimeout(timer);
        this.#wake = () => {};
        resolve();
      };
    });
  }
}
