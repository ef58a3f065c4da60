import { type DueDay, WorkingCalendar } from './calendar.ts';
import { holdingOn, type Source } from './dated.ts';
import { addDays, type Day } from './day.ts';
import type { PolicyPack } from './pack.ts';
import type { RuleName, RuleValue } from './rules.ts';

/** What holds in one region on one day, and by which document. */
export interface PolicyOnDay {
  readonly region: PolicyPack['region'];
  readonly version: number;
  readonly day: Day;
  value<Name extends RuleName>(rule: Name): RuleValue<Name>;
  /** What a refusal or a receipt cites. */
  source(rule: RuleName): Source;
  isWorkingDay(day: Day): boolean;
  /** The last day of a period of the region's that begins on `start`. */
  endOf(start: Day, period: { days: number; countedIn: 'working-days' | 'calendar-days' }): DueDay;
}

/**
 * The rules of a pack on a day. A day before the pack begins is served by what held when it began. Throws when a rule
 * has a gap there: `readPack` refuses packs with a gap at their beginning, and a history that ends is a mistake of its
 * author that no machine may fill in.
 */
export function policyOn(pack: PolicyPack, day: Day): PolicyOnDay {
  const held = day < pack.effectiveFrom ? pack.effectiveFrom : day;
  const calendar = new WorkingCalendar(pack.calendar);
  const entry = <Name extends RuleName>(rule: Name) => {
    const found = holdingOn<RuleValue<Name>>(pack.rules[rule], held);
    if (!found) throw new Error(`${pack.region.id}: ${rule} has no value on ${held}`);
    return found;
  };
  return {
    region: pack.region,
    version: pack.version,
    day: held,
    value: (rule) => entry(rule).value,
    source: (rule) => entry(rule).source,
    isWorkingDay: (day) => calendar.isWorkingDay(day),
    endOf: (start, { days, countedIn }) =>
      countedIn === 'working-days'
        ? calendar.afterWorkingDays(start, days)
        : { day: addDays(start, days), certain: true },
  };
}
