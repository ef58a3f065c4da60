import { type CalendarDate, daysInMonth, isCalendarDate } from './calendarDate.ts';

/**
 * Full years of age (周岁) on a day; negative before birth. A year is full on the birthday itself. Somebody born on
 * 29 February has the birthday on 28 February in a common year: where the month has no corresponding day, its last day
 * stands for it (民法典 第二百零二条; from general knowledge, not read again here).
 * Throws RangeError for what is not a day of the calendar.
 */
export function ageOn(birthDate: CalendarDate, day: CalendarDate): number {
  const birth = partsOf(birthDate);
  const now = partsOf(day);
  const birthday = Math.min(birth.day, daysInMonth(now.year, birth.month));
  const reached = now.month > birth.month || (now.month === birth.month && now.day >= birthday);
  return now.year - birth.year - (reached ? 0 : 1);
}

function partsOf(date: CalendarDate): { year: number; month: number; day: number } {
  // The date itself stays out of the message: it may be somebody's birth date.
  if (!isCalendarDate(date)) throw new RangeError('expected a day of the calendar as YYYY-MM-DD');
  const [year, month, day] = date.split('-').map(Number);
  return { year: year ?? 0, month: month ?? 0, day: day ?? 0 };
}
