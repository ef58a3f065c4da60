import { z } from 'zod';

/** A day in the calendar of mainland China, `YYYY-MM-DD`. Compares as text. */
export type Day = string;

const DAY_MS = 24 * 3_600_000;

/** `YYYY-MM-DD` of a day that exists. */
export const daySchema = z.iso.date();

/** So many days later, or earlier when negative. */
export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** 0 Sunday … 6 Saturday. */
export function weekdayOf(day: Day): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}
