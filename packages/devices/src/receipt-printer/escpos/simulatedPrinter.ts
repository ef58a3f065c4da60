import QRCode from 'qrcode';
import { pause, systemClock } from '../../core/clock.ts';
import { type Dialect, Interpreter, type PrinterStep } from './simulatedInterpreter.ts';
import { CELL, DOTS_PER_MM, type Mark, Paper } from './simulatedPaper.ts';

/** What a make of printer can and cannot do. */
export interface PrinterMake extends Dialect {
  readonly dots: number;
  readonly realTimeStatus: boolean;
  /** Obeys DLE DC4 8 and DLE ENQ 2. */
  readonly forgets: boolean;
  readonly flowControl: 'none' | 'xon-xoff';
  readonly bufferBytes: number;
  readonly mmPerSecond: number;
}

/** What a person, or wear, has done to it. */
export interface Condition {
  readonly coverOpen: boolean;
  readonly paperMm: number;
  readonly paperJammed: boolean;
  /** The next cut fails. */
  readonly cutterBlocked: boolean;
  readonly headHot: boolean;
}

export const ROLL_MM = 30_000;
export const NEAR_END_MM = 1_500;
/** From the head to the knife. */
const KNIFE_MM = 12;
const CUT_MS = 150;
/** Between the two, a printer with flow control says "stop" and "go on". */
const STOP_FREE_BYTES = 256;
const XON = 0x11;
const XOFF = 0x13;

/**
 * The inside of a thermal printer: a receive buffer, real-time commands that pass it by, a head that pulls paper, a knife.
 * What is in the buffer when the paper ends is printed when there is paper again, as on the real ones.
 */
