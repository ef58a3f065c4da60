/**
 * A day of the calendar as `YYYY-MM-DD`, without a time and without a zone. Two of them compare as text: the earlier
 * day is the smaller string.
 */
export type CalendarDate = string;

/** China has one time zone, and no summer time since 1991. */
const BEIJING_AHEAD_MS = 8 * 3_600_000;

/** The day it is in China at a moment (milliseconds since the epoch), wherever the machine believes to be. */
export function dateInChina(epochMs: number): CalendarDate {
  return new Date(epochMs + BEIJING_AHEAD_MS).toISOString().slice(0, 10);
}

/** Whether this is `YYYY-MM-DD` and such a day exists: no 30 February, no 29 February 2100. */
export function isCalendarDate(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined) return false;
  return Number(day) >= 1 && Number(day) <= daysInMonth(Number(year), Number(month));
}

/** `19790312` as a date, or undefined where there is no such day. */
export function dateFromDigits(digits: string): CalendarDate | undefined {
  const date = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  return isCalendarDate(date) ? date : undefined;
}

/** 0 for a month there is not. */
export function daysInMonth(year: number, month: number): number {
  if (month < 1 || month > 12) return 0;
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}
