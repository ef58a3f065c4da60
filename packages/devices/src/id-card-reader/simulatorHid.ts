import { failure, type Result, success } from '../core/result.ts';
import { type HidIdentity, openHidraw, type SimulatedHidraw } from '../transports/hidraw.ts';
import type { PtyError } from '../transports/pty.ts';
import { FrameDecoder } from './frame.ts';
import { type HidEnvelope, REPORT_LENGTH, unwrapCommand, wrapAnswer } from './hidEnvelope.ts';
import { type Reply, type SimulatedCard, SimulatedModule } from './simulatedModule.ts';

export interface SimulatedHidReaderState {
  readonly connection: 'plugged' | 'unplugged';
  readonly card: 'none' | 'present';
  readonly fault: HidReaderFault;
  readonly reads: number;
}

/**
 * - `silent`: commands are heard, nothing is answered.
 * - `garbled`: one bit of every report is turned over.
 * - `partial`: every answer ends after its first report, as it does when a hub loses the others.
 */
export const hidReaderFaults = ['none', 'silent', 'garbled', 'partial'] as const;
export type HidReaderFault = (typeof hidReaderFaults)[number];

export interface SimulatedHidReaderError {
  readonly code: PtyError['code'] | 'CARD_THERE_ALREADY' | 'NO_CARD_THERE' | 'ALREADY_UNPLUGGED' | 'ALREADY_PLUGGED';
  readonly message: string;
  readonly next: string;
}

type Changed = Result<SimulatedHidReaderState, SimulatedHidReaderError>;

export interface SimulatedHidIdCardReader {
  /** What a process must have been started with to see the reader. */
  readonly environment: SimulatedHidraw['environment'];
  readonly path: string;
  readonly state: SimulatedHidReaderState;
  place(card: SimulatedCard): Changed;
  take(): Changed;
  setFault(fault: HidReaderFault): Changed;
  /** `unnoticed`: the open device file tells nothing of it. */
  unplug(how?: 'noticed' | 'unnoticed'): Promise<Changed>;
  plug(): Promise<Changed>;
  onState(listener: (state: SimulatedHidReaderState) => void): void;
  close(): Promise<void>;
}

/** A Miaxis reader's numbers, as one driver names them. */
export const SIMULATED_HID_READER: HidIdentity = {
  vendorId: 0x10c4,
  productId: 0x0007,
  product: 'Simulated ID card reader',
  serialNumber: 'SIM0001',
  usagePage: 0xff00,
  usage: 1,
  reportLength: REPORT_LENGTH,
};

/** The module of the serial simulator behind hidraw. */
export async function createSimulatedHidIdCardReader(options: {
  envelope: HidEnvelope;
}): Promise<Result<SimulatedHidIdCardReader, SimulatedHidReaderError>> {
  const reader = new SimulatedHidReader(options.envelope);
  const opened = await openHidraw({
    identity: SIMULATED_HID_READER,
    onReport: (report) => reader.receive(report),
  });
  if (!opened.ok) return opened;
  reader.connect(opened.value);
  return success(reader);
}

class SimulatedHidReader implements SimulatedHidIdCardReader {
  readonly path = '/dev/hidraw0';
  readonly #envelope: HidEnvelope;
  readonly #module = new SimulatedModule();
  readonly #decoder = FrameDecoder.forCommands();
  readonly #listeners = new Set<(state: SimulatedHidReaderState) => void>();
  #hidraw: SimulatedHidraw | undefined;
  #plugged = true;
  #fault: HidReaderFault = 'none';
  #timer: NodeJS.Timeout | undefined;

  constructor(envelope: HidEnvelope) {
    this.#envelope = envelope;
  }

  get environment(): SimulatedHidraw['environment'] {
    if (!this.#hidraw) throw new Error('asked for before it was connected');
    return this.#hidraw.environment;
  }

  get state(): SimulatedHidReaderState {
    return {
      connection: this.#plugged ? 'plugged' : 'unplugged',
      card: this.#module.card ? 'present' : 'none',
      fault: this.#fault,
      reads: this.#module.reads,
    };
  }

  connect(hidraw: SimulatedHidraw): void {
    this.#hidraw = hidraw;
  }

  place(card: SimulatedCard): Changed {
    if (this.#module.card) return refuse('CARD_THERE_ALREADY', 'a card lies there already', 'Take it away first.');
    this.#module.place(card);
    return this.#changed();
  }

  take(): Changed {
    if (!this.#module.card) return refuse('NO_CARD_THERE', 'no card lies there', 'Lay one down first.');
    this.#module.place(undefined);
    return this.#changed();
  }

  setFault(fault: HidReaderFault): Changed {
    this.#fault = fault;
    return this.#changed();
  }

  async unplug(how: 'noticed' | 'unnoticed' = 'noticed'): Promise<Changed> {
    if (!this.#plugged) return refuse('ALREADY_UNPLUGGED', 'the reader is unplugged already', 'Plug it in first.');
    this.#plugged = false;
    clearTimeout(this.#timer);
    await this.#hidraw?.unplug(how);
    return this.#changed();
  }

  async plug(): Promise<Changed> {
    if (this.#plugged) return refuse('ALREADY_PLUGGED', 'the reader is plugged in already', 'Unplug it first.');
    this.#module.restart();
    this.#decoder.reset();
    const plugged = await this.#hidraw?.plug();
    if (plugged && !plugged.ok) return plugged;
    this.#plugged = true;
    return this.#changed();
  }

  onState(listener: (state: SimulatedHidReaderState) => void): void {
    this.#listeners.add(listener);
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    clearTimeout(this.#timer);
    await this.#hidraw?.close();
  }

  receive(report: Uint8Array): void {
    if (!this.#plugged) return;
    const opened = unwrapCommand(this.#envelope, report);
    // A command in the wrong envelope is no command: nobody knows what such a reader would answer.
    if (opened.kind !== 'part') return;
    for (const frame of this.#decoder.push(opened.bytes)) this.#answer(this.#module.reply(frame));
  }

  #answer(reply: Reply): void {
    if (this.#fault === 'silent') return;
    const reports = wrapAnswer(this.#envelope, reply.frame).slice(0, this.#fault === 'partial' ? 1 : undefined);
    this.#timer = setTimeout(() => {
      for (const report of reports) this.#hidraw?.send(this.#fault === 'garbled' ? spoil(report) : report);
      if (reply.reading === 'ends') this.#changed();
    }, reply.rfMs);
  }

  #changed(): Changed {
    const { state } = this;
    for (const listener of this.#listeners) listener(state);
    return success(state);
  }
}

function spoil(report: Uint8Array): Uint8Array {
  return report.map((byte, index) => (index === 10 ? byte ^ 0x10 : byte));
}

const refuse = (code: SimulatedHidReaderError['code'], message: string, next: string) =>
  failure({ code, message, next });
