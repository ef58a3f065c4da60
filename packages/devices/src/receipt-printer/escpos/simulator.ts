import { failure, type Result, success } from '../../core/result.ts';
import { FaultyLine, type LineFault, type LineFaultError } from '../../transports/faultyLine.ts';
import { readSlip, type Slip } from './simulatedPaper.ts';
import { type Condition, NEAR_END_MM, type PrinterMake, ROLL_MM, SimulatedPrinter } from './simulatedPrinter.ts';

export type { PrinterMake } from './simulatedPrinter.ts';

export interface SimulatedThermalPrinterState {
  readonly connection: 'plugged' | 'unplugged';
  readonly paper: 'full' | 'low' | 'out' | 'jammed';
  readonly paperMm: number;
  readonly cover: 'closed' | 'open';
  /** `blocked`: something lies in the knife's way, which is found out at the next cut. */
  readonly cutter: 'ok' | 'blocked' | 'jammed';
  readonly head: 'ok' | 'hot';
  readonly line: LineFault;
  /** Pieces that came out since the start. */
  readonly slips: number;
  /** Bytes that came while the buffer was full. */
  readonly lostBytes: number;
}

export interface SimulatedThermalPrinterError {
  readonly code: LineFaultError['code'] | 'NOTHING_TO_CHANGE' | 'COVER_CLOSED' | 'COVER_OPEN' | 'BAD_LENGTH';
  readonly message: string;
  readonly next: string;
}

type Changed = Result<SimulatedThermalPrinterState, SimulatedThermalPrinterError>;

export interface SimulatedThermalPrinter {
  readonly port: string;
  readonly state: SimulatedThermalPrinterState;
  /** Cut off, oldest first. */
  readonly slips: readonly Slip[];
  /** What hangs from the mouth, not cut. */
  readonly hanging: Slip | undefined;
  /** The text of every piece with something on it, oldest first; what hangs is the last. */
  read(): string[];
  openCover(): Changed;
  closeCover(): Changed;
  /** Leaves so many millimetres on the roll. */
  setPaper(mm: number): Changed;
  /** A new roll; the cover has to be open, as on the real one. */
  loadPaper(): Changed;
  jamPaper(): Changed;
  clearJam(): Changed;
  blockCutter(): Changed;
  freeCutter(): Changed;
  setHead(head: 'ok' | 'hot'): Changed;
  setLine(fault: LineFault): Changed;
  /** Pulls the plug of the line; the printer goes on with what it has. */
  unplug(): Promise<Changed>;
  plug(): Promise<Changed>;
  /** Switches off and on: what it had not printed is gone. */
  restart(): Changed;
  onState(listener: (state: SimulatedThermalPrinterState) => void): void;
  close(): Promise<void>;
}

export interface SimulatedThermalPrinterOptions {
  /** Path at which the serial port shall appear. */
  readonly link: string;
  readonly baudRate: number;
  readonly make?: Partial<PrinterMake>;
}

/** A good printer for paper of 80 mm. */
const MAKE: PrinterMake = {
  dots: 576,
  realTimeStatus: true,
  processId: true,
  inOrderStatus: true,
  forgets: true,
  flowControl: 'xon-xoff',
  bufferBytes: 4_096,
  mmPerSecond: 250,
};
/** Late, though not too late. */
const SLOW_MS = 250;
/** The wire is served in slices of this length. */
const SLICE_MS = 5;

/**
 * A thermal printer behind a pty: hears at the pace of its own baud rate and at no other, prints on paper one can look at
 * (`drawPaper.ts`), and stops when it has none. Fails where no pty can be made.
 */
export async function createSimulatedThermalPrinter(
  options: SimulatedThermalPrinterOptions,
): Promise<Result<SimulatedThermalPrinter, SimulatedThermalPrinterError>> {
  const printer = new Simulator(options);
  const plugged = await printer.plug();
  return plugged.ok ? success(printer) : plugged;
}

