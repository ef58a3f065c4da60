import { failure, type Result, success } from '../core/result.ts';
import type { ScanError } from './types.ts';

/** More than any code on paper or screen holds: QR version 40 ends at 2953 bytes. */
export const MAX_CODE_BYTES = 4_096;

export type ScanEncoding = 'utf-8' | 'gb18030';

/** Commands, invisible characters, reversed writing, halves of characters, and what no standard has given a meaning. */
const NOT_TEXT = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u;

/** The bytes of a code as text, or why they are none. What it says has nothing of the text in it. */
export function readScannedText(bytes: Uint8Array, encoding: ScanEncoding): Result<string, ScanError> {
  if (bytes.length > MAX_CODE_BYTES) return failure({ code: 'too-long', detail: `a code of ${bytes.length} bytes` });
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return failure({ code: 'bad-text', detail: `a code of ${bytes.length} bytes that are no ${encoding}` });
  }
  const at = text.search(NOT_TEXT);
  if (at >= 0) return failure({ code: 'bad-text', detail: `a control character at ${at + 1} of ${text.length}` });
  if (text.trim() === '') return failure({ code: 'bad-text', detail: 'a code of nothing but spaces' });
  return success(text);
}
