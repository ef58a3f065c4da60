import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ageOn } from './age.ts';
import { dateInChina, isCalendarDate } from './calendarDate.ts';
import { validityOn } from './validity.ts';

const day = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe('the day in China', () => {
  it.each([
    ['2026-11-23T15:59:59.999Z', '2026-11-23'],
    ['2026-11-23T16:00:00.000Z', '2026-11-24'],
    ['2026-12-31T16:00:00.000Z', '2027-01-01'],
  ])('%s is %s', (moment, date) => {
    expect(dateInChina(Date.parse(moment))).toBe(date);
  });
});

describe('a day of the calendar', () => {
  it.each(['2000-02-29', '2024-02-29', '1999-12-31'])('%s exists', (date) => expect(isCalendarDate(date)).toBe(true));
  it.each(['1900-02-29', '2023-02-29', '2024-04-31', '2024-13-01', '2024-00-10', '2024-01-00', '2024-1-1', ''])(
    '%j does not',
    (date) => expect(isCalendarDate(date)).toBe(false),
  );

  it('agrees with the calendar of the language', () => {
    const anything = fc.tuple(fc.nat(9999), fc.nat(14), fc.nat(33)).map(([y, m, d]) => {
      const two = (n: number) => String(n).padStart(2, '0');
      return `${String(y).padStart(4, '0')}-${two(m)}-${two(d)}`;
    });
    fc.assert(
      fc.property(anything, (text) => {
        const date = new Date(`${text}T00:00:00Z`);
        expect(isCalendarDate(text)).toBe(!Number.isNaN(date.getTime()) && date.toISOString().startsWith(text));
      }),
    );
  });
});

describe('age', () => {
  it.each([
    ['2010-11-24', '2026-11-23', 15],
    ['2010-11-24', '2026-11-24', 16],
    ['2010-12-01', '2026-11-30', 15],
    ['2010-01-31', '2026-11-24', 16],
    ['2026-11-24', '2026-11-24', 0],
    ['2026-11-25', '2026-11-24', -1],
    // Born on a leap day: the last of February stands for it in a common year.
    ['2008-02-29', '2024-02-28', 15],
    ['2008-02-29', '2024-02-29', 16],
    ['2008-02-29', '2023-02-27', 14],
    ['2008-02-29', '2023-02-28', 15],
  ])('of somebody born %s on %s is %i', (birth, today, age) => {
    expect(ageOn(birth, today)).toBe(age);
  });

  it('never falls as the days go by, and grows by one in a year', () => {
    fc.assert(
      fc.property(day, day, day, (birth, a, b) => {
        const [earlier = a, later = b] = [a, b].sort();
        expect(ageOn(birth, later)).toBeGreaterThanOrEqual(ageOn(birth, earlier));
        const nextYear = `${Number(a.slice(0, 4)) + 1}${a.slice(4)}`;
        if (isCalendarDate(nextYear)) expect(ageOn(birth, nextYear)).toBe(ageOn(birth, a) + 1);
      }),
    );
  });

  it('throws for a day there is not, without repeating it', () => {
    expect(() => ageOn('1979-02-30', '2026-11-24')).toThrow(RangeError);
    expect(() => ageOn('1979-02-30', '2026-11-24')).not.toThrow(/1979/);
  });
});

describe('validity', () => {
  const period = { validFrom: '2015-05-20', validUntil: '2035-05-20' };
  it.each([
    ['2015-05-19', { state: 'not-yet-valid', date: '2015-05-20' }],
    ['2015-05-20', { state: 'valid' }],
    ['2035-05-20', { state: 'valid' }],
    ['2035-05-21', { state: 'expired', date: '2035-05-20' }],
  ])('on %s: %j', (today, validity) => {
    expect(validityOn(period, today)).toEqual(validity);
  });

  it('has no end for a long-term card, and still a beginning', () => {
    const longTerm = { validFrom: '2016-09-09', validUntil: 'long-term' } as const;
    expect(validityOn(longTerm, '2199-01-01')).toEqual({ state: 'valid' });
    expect(validityOn(longTerm, '2016-09-08')).toEqual({ state: 'not-yet-valid', date: '2016-09-09' });
  });

  it('is valid on exactly the days from the first to the last', () => {
    fc.assert(
      fc.property(day, day, day, (a, b, today) => {
        const [validFrom = a, validUntil = b] = [a, b].sort();
        const valid = validFrom <= today && today <= validUntil;
        expect(validityOn({ validFrom, validUntil }, today).state === 'valid').toBe(valid);
      }),
    );
  });
});
