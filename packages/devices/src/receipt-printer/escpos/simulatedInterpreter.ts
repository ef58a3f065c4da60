/**
 * Reads ESC/POS as a printer does, written from the reference and from nothing of the encoder's: whatever the encoder gets
 * wrong is seen on the paper. Text is decoded by the runtime's own table.
 */

export interface CharacterStyle {
  readonly bold: boolean;
  readonly underline: boolean;
  readonly wide: boolean;
  readonly high: boolean;
}

/** One thing to do, in the order of the stream. */
export type PrinterStep =
  | { readonly do: 'character'; readonly text: string; readonly columns: 1 | 2; readonly style: CharacterStyle }
  | { readonly do: 'line-feed' }
  | { readonly do: 'feed'; readonly dots: number }
  | {
      readonly do: 'raster';
      readonly rowBytes: number;
      readonly rows: number;
      readonly data: Uint8Array;
      readonly align: Align;
    }
  | {
      readonly do: 'qr';
      readonly text: string;
      readonly moduleDots: number;
      readonly level: QrLevel;
      readonly align: Align;
    }
  | { readonly do: 'cut'; readonly full: boolean }
  | { readonly do: 'initialise' }
  | { readonly do: 'answer'; readonly bytes: Uint8Array };

export type QrLevel = 'L' | 'M' | 'Q' | 'H';
export type Align = 'left' | 'centre' | 'right';

/** What this make of printer knows; clones know less. */
export interface Dialect {
  readonly processId: boolean;
  readonly inOrderStatus: boolean;
}

const PLAIN: CharacterStyle = { bold: false, underline: false, wide: false, high: false };
const LINE_SPACING = 34;
const gbk = new TextDecoder('gbk');

/** Length of the commands of a fixed length, without their data; by their first two bytes. */
const FIXED: Readonly<Record<string, number>> = {
  '1b40': 2,
  '1b32': 2,
  '1b33': 3,
  '1b45': 3,
  '1b47': 3,
  '1b2d': 3,
  '1b21': 3,
  '1b61': 3,
  '1b64': 3,
  '1b4a': 3,
  '1b52': 3,
  '1b74': 3,
  '1d21': 3,
  '1d61': 3,
  '1d72': 3,
  '1d4c': 4,
  '1d57': 4,
  '1c26': 2,
  '1c2e': 2,
  '1c21': 3,
  '1d68': 3,
  '1d77': 3,
};

/** The parser of one printer: keeps modes between commands. Takes one step from a buffer at a time. */
export class Interpreter {
  readonly #dialect: Dialect;
  readonly #paperStatus: () => number;
  #style = PLAIN;
  #chinese = true;
  #align: Align = 'left';
  #lineSpacing = LINE_SPACING;
  #qr: { moduleDots: number; level: QrLevel; data: string } = { moduleDots: 3, level: 'L', data: '' };

  constructor(dialect: Dialect, paperStatus: () => number) {
    this.#dialect = dialect;
    this.#paperStatus = paperStatus;
  }

  get lineSpacing(): number {
    return this.#lineSpacing;
  }

  reset(): void {
    this.#style = PLAIN;
    this.#chinese = true;
    this.#align = 'left';
    this.#lineSpacing = LINE_SPACING;
    this.#qr = { moduleDots: 3, level: 'L', data: '' };
  }

  /** What the buffer begins with, and how many bytes of it that were; undefined while more bytes are needed. */
  next(buffer: Uint8Array): { readonly length: number; readonly step?: PrinterStep } | undefined {
    const [head, second] = buffer;
    if (head === undefined) return undefined;
    if (head === 0x0a) return { length: 1, step: { do: 'line-feed' } };
    if (head === 0x1b || head === 0x1c || head === 0x1d) {
      return second === undefined ? undefined : this.#command(buffer, head, second);
    }
    if (head < 0x20) return { length: 1 };
    return this.#character(buffer, head, second);
  }

