import { failure, type Result, success } from '../core/result.ts';
import { type Answer, SW } from './apdu.ts';
import type { Chip } from './chip.ts';
import { refusal } from './errors.ts';
import { type ElementaryFile, selectFile } from './selection.ts';
import { readRecordItems } from './tlv.ts';
import type { SocialCardError } from './types.ts';

/** Tags of the items in EF05 and EF06. */
export const TAG = {
  identificationCode: 0x01,
  cardClass: 0x02,
  version: 0x03,
  initialisingOrganisation: 0x04,
  issuedOn: 0x05,
  validUntil: 0x06,
  cardNumber: 0x07,
  citizenNumber: 0x08,
  name: 0x09,
  nameContinued: 0x4e,
  sex: 0x0a,
  ethnicGroup: 0x0b,
  birthPlace: 0x0c,
  birthDate: 0x0d,
} as const;

/** One item: its tag and how long the standard makes its value. Its place in the list is its record number, from 1. */
interface RecordPlan {
  readonly tag: number;
  readonly length: number;
}

const plan = (...records: readonly (readonly [number, number])[]): readonly RecordPlan[] =>
  records.map(([tag, length]) => ({ tag, length }));

export const RECORDS: Readonly<Record<ElementaryFile, readonly RecordPlan[]>> = {
  61189: plan(
    [TAG.identificationCode, 0x10],
    [TAG.cardClass, 0x01],
    [TAG.version, 0x04],
    [TAG.initialisingOrganisation, 0x0c],
    [TAG.issuedOn, 0x04],
    [TAG.validUntil, 0x04],
    [TAG.cardNumber, 0x09],
  ),
  61190: plan(
    [TAG.citizenNumber, 0x12],
    [TAG.name, 0x1e],
    [TAG.nameContinued, 0x14],
    [TAG.sex, 0x01],
    [TAG.ethnicGroup, 0x01],
    [TAG.birthPlace, 0x03],
    [TAG.birthDate, 0x04],
  ),
};

export type Items = Map<number, Uint8Array>;

/** P2 of READ RECORD: P1 is a record number of the current file. */
const BY_NUMBER = 0x04;
/** …P1 is a tag. */
const BY_TAG = 0x00;
/** …all records from P1 on. */
const ALL = 0x05;

/**
 * Reads a file into `items`. Cards differ in how they want to be asked: by number, by tag, or for all at once; and what
 * comes is taken by its tag, wherever it was found. Missing records are missing items. Fails when the card demands to be
 * authenticated to, or gives nothing by any form.
 */
export async function readFile(
  chip: Chip,
  file: ElementaryFile,
  items: Items,
): Promise<Result<'read', SocialCardError>> {
  const selected = await selectFile(chip, file);
  if (!selected.ok) return selected;
  const before = items.size;
  let refused: number = SW.recordNotFound;
  let byNumber = true;
  for (const [index, { tag, length }] of RECORDS[file].entries()) {
    if (items.has(tag)) continue;
    const answer = await readRecord(chip, { number: index + 1, tag, length, byNumber });
    if (!answer.ok) return answer;
    const { data, sw, form } = answer.value;
    if (sw === SW.ok) {
      readRecordItems(data, items);
      data.fill(0);
      // A card that knows tags only need not be asked by number for every record.
      if (form === 'tag' && items.size === before + 1 && index === 0) byNumber = false;
      continue;
    }
    refused = sw;
    if (sw === SW.securityStatus) return failure(refusal('read the card', sw));
  }
  if (items.size > before) return success('read');
  return readAll(chip, refused, items);
}

interface Wanted {
  readonly number: number;
  readonly tag: number;
  readonly length: number;
  readonly byNumber: boolean;
}

async function readRecord(
  chip: Chip,
  { number, tag, length, byNumber }: Wanted,
): Promise<Result<Answer & { form: 'number' | 'tag' }, SocialCardError>> {
  const le = length + 2;
  if (byNumber) {
    const answer = await chip.send({ cla: 0x00, ins: 0xb2, p1: number, p2: BY_NUMBER, le });
    if (!answer.ok) return answer;
    if (!asksOtherwise(answer.value.sw)) return success({ ...answer.value, form: 'number' });
  }
  const answer = await chip.send({ cla: 0x00, ins: 0xb2, p1: tag, p2: BY_TAG, le });
  return answer.ok ? success({ ...answer.value, form: 'tag' }) : answer;
}

/** The card knows no such record, or not this way of asking. */
const asksOtherwise = (sw: number): boolean =>
  sw === SW.recordNotFound || sw === SW.wrongParameters || sw === SW.wrongP1P2;

async function readAll(chip: Chip, refused: number, items: Items): Promise<Result<'read', SocialCardError>> {
  const all = await chip.send({ cla: 0x00, ins: 0xb2, p1: 0x01, p2: ALL, le: 0xff });
  if (!all.ok) return all;
  const before = items.size;
  readRecordItems(all.value.data, items);
  all.value.data.fill(0);
  if (items.size > before) return success('read');
  return failure(refusal('read the card', all.value.sw === SW.ok ? refused : all.value.sw));
}

/** Nothing of a person's is left in them. */
export function wipeItems(items: Items): void {
  for (const value of items.values()) value.fill(0);
  items.clear();
}
