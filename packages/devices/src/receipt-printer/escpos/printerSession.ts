import { type Clock, pause } from '../../core/clock.ts';
import type { Opened } from '../../core/connection.ts';
import type { DeviceError, LinkErrorCode } from '../../core/device.ts';
import { greetPort } from '../../core/greetPort.ts';
import { failure, type Result, success } from '../../core/result.ts';
import type { BytePort, OpenPort } from '../../transports/serialPort.ts';
import { type PrinterWord, type RealTimeStatus, readInOrderStatus, readRealTimeStatus } from './answers.ts';
import * as commands from './commands.ts';
import { type FlowControl, PrinterLink } from './printerLink.ts';

export type PrinterLinkError = DeviceError<LinkErrorCode>;

/**
 * How this printer tells that what was sent before is on paper:
 * - `process-id`: it says so (GS ( H).
 * - `in-order`: it answers a question in its turn (GS r), so everything before it was worked off.
 * - `status`: it does neither; all that can be said is that the time went by without a fault.
 */
export type Completion = 'process-id' | 'in-order' | 'status';

/** `real-time`: DLE EOT. `in-order`: a clone that answers GS r only, and only when it is well. */
type StatusWay = 'real-time' | 'in-order';

/** Asked so often before silence counts; protocol reference E.1. */
const TRIES = 3;
/** A garbled answer may be two answers that met: so long the line must be quiet before it is asked again. */
const QUIET_MS = 60;
/** An idle printer answers in its turn within a few milliseconds; one that still prints needs a second or two. */
const IN_TURN_MS = 1_000;
/** A line of text prints in a fraction of this: so long after the last answer no other comes. */
const STALE_MS = 400;
/** How long whatever was left in the printer may take to come out. */
const DRAIN_MS = 5_000;

/** A printer that answers. One thing at a time is asked of it; the caller sees to that. */
export class PrinterSession {
  readonly link: PrinterLink;
  readonly #clock: Clock;
  readonly #statusWay: StatusWay;
  readonly #never = new AbortController().signal;
  #ids = 0;
  /** Something of a receipt may be in the printer, or hang from it uncut. */
  #leftOver: boolean;
  /** Undefined until the printer was well once. */
  completion: Completion | undefined;
  lastStatus: RealTimeStatus;

  constructor(options: {
    link: PrinterLink;
    clock: Clock;
    statusWay: StatusWay;
    completion: Completion | undefined;
    status: RealTimeStatus;
    leftOver: boolean;
  }) {
    this.link = options.link;
    this.#clock = options.clock;
    this.#statusWay = options.statusWay;
    this.completion = options.completion;
    this.lastStatus = options.status;
    this.#leftOver = options.leftOver;
  }

  get ready(): boolean {
    return this.completion !== undefined && !this.#leftOver;
  }

  get leftOver(): boolean {
    return this.#leftOver;
  }

  /** From now on something of a receipt is in the printer, until it is known to be out. */
  begin(): void {
    this.#leftOver = true;
  }

  /** Everything that was sent is out and cut off. */
  finish(): void {
    this.#leftOver = false;
  }

