import { describe, expect, it } from 'vitest';
import { WorkingCalendar } from './calendar.ts';
import { regionPack } from './testing.ts';

const calendar = new WorkingCalendar(regionPack('qingtan').calendar);

describe('working days', () => {
  it.each([
    ['an ordinary Wednesday', '2026-11-25', true],
    ['a Saturday', '2026-11-28', false],
    ['the Sunday worked before the national holiday', '2026-09-20', true],
    ['the Saturday worked after it', '2026-10-10', true],
    ['a Thursday within it', '2026-10-01', false],
    ['the last day of the Spring Festival', '2026-02-23', false],
    ['the day after it', '2026-02-24', true],
  ])('%s', (_what, day, working) => {
    expect(calendar.isWorkingDay(day)).toBe(working);
  });

  it.each([
    ['over a weekend', '2026-11-27', 1, '2026-11-30'],
    ['over the autumn holidays with both worked weekend days', '2026-09-18', 10, '2026-10-09'],
    ['over the Spring Festival, with the worked Saturdays', '2026-02-13', 2, '2026-02-24'],
    ['none at all', '2026-11-28', 0, '2026-11-28'],
  ])('%s', (_what, start, count, end) => {
    expect(calendar.afterWorkingDays(start, count)).toEqual({ day: end, certain: true });
  });

  it('does not call certain what runs into a year that has not been announced', () => {
    expect(calendar.afterWorkingDays('2026-12-30', 3)).toEqual({ day: '2027-01-04', certain: false });
    expect(calendar.afterWorkingDays('2026-12-30', 1)).toEqual({ day: '2026-12-31', certain: true });
  });
});
