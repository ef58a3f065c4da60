import { z } from 'zod';
import { addDays, type Day, daySchema, weekdayOf } from './day.ts';

/**
 * One year's arrangement of public holidays as the General Office of the State Council announces it each autumn: days
 * off, and the weekend days worked instead (调休).
 */
export const calendarYearSchema = z
  .strictObject({
    year: z.int().min(2000).max(2100),
    /** Title and number of the announcement. */
    source: z.string().min(1),
    daysOff: z.array(z.strictObject({ name: z.string().min(1), from: daySchema, to: daySchema })),
    workedWeekendDays: z.array(daySchema),
  })
  .superRefine(({ year, daysOff, workedWeekendDays }, context) => {
    for (const [index, { from, to }] of daysOff.entries()) {
      if (to < from) context.addIssue({ code: 'custom', path: ['daysOff', index, 'to'], message: `before ${from}` });
      if (yearOf(from) !== year) {
        context.addIssue({ code: 'custom', path: ['daysOff', index, 'from'], message: `not in ${year}` });
      }
    }
    for (const [index, day] of workedWeekendDays.entries()) {
      const path = ['workedWeekendDays', index];
      if (yearOf(day) !== year) context.addIssue({ code: 'custom', path, message: `not in ${year}` });
      if (!isWeekend(day)) context.addIssue({ code: 'custom', path, message: 'a weekday is worked anyway' });
    }
  });
export type CalendarYear = z.infer<typeof calendarYearSchema>;

/** A working day, and whether the announcements that decide it are known. */
export interface DueDay {
  readonly day: Day;
  /** False when a year was counted by weekends alone, because its holidays had not been announced to this machine. */
  readonly certain: boolean;
}

/** Counts working days by the announced years it was given. */
export class WorkingCalendar {
  readonly #years = new Set<number>();
  readonly #off = new Set<Day>();
  readonly #worked = new Set<Day>();

  constructor(years: readonly CalendarYear[]) {
    for (const { year, daysOff, workedWeekendDays } of years) {
      this.#years.add(year);
      for (const { from, to } of daysOff) for (let day = from; day <= to; day = addDays(day, 1)) this.#off.add(day);
      for (const day of workedWeekendDays) this.#worked.add(day);
    }
  }

  isWorkingDay(day: Day): boolean {
    if (this.#worked.has(day)) return true;
    return !isWeekend(day) && !this.#off.has(day);
  }

  /** The day on which so many working days have passed since `start`, which itself does not count. */
  afterWorkingDays(start: Day, count: number): DueDay {
    let day = start;
    let certain = true;
    for (let passed = 0; passed < count; ) {
      day = addDays(day, 1);
      certain &&= this.#years.has(yearOf(day));
      if (this.isWorkingDay(day)) passed += 1;
    }
    return { day, certain };
  }
}

const yearOf = (day: Day): number => Number(day.slice(0, 4));

function isWeekend(day: Day): boolean {
  const weekday = weekdayOf(day);
  return weekday === 0 || weekday === 6;
}