  async readStatus(): Promise<Result<RealTimeStatus, PrinterLinkError>> {
    const read = await (this.#statusWay === 'real-time' ? askAll(this.link, this.#clock) : askInOrder(this.link));
    if (read.ok) this.lastStatus = read.value;
    return read;
  }

  /** Whether the printer still answers that it is on line: one question instead of four. */
  async readOnline(): Promise<Result<RealTimeStatus, PrinterLinkError>> {
    // A question in its turn would wait behind the receipt.
    if (this.#statusWay === 'in-order') return success(this.lastStatus);
    const first = await askOne(this.link, this.#clock, 1);
    if (!first.ok) return first;
    const { offline } = readRealTimeStatus([first.value, 0x12, 0x12, 0x12]);
    if (offline) return this.readStatus();
    // On line, nothing that was the matter is any more.
    this.lastStatus = { ...ALL_WELL, paperLow: this.lastStatus.paperLow };
    return success(this.lastStatus);
  }

  /**
   * Makes a printer that is well ready for a receipt: forgets what it had, finds out how it tells that it is through, and
   * cuts off what hangs from it. False when it does not come to an end with that.
   */
  async prepare(): Promise<boolean> {
    const { link } = this;
    link.sendNow(commands.FORGET);
    await this.#send(commands.ZEROS, commands.INITIALISE, commands.NO_AUTOMATIC_STATUS);
    this.completion ??= await this.#findCompletion();
    if (!this.#leftOver) return true;
    // A printer that does not know how to forget prints the rest now, and the cut comes behind it.
    if (!(await this.#drained())) return false;
    await this.#send(commands.INITIALISE, commands.feedAndCut('partial'));
    if (!(await this.#drained())) return false;
    this.#leftOver = false;
    return true;
  }

  /** Whether all that was sent has passed, and with it every answer to what was asked before. */
  async #drained(): Promise<boolean> {
    if (!(await this.passed(DRAIN_MS))) return false;
    // Answers in their turn do not say to which question: the last one has come when no more come.
    if (this.completion === 'in-order') {
      while (await this.link.hear((word) => word.kind === 'in-order', STALE_MS));
    }
    return true;
  }

  /** A question that is answered when everything before it is on paper; undefined when this printer has none. */
  checkpoint(): { readonly question: Uint8Array; fits(word: PrinterWord): boolean } | undefined {
    switch (this.completion) {
      case 'process-id': {
        this.#ids += 1;
        const id = commands.processIdOf(this.#ids);
        return {
          question: commands.askProcessId(id),
          fits: (word) => word.kind === 'process-id' && word.id === id,
        };
      }
      case 'in-order':
        return { question: commands.ASK_IN_ORDER, fits: (word) => word.kind === 'in-order' };
      default:
        return undefined;
    }
  }

  /** Whether everything that was sent gets printed within this time. */
  async passed(ms: number): Promise<boolean> {
    const asked = this.checkpoint();
    return asked === undefined ? true : this.link.askInTurn(asked.question, (word) => asked.fits(word), ms);
  }

  async #findCompletion(): Promise<Completion> {
    this.completion = 'process-id';
    const tells = await this.passed(IN_TURN_MS);
    // Whoever does not know the question took a part of it for text: that line is never printed.
    await this.#send(commands.INITIALISE);
    if (tells) return 'process-id';
    this.completion = 'in-order';
    if (await this.passed(IN_TURN_MS)) return 'in-order';
    await this.#send(commands.INITIALISE);
    return 'status';
  }

  async #send(...parts: readonly Uint8Array[]): Promise<void> {
    for (const part of parts) await this.link.send(part, this.#never);
  }
}

interface GreetingOptions {
  readonly port: string;
  readonly baudRate: number;
  readonly flowControl: FlowControl;
  readonly clock: Clock;
  readonly openPort: OpenPort;
  /** Whether something of a receipt may still be in the printer. */
  readonly leftOver: () => boolean;
}

/** How a printer is found: opens the port and asks how it is, until it has answered or been silent three times. */
export function greetPrinter(options: GreetingOptions) {
  return (signal: AbortSignal): Promise<Result<Opened<PrinterSession, PrinterLinkError>, PrinterLinkError>> =>
    greetPort<BytePort, PrinterSession, PrinterLinkError>({
      where: options.port,
      signal,
      open: () => options.openPort(options.port, options.baudRate),
      greet: (port) => greet(new PrinterLink(port, options), options),
    });
}

async function greet(
  link: PrinterLink,
  { clock, port, baudRate, leftOver }: GreetingOptions,
): Promise<Result<PrinterSession, PrinterLinkError>> {
  const common = { link, clock, completion: undefined, leftOver: leftOver() };
  const status = await askAll(link, clock);
  if (status.ok) return success(new PrinterSession({ ...common, statusWay: 'real-time', status: status.value }));
  if (status.error.code !== 'answer-timeout') return status;
  // A clone may know the older question only, and it may be in the middle of a picture that broke off.
  await link.send(Buffer.concat([commands.ZEROS, commands.INITIALISE]), new AbortController().signal);
  const clone = await askInOrder(link);
  if (clone.ok) return success(new PrinterSession({ ...common, statusWay: 'in-order', status: clone.value }));
  const detail = `${port} opens, but no ESC/POS printer answers there at ${baudRate} baud`;
  return failure({ code: link.closed ? 'unplugged' : 'no-answer', detail });
}

async function askAll(link: PrinterLink, clock: Clock): Promise<Result<RealTimeStatus, PrinterLinkError>> {
  const answers: number[] = [];
  for (const n of [1, 2, 3, 4] as const) {
    const answer = await askOne(link, clock, n);
    if (!answer.ok) return answer;
    answers.push(answer.value);
  }
  const [n1 = 0, n2 = 0, n3 = 0, n4 = 0] = answers;
  return success(readRealTimeStatus([n1, n2, n3, n4]));
}

async function askOne(link: PrinterLink, clock: Clock, n: 1 | 2 | 3 | 4): Promise<Result<number, PrinterLinkError>> {
  let garbled = false;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const answer = await link.askStatus(n);
    if (answer.kind === 'answer') return success(answer.byte);
    if (answer.kind === 'closed') return failure({ code: 'unplugged', detail: 'the port went away' });
    garbled ||= answer.kind === 'bad-frame';
    if (garbled) await pause(clock, QUIET_MS);
  }
  if (garbled) return failure({ code: 'bad-frame', detail: `DLE EOT ${n} is answered with what is no status` });
  return failure({ code: 'answer-timeout', detail: `no answer to DLE EOT ${n}, asked ${TRIES} times` });
}

async function askInOrder(link: PrinterLink): Promise<Result<RealTimeStatus, PrinterLinkError>> {
  let said = 0;
  const heard = await link.askInTurn(
    commands.ASK_IN_ORDER,
    (word) => {
      if (word.kind !== 'in-order') return false;
      said = word.byte;
      return true;
    },
    IN_TURN_MS,
  );
  if (!heard) return failure({ code: 'answer-timeout', detail: 'no answer to GS r 1; paper or cover?' });
  const { paperOut, paperLow } = readInOrderStatus(said);
  return success({ ...ALL_WELL, paperOut, paperLow });
}

const ALL_WELL: RealTimeStatus = {
  offline: false,
  coverOpen: false,
  feeding: false,
  paperOut: false,
  paperLow: false,
  cutterError: false,
  mechanicalError: false,
  unrecoverable: false,
  passing: false,
};
