import { z } from 'zod';
import { type CalendarYear, calendarYearSchema } from './calendar.ts';
import { type Dated, dated } from './dated.ts';
import { daySchema } from './day.ts';
import { type RuleName, type RuleValue, rules } from './rules.ts';

/** Who a pack is for. */
export const regionSchema = z.strictObject({
  /** Folder name and address of the pack. */
  id: z.string().regex(/^[a-z][a-z0-9-]{1,31}$/),
  /** GB/T 2260, six digits. */
  code: z.string().regex(/^\d{6}$/),
  name: z.string().min(1),
});

/** Grows with every change; a terminal never goes back to a lower one. */
export const versionSchema = z.int().positive();

const ruleHistories = Object.fromEntries(
  Object.entries(rules).map(([name, schema]) => [name, dated(schema).optional()]),
);

/** One file of a pack. Each may hold any part of it; together they hold everything once. */
export const packFileSchema = z.strictObject({
  region: regionSchema.optional(),
  version: versionSchema.optional(),
  /** The first day this pack may be used; every rule has to have a value on it. */
  effectiveFrom: daySchema.optional(),
  calendar: z.array(calendarYearSchema).optional(),
  rules: z.strictObject(ruleHistories).optional(),
});

export type RuleHistories = { readonly [Name in RuleName]: readonly Dated<RuleValue<Name>>[] };

/** All the rules of one region with their histories. */
export interface PolicyPack {
  readonly region: z.infer<typeof regionSchema>;
  readonly version: number;
  readonly effectiveFrom: string;
  readonly calendar: readonly CalendarYear[];
  readonly rules: RuleHistories;
}
