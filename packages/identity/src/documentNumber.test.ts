import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCharacterOf, checkDigitOf2017 } from './checkDigits.ts';
import { findContradiction, parseDocumentNumber, parseIdNumber } from './documentNumber.ts';

const TODAY = '2026-11-24';

/** Every day from 1900 to the day before `TODAY`, as digits. */
const pastDay = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2026-11-23'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10).replaceAll('-', ''));
const digits = (length: number) =>
  fc.integer({ min: 0, max: 10 ** length - 1 }).map((number) => String(number).padStart(length, '0'));
const area = fc.integer({ min: 100_000, max: 899_999 }).map(String);
const idNumber = fc.tuple(area, pastDay, digits(3)).map(([place, birth, sequence]) => {
  const body = place + birth + sequence;
  return { number: body + checkCharacterOf(body), birth, sequence };
});

describe('a citizen’s number (GB 11643)', () => {
  it('reads the example of the standard, also with a small x and blanks around it', () => {
    const value = { number: '11010519491231002X', birthDigits: '19491231', sex: '2' };
    expect(parseIdNumber('11010519491231002X', TODAY)).toEqual({ ok: true, value });
    expect(parseIdNumber(' 11010519491231002x ', TODAY)).toEqual({ ok: true, value });
  });

  it.each([
    ['', { code: 'wrong-length', expected: 18, actual: 0 }],
    ['11010519491231002', { code: 'wrong-length', expected: 18, actual: 17 }],
    // The number of 15 digits was given out until 1999 and has not been valid since 2013.
    ['110105491231002', { code: 'wrong-length', expected: 18, actual: 15 }],
    ['1101051949123100２X', { code: 'wrong-characters' }],
    ['X1010519491231002X', { code: 'wrong-characters' }],
    ['01010519491231002X', { code: 'wrong-characters' }],
    ['110105194912310O2X', { code: 'wrong-characters' }],
    ['110105194902300021', { code: 'no-such-date' }],
    ['110105190002290021', { code: 'no-such-date' }],
    ['110105194900010021', { code: 'no-such-date' }],
    ['110105194901000021', { code: 'no-such-date' }],
    ['110105202611250021', { code: 'date-in-future' }],
    ['110105194912310021', { code: 'wrong-check-digit' }],
  ])('%j is refused with %j', (text, error) => {
    expect(parseIdNumber(text, TODAY)).toEqual({ ok: false, error });
  });

  it('accepts a child born today', () => {
    const body = '11010520261124001';
    expect(parseIdNumber(body + checkCharacterOf(body), TODAY).ok).toBe(true);
  });

  it('reads back what every well-formed number is made of', () => {
    fc.assert(
      fc.property(idNumber, ({ number, birth, sequence }) => {
        const sex = Number(sequence) % 2 === 1 ? '1' : '2';
        expect(parseIdNumber(number, TODAY)).toEqual({ ok: true, value: { number, birthDigits: birth, sex } });
      }),
    );
  });

  it('notices any one wrong digit and any two neighbours swapped', () => {
    fc.assert(
      fc.property(idNumber, fc.nat(16), fc.integer({ min: 1, max: 9 }), ({ number }, at, shift) => {
        const wrong = String((Number(number.charAt(at)) + shift) % 10);
        expect(parseIdNumber(number.slice(0, at) + wrong + number.slice(at + 1), TODAY).ok).toBe(false);
        const [a, b] = [number.charAt(at), number.charAt(at + 1)];
        fc.pre(a !== b);
        expect(parseIdNumber(number.slice(0, at) + b + a + number.slice(at + 2), TODAY).ok).toBe(false);
      }),
    );
  });

  it('answers whatever text it is given, and never repeats it in an error', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 3, maxLength: 30 }), (text) => {
        const parsed = parseIdNumber(text, TODAY);
        if (!parsed.ok) expect(Object.values(parsed.error)).not.toContain(text);
      }),
    );
  });
});

