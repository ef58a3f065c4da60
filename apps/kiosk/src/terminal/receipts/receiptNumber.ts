import { dateInChina } from '@renshe/identity';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** Without 0 O 1 I L U: a number is read out over the telephone. */
export const LINEAGE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
export const LINEAGE_LENGTH = 4;

export interface ReceiptNumberParts {
  /** Letters, digits and hyphens; printed in capitals. */
  readonly terminalId: string;
  /** `20261124`, the day in China. */
  readonly day: string;
  /** Counts from 1 within the day. */
  readonly sequence: number;
  /**
   * Drawn at random when the store was made. Should a store be lost and the counter start again on the same day, the
   * numbers still differ.
   */
  readonly lineage: string;
}

/** `HALL-01-20261124-0007-K7QMC`: terminal, day, sequence, then the lineage of the store with one check character. */
export function formatReceiptNumber(parts: ReceiptNumberParts): string {
  const sequence = String(parts.sequence).padStart(4, '0');
  const body = `${parts.terminalId.toUpperCase()}-${parts.day}-${sequence}-${parts.lineage}`;
  return body + checkCharacter(body);
}

/** Whether a number typed by a person can be one of ours: any one wrong character is noticed, and most swapped ones. */
export function isReceiptNumber(text: string): boolean {
  if (!/^[A-Z0-9-]+-\d{8}-\d{4,}-[2-9A-Z]{4}[0-9A-Z]$/.test(text)) return false;
  return checkCharacter(text.slice(0, -1)) === text.at(-1);
}

/** ISO/IEC 7064 MOD 37,36 over letters and digits; hyphens are for the eye. */
function checkCharacter(body: string): string {
  let product = 36;
  for (const character of body.replaceAll('-', '')) {
    const sum = (product + ALPHABET.indexOf(character)) % 36 || 36;
    product = (sum * 2) % 37;
  }
  return ALPHABET.charAt((37 - product) % 36);
}

/** The calendar day in China at a moment; `20261124`. The machine's own time zone must not matter. */
export function dayInChina(epochMs: number): string {
  return dateInChina(epochMs).replaceAll('-', '');
}