  #character(buffer: Uint8Array, head: number, second: number | undefined) {
    const style = this.#style;
    if (this.#chinese && head >= 0x81 && head <= 0xfe) {
      if (second === undefined) return undefined;
      const text = gbk.decode(buffer.subarray(0, 2));
      return { length: 2, step: { do: 'character', text, columns: 2, style } } as const;
    }
    return { length: 1, step: { do: 'character', text: String.fromCharCode(head), columns: 1, style } } as const;
  }

  #command(buffer: Uint8Array, head: number, second: number) {
    const name = Buffer.of(head, second).toString('hex');
    if (name === '1d76') return this.#raster(buffer);
    if (name === '1d56') return cut(buffer);
    if (name === '1d28') return this.#parenthesis(buffer);
    const length = FIXED[name];
    // An unknown command: its first byte is dropped, and the rest is text, as on most machines.
    if (length === undefined) return { length: 1 };
    if (buffer.length < length) return undefined;
    const step = this.#simple(name, buffer[2] ?? 0);
    return step ? { length, step } : { length };
  }

  #simple(name: string, n: number): PrinterStep | undefined {
    switch (name) {
      case '1b40':
        this.reset();
        return { do: 'initialise' };
      case '1b32':
        this.#lineSpacing = LINE_SPACING;
        return undefined;
      case '1b33':
        this.#lineSpacing = n;
        return undefined;
      case '1b45':
        this.#style = { ...this.#style, bold: (n & 1) === 1 };
        return undefined;
      case '1b2d':
        this.#style = { ...this.#style, underline: n % 0x30 > 0 };
        return undefined;
      case '1b21':
        this.#style = { bold: (n & 8) > 0, high: (n & 0x10) > 0, wide: (n & 0x20) > 0, underline: (n & 0x80) > 0 };
        return undefined;
      case '1d21':
        this.#style = { ...this.#style, wide: n >> 4 > 0, high: (n & 15) > 0 };
        return undefined;
      case '1c21':
        this.#style = { ...this.#style, wide: (n & 4) > 0, high: (n & 8) > 0, underline: (n & 0x80) > 0 };
        return undefined;
      case '1c26':
      case '1c2e':
        this.#chinese = name === '1c26';
        return undefined;
      case '1b61':
        this.#align = (['left', 'centre', 'right'] as const)[n % 0x30] ?? 'left';
        return undefined;
      case '1b64':
        return { do: 'feed', dots: n * this.#lineSpacing };
      case '1b4a':
        return { do: 'feed', dots: n };
      case '1d72':
        return this.#dialect.inOrderStatus ? { do: 'answer', bytes: Uint8Array.of(this.#paperStatus()) } : undefined;
      default:
        return undefined;
    }
  }

  #raster(buffer: Uint8Array) {
    if (buffer.length < 8) return undefined;
    const rowBytes = (buffer[4] ?? 0) + (buffer[5] ?? 0) * 256;
    const rows = (buffer[6] ?? 0) + (buffer[7] ?? 0) * 256;
    const length = 8 + rowBytes * rows;
    if (buffer.length < length) return undefined;
    const data = buffer.slice(8, length);
    return { length, step: { do: 'raster', rowBytes, rows, data, align: this.#align } } as const;
  }

  /** GS ( x pL pH …: QR code and process id; others are skipped by their length. */
  #parenthesis(buffer: Uint8Array) {
    if (buffer.length < 5) return undefined;
    const which = String.fromCharCode(buffer[2] ?? 0);
    if (which === 'H' && !this.#dialect.processId) return { length: 2 };
    const length = 5 + (buffer[3] ?? 0) + (buffer[4] ?? 0) * 256;
    if (buffer.length < length) return undefined;
    const content = buffer.slice(5, length);
    const step = which === 'H' ? processId(content) : which === 'k' ? this.#qrCommand(content) : undefined;
    return step ? { length, step } : { length };
  }

  #qrCommand(content: Uint8Array): PrinterStep | undefined {
    const [, fn = 0, value = 0] = content;
    if (content[0] !== 0x31) return undefined;
    if (fn === 0x43) this.#qr = { ...this.#qr, moduleDots: value };
    if (fn === 0x45) this.#qr = { ...this.#qr, level: (['L', 'M', 'Q', 'H'] as const)[value - 0x30] ?? 'L' };
    if (fn === 0x50) this.#qr = { ...this.#qr, data: new TextDecoder().decode(content.slice(3)) };
    if (fn !== 0x51 || this.#qr.data === '') return undefined;
    const { moduleDots, level, data } = this.#qr;
    return { do: 'qr', text: data, moduleDots, level, align: this.#align };
  }
}

function cut(buffer: Uint8Array) {
  const mode = buffer[2];
  if (mode === undefined) return undefined;
  const length = mode === 0x41 || mode === 0x42 ? 4 : 3;
  if (buffer.length < length) return undefined;
  return { length, step: { do: 'cut', full: mode === 0x41 || mode === 0x00 || mode === 0x30 } } as const;
}

function processId(content: Uint8Array): PrinterStep | undefined {
  if (content.length !== 6 || content[0] !== 0x30 || content[1] !== 0x30) return undefined;
  return { do: 'answer', bytes: Buffer.concat([Uint8Array.of(0x37, 0x22), content.subarray(2), Uint8Array.of(0)]) };
}
