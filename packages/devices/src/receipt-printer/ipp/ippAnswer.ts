/// <reference path="./ipp.d.ts" />
import ipp from 'ipp';

/** The values of one attribute, in order: texts and keywords, numbers, flags; enums by their name. */
export type IppValues = readonly (string | number | boolean)[];
export type IppAttributes = Readonly<Record<string, IppValues | undefined>>;

export interface IppAnswer {
  /** As the standard names it: `successful-ok`, `client-error-not-found`, … */
  readonly status: string;
  readonly printer: IppAttributes;
  readonly job: IppAttributes;
  /** Each job by itself, where an answer speaks of several; `job` has the values of all of them. */
  readonly jobs: readonly IppAttributes[];
}

/** RFC 8010 3.5.1 and 3.5.2: what a tag byte begins. */
const TAG = {
  jobAttributes: 0x02,
  endOfAttributes: 0x03,
  printerAttributes: 0x04,
  firstValue: 0x10,
  firstSyntax: 0x20,
  integer: 0x21,
  boolean: 0x22,
  enum: 0x23,
  octetString: 0x30,
  begCollection: 0x34,
  endCollection: 0x37,
  firstText: 0x41,
} as const;
const HEADER_LENGTH = 8;

/**
 * Reads an IPP answer (RFC 8010 3.1). Returns undefined for bytes that are none, whatever they are; the parser of the
 * package `ipp` would turn in circles for ever on a negative length, and with it the device host. Collections, dates
 * and resolutions are passed over: nothing here asks for them.
 */
export function readIppAnswer(bytes: Buffer): IppAnswer | undefined {
  if (bytes.length <= HEADER_LENGTH || (bytes[0] !== 1 && bytes[0] !== 2)) return undefined;
  const status = ipp.statusCodes.lookup[bytes.readUInt16BE(2)];
  if (status === undefined) return undefined;
  const groups = readGroups(bytes);
  return groups && { status, ...groups };
}

function readGroups(bytes: Buffer): Omit<IppAnswer, 'status'> | undefined {
  // Maps, because an attribute may be called `__proto__`.
  const printer = new Map<string, IppValues>();
  const job = new Map<string, IppValues>();
  const jobs: Map<string, IppValues>[] = [];
  let groups: readonly Map<string, IppValues>[] = [];
  let name = '';
  let depth = 0;
  for (let at = HEADER_LENGTH; at < bytes.length; ) {
    const tag = bytes[at] ?? 0;
    if (tag === TAG.endOfAttributes) {
      if (depth !== 0) return undefined;
      const each = jobs.map((one): IppAttributes => Object.fromEntries(one));
      return { printer: Object.fromEntries(printer), job: Object.fromEntries(job), jobs: each };
    }
    if (tag < TAG.firstValue) {
      if (tag === TAG.jobAttributes) jobs.push(new Map());
      groups = tag === TAG.printerAttributes ? [printer] : tag === TAG.jobAttributes ? [job, ...jobs.slice(-1)] : [];
      at += 1;
      continue;
    }
    const nameField = readField(bytes, at + 1);
    const valueField = nameField && readField(bytes, nameField.end);
    if (!valueField) return undefined;
    at = valueField.end;
    if (tag === TAG.endCollection) depth -= 1;
    if (depth < 0) return undefined;
    // An empty name says: one more value of the attribute before. Members of a collection have no name either.
    if (depth === 0 && nameField.content.length > 0) name = nameField.content.toString('utf8');
    const value = depth === 0 ? readValue(tag, name, valueField.content) : undefined;
    if (value !== undefined) for (const group of groups) group.set(name, [...(group.get(name) ?? []), value]);
    if (tag === TAG.begCollection) depth += 1;
  }
  return undefined;
}

/** A two-byte length and so many bytes, or undefined when they are not all there. */
function readField(bytes: Buffer, at: number): { content: Buffer; end: number } | undefined {
  if (at + 2 > bytes.length) return undefined;
  const end = at + 2 + bytes.readUInt16BE(at);
  return end <= bytes.length ? { content: bytes.subarray(at + 2, end), end } : undefined;
}

function readValue(tag: number, name: string, content: Buffer): string | number | boolean | undefined {
  if (tag < TAG.firstSyntax) return undefined;
  if (tag >= TAG.firstText || tag === TAG.octetString) return content.toString('utf8');
  switch (tag) {
    case TAG.integer:
      return content.length === 4 ? content.readInt32BE() : undefined;
    case TAG.enum: {
      if (content.length !== 4) return undefined;
      const value = content.readInt32BE();
      return ipp.enums[name]?.lookup[value] ?? value;
    }
    case TAG.boolean:
      return content.length === 1 ? content[0] === 1 : undefined;
    default:
      return undefined;
  }
}

/** The keywords among the values of an attribute; none when it was not given. */
export function keywordsOf(values: IppValues | undefined): string[] {
  return (values ?? []).filter((value): value is string => typeof value === 'string' && value !== '');
}