describe('the number of a Hong Kong, Macau or Taiwan resident’s permit', () => {
  const parse = (text: string) => parseDocumentNumber('hk-mo-tw-residence-permit', text, TODAY);

  it.each(['810000', '820000', '830000'])('begins with %s', (place) => {
    const body = `${place}19941023002`;
    expect(parse(body + checkCharacterOf(body))).toMatchObject({ ok: true, value: { sex: '2' } });
  });

  it('is none of the mainland’s, and its check character counts', () => {
    expect(parse('11010519491231002X')).toEqual({ ok: false, error: { code: 'wrong-prefix' } });
    expect(parse('810000194912310028')).toMatchObject({ ok: true });
    expect(parse('810000194912310029')).toEqual({ ok: false, error: { code: 'wrong-check-digit' } });
  });
});

describe('a foreigner’s number', () => {
  const parse2017 = (text: string) => parseDocumentNumber('foreign-permanent-resident-2017', text, TODAY);
  const parse2023 = (text: string) => parseDocumentNumber('foreign-permanent-resident-2023', text, TODAY);

  it('of 2017 has three letters and twelve digits with a birth date in them', () => {
    const value = { number: 'CAN110149123108', birthDigits: '491231', checkDigitFits: true };
    expect(parse2017('can110149123108')).toEqual({ ok: true, value });
    // The rule of the last digit is inferred: told, and no failure.
    expect(parse2017('CAN110149123109')).toMatchObject({ ok: true, value: { checkDigitFits: false } });
    expect(parse2017('CAN1101491231081')).toEqual({
      ok: false,
      error: { code: 'wrong-length', expected: 15, actual: 16 },
    });
    expect(parse2017('CA1110149123108')).toEqual({ ok: false, error: { code: 'wrong-characters' } });
    expect(parse2017('CAN110149133108')).toEqual({ ok: false, error: { code: 'no-such-date' } });
    expect(parse2017('CAN110100022908')).toMatchObject({ ok: true });
  });

  it('of 2017: any one wrong digit before the last makes the last one wrong', () => {
    fc.assert(
      fc.property(digits(11), fc.nat(10), fc.integer({ min: 1, max: 9 }), (body, at, shift) => {
        const right = `CAN${body}`;
        const wrong = String((Number(body.charAt(at)) + shift) % 10);
        expect(checkDigitOf2017(`CAN${body.slice(0, at)}${wrong}${body.slice(at + 1)}`)).not.toBe(
          checkDigitOf2017(right),
        );
      }),
    );
  });

  it('of 2023 begins with 9 and is checked like a citizen’s', () => {
    const value = { number: '911124194912310029', birthDigits: '19491231' };
    expect(parse2023('911124194912310029')).toEqual({ ok: true, value });
    expect(parse2023('911124194912310028')).toEqual({ ok: false, error: { code: 'wrong-check-digit' } });
    expect(parse2023('11010519491231002X')).toEqual({ ok: false, error: { code: 'wrong-prefix' } });
    expect(parse2023('CAN110149123108')).toMatchObject({ error: { code: 'wrong-length' } });
  });
});

describe('number and card', () => {
  const number = { number: '11010519491231002X', birthDigits: '19491231', sex: '2' } as const;

  it.each([
    [{ birthDate: '1949-12-31', sex: '2' }, undefined],
    [{ birthDate: '1949-12-31', sex: '0' }, undefined],
    [{ birthDate: '1949-12-31', sex: '9' }, undefined],
    [{ birthDate: '1949-12-30', sex: '2' }, 'birth-date'],
    [{ birthDate: '1949-12-31', sex: '1' }, 'sex'],
  ] as const)('%j: %s', (card, contradiction) => {
    expect(findContradiction(number, card)).toBe(contradiction);
  });

  it('leaves open what the number does not tell', () => {
    const foreign = { number: 'CAN110149123108', birthDigits: '491231' };
    expect(findContradiction(foreign, { birthDate: '1949-12-31', sex: '1' })).toBeUndefined();
    expect(findContradiction(foreign, { birthDate: '1949-12-30', sex: '1' })).toBe('birth-date');
  });
});
