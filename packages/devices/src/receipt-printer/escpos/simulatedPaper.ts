import type { Align, CharacterStyle, QrLevel } from './simulatedInterpreter.ts';

/** What is on a strip of paper, by where it stands; dots count from its upper left corner. */
export type Mark =
  | {
      readonly kind: 'character';
      readonly text: string;
      readonly x: number;
      readonly y: number;
      readonly style: CharacterStyle;
      readonly columns: 1 | 2;
    }
  | {
      readonly kind: 'raster';
      readonly x: number;
      readonly y: number;
      readonly rowBytes: number;
      readonly rows: number;
      readonly data: Uint8Array;
    }
  | {
      readonly kind: 'qr';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly moduleDots: number;
      readonly level: QrLevel;
    };

/** One piece of paper that came out. */
export interface Slip {
  readonly dots: number;
  readonly height: number;
  readonly marks: readonly Mark[];
}

export const DOTS_PER_MM = 8;
export const CELL = { width: 12, height: 24 };

/** The paper between the head and the last cut, and the pieces that were cut off. */
export class Paper {
  readonly dots: number;
  readonly #slips: Slip[] = [];
  #marks: Mark[] = [];
  #y = 0;

  constructor(dots: number) {
    this.dots = dots;
  }

  /** Cut off, oldest first. */
  get slips(): readonly Slip[] {
    return this.#slips;
  }

  /** What hangs from the printer, not cut yet; undefined when there is nothing on it. */
  get hanging(): Slip | undefined {
    return this.#marks.length > 0 ? { dots: this.dots, height: this.#y, marks: this.#marks } : undefined;
  }

  get y(): number {
    return this.#y;
  }

  put(mark: Mark): void {
    this.#marks.push(mark);
  }

  feed(dots: number): void {
    this.#y += dots;
  }

  cut(): void {
    this.#slips.push({ dots: this.dots, height: this.#y, marks: this.#marks });
    this.#marks = [];
    this.#y = 0;
  }

  leftOf(width: number, align: Align): number {
    const free = Math.max(0, this.dots - width);
    return align === 'left' ? 0 : align === 'right' ? free : Math.floor(free / 2);
  }
}

/** The text of a slip, line by line, as a person would type it; pictures and codes as `[picture 384x24]`, `[qr …]`. */
export function readSlip(slip: Slip): string {
  const lines = new Map<number, string>();
  const add = (y: number, text: string): void => void lines.set(y, (lines.get(y) ?? '') + text);
  for (const mark of slip.marks) {
    if (mark.kind === 'character') add(mark.y, mark.text);
    else if (mark.kind === 'qr') add(mark.y, `[qr ${mark.text}]`);
    else add(mark.y, `[picture ${mark.rowBytes * 8}x${mark.rows}]`);
  }
  return [...lines]
    .sort(([a], [b]) => a - b)
    .map(([, line]) => line.trim())
    .join('\n');
}
