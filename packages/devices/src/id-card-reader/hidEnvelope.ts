/**
 * How a module behind HID wraps the frames of `frame.ts`, both directions. Pure: bytes in, bytes out. Reports are 64
 * bytes long and have no id.
 *
 * `plain`: frames are laid into as many reports as they need, the rest is zero. Unconfirmed: no public capture.
 *
 * `miaxis` (Miaxis, Zhongzheng; one public driver): each report carries an envelope of its own.
 *
 * ```
 * → 88 | 00 00 | length u16le | B1     | a frame                    | sum u16le
 * ← AA | 00 00 | length u16le | result | two bytes | part of a frame | sum u16le
 *                  length counts everything between itself and the sum; the sum adds up the same bytes and the length
 * ```
 *
 * Unconfirmed: what the two bytes mean, and which results there are beside 0.
 */
export type HidEnvelope = 'plain' | 'miaxis';

export const REPORT_LENGTH = 64;

const COMMAND_MARK = 0x88;
const ANSWER_MARK = 0xaa;
const PASS_THROUGH = 0xb1;
const LENGTH_AT = 3;
const BODY_AT = 5;
const SUM_LENGTH = 2;
/** What stands before the frame: command or result, and in answers two more bytes. */
const COMMAND_HEAD = 1;
const ANSWER_HEAD = 3;

/** So much of a frame one report carries. */
export const MIAXIS_COMMAND_ROOM = REPORT_LENGTH - BODY_AT - COMMAND_HEAD - SUM_LENGTH;
const MIAXIS_ANSWER_ROOM = REPORT_LENGTH - BODY_AT - ANSWER_HEAD - SUM_LENGTH;

export type Opened =
  | { readonly kind: 'part'; readonly bytes: Uint8Array }
  /** `detail` says lengths, never content. */
  | {
      readonly kind: 'bad-report';
      readonly fault: 'mark' | 'length' | 'checksum' | 'refused';
      readonly detail: string;
    };

/** A command's frame as the reports to send. Throws for one that no report has room for: no command is so long. */
export function wrapCommand(envelope: HidEnvelope, frame: Uint8Array): Uint8Array[] {
  if (envelope === 'plain') return cut(frame, REPORT_LENGTH).map(pad);
  if (frame.length > MIAXIS_COMMAND_ROOM) {
    throw new RangeError(`a report has room for ${MIAXIS_COMMAND_ROOM} bytes of a command, not for ${frame.length}`);
  }
  return [seal(COMMAND_MARK, [PASS_THROUGH], frame)];
}

/** An answer's frame as the reports a reader sends. */
export function wrapAnswer(envelope: HidEnvelope, frame: Uint8Array): Uint8Array[] {
  if (envelope === 'plain') return cut(frame, REPORT_LENGTH).map(pad);
  return cut(frame, MIAXIS_ANSWER_ROOM).map((part) => seal(ANSWER_MARK, [0, 0, 0], part));
}

export const unwrapAnswer = (envelope: HidEnvelope, report: Uint8Array): Opened =>
  unwrap(envelope, report, { mark: ANSWER_MARK, head: ANSWER_HEAD, first: 0 });

export const unwrapCommand = (envelope: HidEnvelope, report: Uint8Array): Opened =>
  unwrap(envelope, report, { mark: COMMAND_MARK, head: COMMAND_HEAD, first: PASS_THROUGH });

function unwrap(
  envelope: HidEnvelope,
  report: Uint8Array,
  { mark, head, first }: { mark: number; head: number; first: number },
): Opened {
  if (envelope === 'plain') return { kind: 'part', bytes: report.slice() };
  if (report[0] !== mark) return bad('mark', 'a report does not begin like one of a reader');
  const length = u16le(report, LENGTH_AT);
  const end = BODY_AT + length;
  if (length < head || end + SUM_LENGTH > report.length) {
    return bad('length', `a report of ${report.length} bytes claims ${length}`);
  }
  if (u16le(report, end) !== sumOf(report.subarray(LENGTH_AT, end))) {
    return bad('checksum', `the checksum of a report of ${length} bytes is wrong`);
  }
  const said = report[BODY_AT];
  if (said !== first) return bad('refused', `a report says ${said} where ${first} was expected`);
  return { kind: 'part', bytes: report.slice(BODY_AT + head, end) };
}

function seal(mark: number, head: readonly number[], part: Uint8Array): Uint8Array {
  const report = new Uint8Array(REPORT_LENGTH);
  const length = head.length + part.length;
  const end = BODY_AT + length;
  report.set([mark, 0, 0, length & 0xff, length >> 8, ...head]);
  report.set(part, BODY_AT + head.length);
  const sum = sumOf(report.subarray(LENGTH_AT, end));
  report.set([sum & 0xff, sum >> 8], end);
  return report;
}

function cut(bytes: Uint8Array, size: number): Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
}

function pad(bytes: Uint8Array): Uint8Array {
  const report = new Uint8Array(REPORT_LENGTH);
  report.set(bytes);
  return report;
}

const bad = (fault: 'mark' | 'length' | 'checksum' | 'refused', detail: string): Opened => ({
  kind: 'bad-report',
  fault,
  detail,
});

const u16le = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);

const sumOf = (bytes: Uint8Array): number => bytes.reduce((sum, byte) => sum + byte, 0) & 0xffff;
