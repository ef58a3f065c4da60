import { MAX_CODE_BYTES } from './scannedText.ts';

/**
 * Scanned-data reports of scanners on HID usage page 8C. Pure. Reports have 64 bytes; the class leaves their layout to the
 * report descriptor, and two are known from public captures and manuals:
 *
 * ```
 * aim-first    02 | length | ] x n | 56 bytes of data | two bytes | more         (Honeywell and others)
 * data-first   02 | length | 56 bytes of data | four bytes | symbology | more    (Newland)
 * ```
 *
 * `more` is 1 while another report of the same code follows. Unconfirmed: `more` of the second layout; what the two bytes of the
 * first mean.
 */
export type HidPosLayout = 'aim-first' | 'data-first';

export const HID_POS_REPORT_LENGTH = 64;
export const HID_POS_USAGE = { usagePage: 0x8c, usage: 0x02 } as const;

const REPORT_ID = 0x02;
const ROOM = 56;
const AIM_AT = 2;
const AIM_LENGTH = 3;
const MORE_AT = 63;

export type HidPosWord =
  | { readonly kind: 'code'; readonly bytes: Uint8Array; readonly symbology?: string }
  | { readonly kind: 'too-long' }
  | { readonly kind: 'bad-report'; readonly detail: string };

/** Puts the reports of one code together. Keeps at most one code. */
export class HidPosDecoder {
  readonly #layout: HidPosLayout;
  #parts: Uint8Array[] = [];
  #symbology: string | undefined;
  #length = 0;
  /** The rest of a code that was given up. */
  #skipping = false;

  constructor(layout: HidPosLayout) {
    this.#layout = layout;
  }

  get inCode(): boolean {
    return this.#parts.length > 0 || this.#skipping;
  }

  push(report: Uint8Array): HidPosWord | undefined {
    const part = readReport(report, this.#layout);
    if (part.kind !== 'part') {
      this.reset();
      return part.kind === 'other' ? undefined : part;
    }
    const { bytes, symbology, more } = part;
    if (this.#skipping) {
      this.#skipping = more;
      return undefined;
    }
    if (this.#parts.length > 0 && symbology !== this.#symbology) {
      this.reset();
      return { kind: 'bad-report', detail: 'a report belongs to another code than the one before' };
    }
    this.#parts.push(bytes);
    this.#symbology = symbology;
    this.#length += bytes.length;
    if (this.#length > MAX_CODE_BYTES || this.#parts.length > MAX_CODE_BYTES) {
      this.reset();
      this.#skipping = more;
      return { kind: 'too-long' };
    }
    if (more) return undefined;
    const code = Uint8Array.from(Buffer.concat(this.#parts));
    this.reset();
    return { kind: 'code', bytes: code, ...(symbology === undefined ? {} : { symbology }) };
  }

  reset(): void {
    for (const part of this.#parts) part.fill(0);
    this.#parts = [];
    this.#symbology = undefined;
    this.#length = 0;
    this.#skipping = false;
  }
}

type Read =
  | {
      readonly kind: 'part';
      readonly bytes: Uint8Array;
      readonly symbology: string | undefined;
      readonly more: boolean;
    }
  | { readonly kind: 'bad-report'; readonly detail: string }
  /** Of another kind: settings, status. */
  | { readonly kind: 'other' };

function readReport(report: Uint8Array, layout: HidPosLayout): Read {
  if (report[0] !== REPORT_ID) return { kind: 'other' };
  const length = report[1] ?? 0;
  if (report.length !== HID_POS_REPORT_LENGTH || length > ROOM) {
    return { kind: 'bad-report', detail: `a report of ${report.length} bytes claims ${length}` };
  }
  const more = report[MORE_AT];
  if (more !== 0 && more !== 1)
    return { kind: 'bad-report', detail: 'a report says neither that it is the last nor not' };
  const dataAt = layout === 'aim-first' ? AIM_AT + AIM_LENGTH : AIM_AT;
  // A copy: `slice` of a Buffer is none, and the report is wiped.
  const bytes = Uint8Array.from(report.subarray(dataAt, dataAt + length));
  if (layout === 'data-first') return { kind: 'part', bytes, symbology: undefined, more: more === 1 };
  const symbology = Buffer.from(report.subarray(AIM_AT, dataAt)).toString('latin1');
  if (!/^\][!-~]{2}$/.test(symbology)) return { kind: 'bad-report', detail: 'a report without an AIM identifier' };
  return { kind: 'part', bytes, symbology, more: more === 1 };
}

/** For simulators: a code as the reports a scanner sends. */
export function encodeHidPos(bytes: Uint8Array, layout: HidPosLayout, symbology = ']Q1'): Uint8Array[] {
  const count = Math.max(1, Math.ceil(bytes.length / ROOM));
  return Array.from({ length: count }, (_, index) => {
    const part = bytes.subarray(index * ROOM, (index + 1) * ROOM);
    const report = new Uint8Array(HID_POS_REPORT_LENGTH);
    report.set([REPORT_ID, part.length]);
    if (layout === 'aim-first') report.set(Buffer.from(symbology, 'latin1'), AIM_AT);
    report.set(part, layout === 'aim-first' ? AIM_AT + AIM_LENGTH : AIM_AT);
    report[MORE_AT] = index < count - 1 ? 1 : 0;
    return report;
  });
}
