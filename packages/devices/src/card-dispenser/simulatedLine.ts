import { type Clock, pause } from '../core/clock.ts';
import type { Pty } from '../transports/pty.ts';
import { CONTROL, type Control, encodeFrame, FrameScanner, type FrameShape, type Heard } from './checkedFrame.ts';

/**
 * What a line, or the electronics behind it, may do wrong.
 *
 * - `silent`: neither hears nor answers.
 * - `garbled`, `checksum`, `partial`: replies are spoilt, in turn by a bit, a byte, a start; in their check; cut short.
 * - `nak`: no command arrives whole.
 * - `no-ack`: commands are executed and answered, their ACKs are lost.
 * - `no-reply`: commands are executed, their replies are lost.
 */
export const lineFaults = ['none', 'silent', 'garbled', 'checksum', 'partial', 'nak', 'no-ack', 'no-reply'] as const;
export type SimulatedLineFault = (typeof lineFaults)[number];

/** How a dialect takes a command and hands its reply over. */
export interface Handshake {
  readonly shape: FrameShape;
  /** Executes only when the host has said ENQ. */
  readonly waitsForEnq: boolean;
  /** Keeps its reply, and says it again to a NAK. */
  readonly repeatsReply: boolean;
}

interface LineOptions {
  readonly handshake: Handshake;
  /** `auto`: that of the first byte after power came on. */
  readonly baudRate: number | 'auto';
  readonly clock: Clock;
  /** One command text in, one reply text out; none when it was stopped, or its power went. */
  readonly execute: (text: Uint8Array) => Promise<Uint8Array | undefined>;
  /** Stops what is being executed. */
  readonly stop: () => boolean;
  readonly onChange: () => void;
}

/** The device's side of the wire: hears commands at its own rate, executes one at a time and is deaf meanwhile. */
export class SimulatedLine {
  readonly #options: LineOptions;
  readonly #scanner: FrameScanner;
  readonly #cut = new AbortController();
  #pty: Pty | undefined;
  #baudRate: number | undefined;
  #incoming: Promise<void> = Promise.resolve();
  #outgoing: Promise<void> = Promise.resolve();
  #executing: Promise<void> | undefined;
  /** Taken, and waiting for ENQ. */
  #pending: Uint8Array | undefined;
  /** Said, and not acknowledged. */
  #said: Uint8Array | undefined;
  #fault: SimulatedLineFault = 'none';
  #faultTimes = Number.POSITIVE_INFINITY;
  /** Counts spoilt replies, so that every way of spoiling has its turn. */
  #turn = 0;

  constructor(options: LineOptions) {
    this.#options = options;
    this.#scanner = new FrameScanner(options.handshake.shape);
    this.reset();
  }

  get fault(): SimulatedLineFault {
    return this.#fault;
  }

  setFault(fault: SimulatedLineFault, times = Number.POSITIVE_INFINITY): void {
    this.#fault = fault;
    this.#faultTimes = times;
  }

  connect(pty: Pty): void {
    this.#pty = pty;
  }

  /** As after power came on. */
  reset(): void {
    const { baudRate } = this.#options;
    this.#baudRate = baudRate === 'auto' ? undefined : baudRate;
    this.#pending = undefined;
    this.#said = undefined;
    this.#executing = undefined;
    this.#scanner.reset();
  }

  receive(bytes: Uint8Array): void {
    this.#incoming = this.#incoming.then(() => this.#take(bytes));
  }

  async close(): Promise<void> {
    this.#cut.abort();
    await this.#pty?.close();
    await Promise.all([this.#incoming, this.#outgoing]);
  }

  async #take(bytes: Uint8Array): Promise<void> {
    if (this.#cut.signal.aborted || this.#fault === 'silent') return;
    const speed = await this.#pty?.speed();
    this.#baudRate ??= speed;
    if (speed === undefined || speed !== this.#baudRate) return;
    await pause(this.#options.clock, this.#wireMs(bytes.length), this.#cut.signal);
    for (const heard of this.#scanner.push(bytes)) this.#hear(heard);
  }

  #hear(heard: Heard): void {
    if (heard.kind === 'control') this.#hearControl(heard.control);
    // Half duplex: whoever is executing does not listen.
    else if (this.#executing) return;
    else if (heard.kind === 'bad-frame' || this.#strikes('nak')) this.#say('nak');
    else this.#accept(heard.text);
  }

  #accept(text: Uint8Array): void {
    this.#said = undefined;
    if (!this.#strikes('no-ack')) this.#say('ack');
    if (this.#options.handshake.waitsForEnq) this.#pending = text;
    else this.#begin(text);
  }

  #hearControl(control: Control): void {
    switch (control) {
      case 'enq': {
        const text = this.#pending;
        this.#pending = undefined;
        if (text) this.#begin(text);
        return;
      }
      case 'ack':
        this.#said = undefined;
        return;
      case 'nak':
        if (this.#said && this.#options.handshake.repeatsReply) this.#sendFrame(this.#said);
        return;
      case 'eot':
        if (this.#options.handshake.waitsForEnq) {
          if (this.#executing) return;
          this.#pending = undefined;
          this.#say('eot');
        } else if (this.#executing) {
          this.#options.stop();
          this.#say('eot');
        }
    }
  }

  #begin(text: Uint8Array): void {
    const executing = this.#options.execute(text).then((reply) => {
      // Power went meanwhile, or the command was stopped.
      if (this.#executing !== executing) return;
      this.#executing = undefined;
      if (!reply) return;
      const frame = encodeFrame(this.#options.handshake.shape, reply);
      this.#said = frame;
      this.#sendFrame(frame);
      this.#options.onChange();
    });
    this.#executing = executing;
  }

  #sendFrame(frame: Uint8Array): void {
    if (!this.#strikes('no-reply')) this.#send(this.#spoilt(frame));
  }

  #spoilt(frame: Uint8Array): Uint8Array {
    if (this.#strikes('garbled')) return spoil(frame, this.#turn++);
    if (this.#strikes('checksum')) return flip(frame, frame.length - 1);
    return this.#strikes('partial') ? frame.subarray(0, Math.ceil(frame.length / 2)) : frame;
  }

  #say(control: Control): void {
    this.#send(Uint8Array.of(CONTROL[control]));
  }

  #send(bytes: Uint8Array): void {
    this.#outgoing = this.#outgoing.then(async () => {
      if (this.#fault === 'silent') return;
      await pause(this.#options.clock, this.#wireMs(bytes.length), this.#cut.signal);
      if (!this.#cut.signal.aborted) this.#pty?.write(bytes);
    });
  }

  #strikes(fault: SimulatedLineFault): boolean {
    if (this.#fault !== fault) return false;
    this.#faultTimes -= 1;
    if (this.#faultTimes <= 0) this.setFault('none');
    return true;
  }

  /** Start bit, eight data bits, stop bit. */
  #wireMs(bytes: number): number {
    return (bytes * 10_000) / (this.#baudRate ?? 9_600);
  }
}

/** One bit over, one byte lost, a damaged start: what lines do, in turn. */
function spoil(frame: Uint8Array, turn: number): Uint8Array {
  const middle = Math.floor(frame.length / 2);
  switch (turn % 3) {
    case 0:
      return flip(frame, middle);
    case 1:
      return Buffer.concat([frame.subarray(0, middle), frame.subarray(middle + 1)]);
    default:
      return flip(frame, 0);
  }
}

const flip = (frame: Uint8Array, at: number): Uint8Array =>
  frame.map((byte, index) => (index === at ? byte ^ 1 : byte));