class Simulator implements SimulatedThermalPrinter {
  readonly port: string;
  readonly #line: FaultyLine;
  readonly #printer: SimulatedPrinter;
  readonly #listeners = new Set<(state: SimulatedThermalPrinterState) => void>();
  readonly #msPerByte: number;
  /** Bytes on the wire. */
  #wire: number[] = [];
  #wireFrom = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor({ link, baudRate, make }: SimulatedThermalPrinterOptions) {
    this.port = link;
    this.#msPerByte = 10_000 / baudRate;
    this.#printer = new SimulatedPrinter({
      make: { ...MAKE, ...make },
      send: (bytes) => this.#line.send(bytes),
      onChange: () => void this.#changed(),
    });
    this.#line = new FaultyLine({
      link,
      baudRate,
      slowMs: SLOW_MS,
      onData: (bytes) => this.#hear(bytes),
      onPlug: () => void this.#changed(),
    });
  }

  get state(): SimulatedThermalPrinterState {
    const { condition } = this.#printer;
    return {
      connection: this.#line.plugged ? 'plugged' : 'unplugged',
      paper: paperOf(condition),
      paperMm: Math.round(condition.paperMm),
      cover: condition.coverOpen ? 'open' : 'closed',
      cutter: condition.cutterError ? 'jammed' : condition.cutterBlocked ? 'blocked' : 'ok',
      head: condition.headHot ? 'hot' : 'ok',
      line: this.#line.fault,
      slips: this.slips.length,
      lostBytes: this.#printer.lostBytes,
    };
  }

  get slips(): readonly Slip[] {
    return this.#printer.paper.slips;
  }

  get hanging(): Slip | undefined {
    return this.#printer.paper.hanging;
  }

  read(): string[] {
    const pieces = [...this.slips, ...(this.hanging ? [this.hanging] : [])];
    return pieces.map(readSlip).filter((text) => text !== '');
  }

  openCover(): Changed {
    if (this.#printer.condition.coverOpen) return refuse('COVER_OPEN', 'the cover is open already', 'Close it first.');
    return this.#change({ coverOpen: true });
  }

  closeCover(): Changed {
    if (!this.#printer.condition.coverOpen) return refuse('COVER_CLOSED', 'the cover is shut', 'Open it first.');
    return this.#change({ coverOpen: false });
  }

  setPaper(mm: number): Changed {
    if (!(mm >= 0 && mm <= ROLL_MM)) return refuse('BAD_LENGTH', 'no roll is so long', `Give 0 to ${ROLL_MM} mm.`);
    return this.#change({ paperMm: mm });
  }

  loadPaper(): Changed {
    if (!this.#printer.condition.coverOpen) {
      return refuse('COVER_CLOSED', 'nobody reaches the roll through the cover', 'Open the cover first.');
    }
    return this.#change({ paperMm: ROLL_MM });
  }

  jamPaper(): Changed {
    if (this.#printer.condition.paperJammed)
      return refuse('NOTHING_TO_CHANGE', 'it is jammed already', 'Clear it first.');
    return this.#change({ paperJammed: true });
  }

  clearJam(): Changed {
    if (!this.#printer.condition.paperJammed) return refuse('NOTHING_TO_CHANGE', 'nothing is jammed', 'Jam it first.');
    return this.#change({ paperJammed: false });
  }

  blockCutter(): Changed {
    if (this.#printer.condition.cutterBlocked) return refuse('NOTHING_TO_CHANGE', 'it is blocked', 'Free it first.');
    return this.#change({ cutterBlocked: true });
  }

  freeCutter(): Changed {
    if (!this.#printer.condition.cutterBlocked) return refuse('NOTHING_TO_CHANGE', 'it is free', 'Block it first.');
    return this.#change({ cutterBlocked: false });
  }

  setHead(head: 'ok' | 'hot'): Changed {
    return this.#change({ headHot: head === 'hot' });
  }

  setLine(fault: LineFault): Changed {
    this.#line.fault = fault;
    return this.#changed();
  }

  async unplug(): Promise<Changed> {
    const unplugged = await this.#line.unplug();
    this.#wire = [];
    return unplugged.ok ? success(this.state) : unplugged;
  }

  async plug(): Promise<Changed> {
    const plugged = await this.#line.plug();
    return plugged.ok ? success(this.state) : plugged;
  }

  restart(): Changed {
    this.#printer.restart();
    return this.#changed();
  }

  onState(listener: (state: SimulatedThermalPrinterState) => void): void {
    this.#listeners.add(listener);
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    clearTimeout(this.#timer);
    this.#printer.close();
    await this.#line.close();
  }

  #change(condition: Partial<Condition>): Changed {
    this.#printer.change(condition);
    return success(this.state);
  }

  /** What a program writes at once still comes at the pace of the wire. */
  #hear(bytes: Uint8Array): void {
    if (this.#wire.length === 0) {
      this.#wireFrom = performance.now();
      this.#timer = setTimeout(() => this.#serve(), SLICE_MS);
    }
    this.#wire.push(...bytes);
  }

  #serve(): void {
    const now = performance.now();
    const arrived = Math.min(this.#wire.length, Math.floor((now - this.#wireFrom) / this.#msPerByte));
    this.#wireFrom += arrived * this.#msPerByte;
    this.#printer.receive(Uint8Array.from(this.#wire.splice(0, arrived)));
    if (this.#wire.length > 0) this.#timer = setTimeout(() => this.#serve(), SLICE_MS);
  }

  #changed(): Changed {
    const { state } = this;
    for (const listener of this.#listeners) listener(state);
    return success(state);
  }
}

function paperOf({ paperJammed, paperMm }: Condition): SimulatedThermalPrinterState['paper'] {
  if (paperJammed) return 'jammed';
  if (paperMm <= 0) return 'out';
  return paperMm <= NEAR_END_MM ? 'low' : 'full';
}

const refuse = (code: SimulatedThermalPrinterError['code'], message: string, next: string) =>
  failure({ code, message, next });
