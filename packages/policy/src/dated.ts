import { z } from 'zod';
import { type Day, daySchema } from './day.ts';

/** Where a rule stands, so that a refusal can name it and an auditor can look it up. */
export const sourceSchema = z.strictObject({
  /** Title and number of the document, as it is cited. */
  title: z.string().min(1),
  clause: z.string().min(1).optional(),
  /** When the source is not an official text: what it is. Such a rule has to be confirmed before it is deployed. */
  standing: z.enum(['official', 'secondary', 'assumed']).default('official'),
});
export type Source = z.infer<typeof sourceSchema>;

/** A value that holds from a day on, until the next one or until `until`. */
export interface Dated<Value> {
  readonly from: Day;
  /** The first day on which it no longer holds; without it, it holds until the next one begins. */
  readonly until?: Day | undefined;
  readonly value: Value;
  readonly source: Source;
}

/** The history of one rule: its values in the order of their days, without overlaps. */
export function dated<Schema extends z.ZodType>(value: Schema) {
  const entry = z.strictObject({ from: daySchema, until: daySchema.optional(), value, source: sourceSchema });
  return z
    .array(entry)
    .min(1)
    .superRefine((entries, context) => {
      for (const [index, { from, until }] of entries.entries()) {
        if (until !== undefined && until <= from) {
          context.addIssue({ code: 'custom', path: [index, 'until'], message: `must be after ${from}` });
        }
        const before = entries[index - 1];
        if (!before) continue;
        const freeFrom = before.until ?? before.from;
        if (from < freeFrom || from <= before.from) {
          const message = `begins before the entry above it has ended (${freeFrom})`;
          context.addIssue({ code: 'custom', path: [index, 'from'], message });
        }
      }
    });
}

/** The value that holds on a day; undefined before the first, or in a gap between two. */
export function holdingOn<Value>(entries: readonly Dated<Value>[], day: Day): Dated<Value> | undefined {
  const begun = entries.filter(({ from }) => from <= day);
  const last = begun[begun.length - 1];
  return last && (last.until === undefined || day < last.until) ? last : undefined;
}