export class SimulatedPrinter {
  readonly make: PrinterMake;
  readonly paper: Paper;
  readonly #send: (bytes: Uint8Array) => void;
  readonly #onChange: () => void;
  readonly #interpreter: Interpreter;
  readonly #off = new AbortController();
  #condition: Condition = {
    coverOpen: false,
    paperMm: ROLL_MM,
    paperJammed: false,
    cutterBlocked: false,
    headHot: false,
  };
  #cutterError = false;
  #buffer: number[] = [];
  /** The beginning of what may be a real-time command. */
  #realTime: number[] = [];
  #line: Extract<PrinterStep, { do: 'character' }>[] = [];
  #lost = 0;
  #stopped = false;
  #working = false;

  constructor(options: { make: PrinterMake; send: (bytes: Uint8Array) => void; onChange: () => void }) {
    this.make = options.make;
    this.paper = new Paper(options.make.dots);
    this.#send = options.send;
    this.#onChange = options.onChange;
    this.#interpreter = new Interpreter(options.make, () => (this.#nearEnd ? 0x03 : 0) | (this.#paperOut ? 0x0c : 0));
  }

  get condition(): Condition & { readonly cutterError: boolean } {
    return { ...this.#condition, cutterError: this.#cutterError };
  }

  /** Bytes that came while the buffer was full. */
  get lostBytes(): number {
    return this.#lost;
  }

  get bufferedBytes(): number {
    return this.#buffer.length;
  }

  change(condition: Partial<Condition>): void {
    const before = this.#condition;
    this.#condition = { ...before, ...condition };
    if (!this.#condition.cutterBlocked) this.#cutterError = false;
    // A new roll does not hang on to the end of the old one.
    if (before.paperMm <= 0 && !this.#paperOut && this.paper.hanging) this.paper.cut();
    this.#flow();
    this.#onChange();
    void this.#work();
  }

  /** As after power was off: what was not printed is gone. */
  restart(): void {
    this.#buffer = [];
    this.#realTime = [];
    this.#line = [];
    this.#stopped = false;
    this.#interpreter.reset();
  }

  receive(bytes: Uint8Array): void {
    for (const byte of bytes) this.#take(byte);
    this.#flow();
    void this.#work();
  }

  close(): void {
    this.#off.abort();
  }

  get #paperOut(): boolean {
    return this.#condition.paperMm <= 0;
  }

  get #nearEnd(): boolean {
    return this.#condition.paperMm <= NEAR_END_MM;
  }

  get #offline(): boolean {
    const { coverOpen, headHot, paperJammed } = this.#condition;
    return coverOpen || headHot || paperJammed || this.#paperOut || this.#cutterError;
  }

  #take(byte: number): void {
    this.#realTime.push(byte);
    while (this.#realTime.length > 0) {
      const obeyed = this.#obey(this.#realTime);
      if (obeyed === 'more') return;
      if (obeyed === 'none') this.#keep(this.#realTime.shift() ?? 0);
      else this.#realTime = [];
    }
  }

  #keep(byte: number): void {
    if (this.#buffer.length >= this.make.bufferBytes) this.#lost += 1;
    else this.#buffer.push(byte);
  }

  /** Obeys a real-time command, wherever it stands. */
  #obey(bytes: readonly number[]): 'obeyed' | 'more' | 'none' {
    const [dle, what, n] = bytes;
    if (dle !== 0x10) return 'none';
    if (what === undefined) return 'more';
    if (what === 0x14) return this.#obeyForget(bytes);
    if (what !== 0x04 && what !== 0x05) return 'none';
    if (n === undefined) return 'more';
    if (what === 0x05) {
      if (!this.make.forgets) return 'none';
      if (n === 2 && this.#offline) this.#forget();
      return 'obeyed';
    }
    if (!this.make.realTimeStatus || n < 1 || n > 4) return 'none';
    this.#send(Uint8Array.of(this.#statusByte(n)));
    return 'obeyed';
  }

  #obeyForget(bytes: readonly number[]): 'obeyed' | 'more' | 'none' {
    const whole = [0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08];
    // To a clone these are bytes like any other.
    if (!this.make.forgets || bytes.some((byte, index) => byte !== whole[index])) return 'none';
    if (bytes.length < whole.length) return 'more';
    this.#forget();
    this.#send(Uint8Array.of(0x37, 0x25, 0x00));
    return 'obeyed';
  }

  #forget(): void {
    this.#buffer = [];
    this.#line = [];
    this.#interpreter.reset();
  }

  #statusByte(n: number): number {
    const { coverOpen, headHot, paperJammed } = this.#condition;
    const bits = (...pairs: readonly [boolean, number][]): number =>
      pairs.reduce((byte, [on, bit]) => (on ? byte | bit : byte), 0x12);
    switch (n) {
      case 1:
        return bits([true, 0x04], [this.#offline, 0x08]);
      case 2:
        return bits([coverOpen, 0x04], [this.#paperOut, 0x20], [headHot || paperJammed || this.#cutterError, 0x40]);
      case 3:
        return bits([paperJammed, 0x04], [this.#cutterError, 0x08], [headHot, 0x40]);
      default:
        return bits([this.#nearEnd, 0x0c], [this.#paperOut, 0x60]);
    }
  }

  /** Says "stop" when the buffer is nearly full or nothing can be printed, "go on" when there is room again. */
  #flow(): void {
    if (this.make.flowControl !== 'xon-xoff') return;
    const full = this.#buffer.length > this.make.bufferBytes - STOP_FREE_BYTES;
    const roomy = this.#buffer.length < this.make.bufferBytes / 2;
    if (!this.#stopped && (full || this.#offline)) {
      this.#stopped = true;
      this.#send(Uint8Array.of(XOFF));
    } else if (this.#stopped && roomy && !this.#offline) {
      this.#stopped = false;
      this.#send(Uint8Array.of(XON));
    }
  }

  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    while (!this.#offline && !this.#off.signal.aborted) {
      const next = this.#interpreter.next(Uint8Array.from(this.#buffer));
      if (!next) break;
      this.#buffer.splice(0, next.length);
      this.#flow();
      if (next.step) await this.#perform(next.step);
    }
    this.#working = false;
    this.#flow();
  }

  async #perform(step: PrinterStep): Promise<void> {
    switch (step.do) {
      case 'initialise':
        this.#line = [];
        return;
      case 'character': {
        const width = widthOf(step);
        if (this.#line.reduce((sum, character) => sum + widthOf(character), 0) + width > this.make.dots) {
          await this.#printLine();
        }
        this.#line.push(step);
        return;
      }
      case 'line-feed':
        return this.#printLine();
      case 'feed':
        if (this.#line.length > 0) await this.#printLine();
        return this.#feed(step.dots);
      case 'raster': {
        const { rowBytes, rows, data } = step;
        const x = this.paper.leftOf(rowBytes * 8, step.align);
        return this.#print({ kind: 'raster', x, y: this.paper.y, rowBytes, rows, data }, rows);
      }
      case 'qr': {
        const { text, moduleDots, level } = step;
        const { modules } = QRCode.create(text, { errorCorrectionLevel: level });
        const edge = moduleDots * modules.size;
        const x = this.paper.leftOf(edge, step.align);
        return this.#print({ kind: 'qr', x, y: this.paper.y, text, moduleDots, level }, edge);
      }
      case 'cut':
        return this.#cut();
      case 'answer':
        this.#send(step.bytes);
    }
  }

  async #printLine(): Promise<void> {
    const line = this.#line;
    this.#line = [];
    const height = Math.max(
      this.#interpreter.lineSpacing,
      ...line.map(({ style }) => CELL.height * (style.high ? 2 : 1)),
    );
    if (!this.#hasPaper(height)) return this.#feed(height);
    let x = 0;
    for (const { text, columns, style, ...character } of line) {
      this.paper.put({ kind: 'character', text, columns, style, x, y: this.paper.y });
      x += widthOf({ columns, style, text, ...character });
    }
    await this.#feed(height);
  }

  async #print(mark: Mark, height: number): Promise<void> {
    if (this.#hasPaper(height)) this.paper.put(mark);
    await this.#feed(height);
  }

  #hasPaper(dots: number): boolean {
    return this.#condition.paperMm >= dots / DOTS_PER_MM;
  }

  async #feed(dots: number): Promise<void> {
    const { paperMm } = this.#condition;
    const mm = Math.min(paperMm, dots / DOTS_PER_MM);
    await pause(systemClock, (mm / this.make.mmPerSecond) * 1_000, this.#off.signal);
    this.paper.feed(Math.round(mm * DOTS_PER_MM));
    const nearEnd = this.#nearEnd;
    this.#condition = { ...this.#condition, paperMm: Math.max(0, this.#condition.paperMm - mm) };
    if (this.#paperOut || this.#nearEnd !== nearEnd) this.#onChange();
  }

  async #cut(): Promise<void> {
    if (this.#line.length > 0) await this.#printLine();
    await this.#feed(KNIFE_MM * DOTS_PER_MM);
    if (this.#offline) return;
    await pause(systemClock, CUT_MS, this.#off.signal);
    if (this.#condition.cutterBlocked) this.#cutterError = true;
    else this.paper.cut();
    this.#onChange();
  }
}

function widthOf({ columns, style }: Extract<PrinterStep, { do: 'character' }>): number {
  return CELL.width * columns * (style.wide ? 2 : 1);
}
