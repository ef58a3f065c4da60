import type {
  Credential,
  ForeignPermanentResident2017,
  ForeignPermanentResident2023,
  HkMoTwResidencePermit,
  ResidentIdCard,
} from '@renshe/devices';
import { describe, expect, it } from 'vitest';
import { citizen } from '../testing/fakeWorld.ts';
import { checkCard } from './checkCard.ts';

const policy = { minimumAge: 16 };
/** Ten in the morning of 24 November 2026 in Beijing. */
const NOW = Date.parse('2026-11-24T02:00:00Z');

const permit: HkMoTwResidencePermit = {
  kind: 'hk-mo-tw-residence-permit',
  name: '梁港生',
  sex: '1',
  birthDate: '1983-10-01',
  address: '广东省示范市示范路1号',
  idNumber: '810000198310010018',
  issuingAuthority: '示范市公安局',
  validFrom: '2023-03-03',
  validUntil: '2028-03-03',
  travelPermitNumber: 'H12345678',
  issueCount: '01',
};
const foreign2017: ForeignPermanentResident2017 = {
  kind: 'foreign-permanent-resident-2017',
  name: '测试丙',
  englishName: 'TEST, PERSON A',
  sex: '1',
  birthDate: '1949-12-31',
  idNumber: 'CAN110149123108',
  nationality: 'CAN',
  cardVersion: '01',
  acceptingAuthorityCode: '1500',
  validFrom: '2018-01-01',
  validUntil: '2028-01-01',
};
const foreign2023: ForeignPermanentResident2023 = {
  kind: 'foreign-permanent-resident-2023',
  name: '测试丁',
  englishName: 'TEST, PERSON B',
  sex: '2',
  birthDate: '1949-12-31',
  idNumber: '911124194912310029',
  nationality: 'CAN',
  renewalCount: '01',
  validFrom: '2023-12-01',
  validUntil: '2033-11-30',
};

/** A citizen with this birth date and its number. */
const born = (birthDate: string, idNumber: string): ResidentIdCard => ({ ...citizen, birthDate, idNumber });

describe('a card that may be used', () => {
  it.each<[string, Credential]>([
    ['a citizen’s', citizen],
    ['a citizen’s with a small x', { ...citizen, birthDate: '1949-12-31', sex: '2', idNumber: '11010519491231002x' }],
    ['a citizen’s without end', { ...citizen, validUntil: 'long-term' }],
    ['a citizen’s on its last day', { ...citizen, validUntil: '2026-11-24' }],
    ['a citizen’s on its first day', { ...citizen, validFrom: '2026-11-24' }],
    ['a permit', permit],
    ['a foreigner’s of 2017', foreign2017],
    ['a foreigner’s of 2023', foreign2023],
    ['one that does not state the sex', { ...citizen, sex: '9' }],
  ])('%s', (_whose, credential) => {
    expect(checkCard(credential, NOW, policy)).toBeUndefined();
  });
});

describe('a number that cannot be right', () => {
  it.each<[string, Credential]>([
    ['wrong check digit', { ...citizen, idNumber: '110105197903120018' }],
    ['another birth date', { ...citizen, birthDate: '1979-03-13' }],
    ['another sex', { ...citizen, sex: '2' }],
    ['a permit with a citizen’s number', { ...permit, ...{ birthDate: '1979-03-12', idNumber: citizen.idNumber } }],
    ['a permit with another sex', { ...permit, sex: '2' }],
    ['2017: another birth date', { ...foreign2017, birthDate: '1949-12-30' }],
    ['2017: 18 characters', { ...foreign2017, idNumber: foreign2023.idNumber }],
    ['2023: another birth date', { ...foreign2023, birthDate: '1949-12-30' }],
    ['2023: wrong check digit', { ...foreign2023, idNumber: '911124194912310028' }],
  ])('%s', (_what, credential) => {
    expect(checkCard(credential, NOW, policy)).toEqual({ reason: 'number-invalid' });
  });

  it('is told before everything else', () => {
    const expired = { ...citizen, idNumber: '110105197903120018', validUntil: '2020-01-01' };
    expect(checkCard(expired, NOW, policy)).toEqual({ reason: 'number-invalid' });
  });
});

describe('the day', () => {
  /** The last moment of 24 November in Beijing, and the first of the 25th. */
  const before = Date.parse('2026-11-24T15:59:59.999Z');
  const after = before + 1;

  it('is Beijing’s: a card runs out at midnight there', () => {
    const card = { ...citizen, validUntil: '2026-11-24' };
    expect(checkCard(card, before, policy)).toBeUndefined();
    expect(checkCard(card, after, policy)).toEqual({ reason: 'expired', date: '2026-11-24' });
  });

  it('is Beijing’s: a card begins at midnight there', () => {
    const card = { ...citizen, validFrom: '2026-11-25' };
    expect(checkCard(card, before, policy)).toEqual({ reason: 'not-yet-valid', date: '2026-11-25' });
    expect(checkCard(card, after, policy)).toBeUndefined();
  });

  it('is Beijing’s: sixteen is reached on the birthday', () => {
    const card = born('2010-11-25', '110105201011250034');
    expect(checkCard(card, before, policy)).toEqual({ reason: 'under-age', minimumAge: 16 });
    expect(checkCard(card, after, policy)).toBeUndefined();
  });
});

it('an age limit is the policy’s', () => {
  const child = { ...citizen, birthDate: '2014-04-05', idNumber: '110105201404050084', sex: '2' as const };
  expect(checkCard(child, NOW, policy)).toEqual({ reason: 'under-age', minimumAge: 16 });
  expect(checkCard(child, NOW, { minimumAge: 12 })).toBeUndefined();
  expect(checkCard({ ...child, validUntil: '2026-01-01' }, NOW, policy)).toEqual({
    reason: 'expired',
    date: '2026-01-01',
  });
});
