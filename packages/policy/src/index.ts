export { type CalendarYear, type DueDay, WorkingCalendar } from './calendar.ts';
export type { Dated, Source } from './dated.ts';
export { addDays, type Day } from './day.ts';
export type { PolicyPack } from './pack.ts';
export { PackKeeper, type PackKeeperOptions, type PackRefusal } from './packKeeper.ts';
export { type PolicyOnDay, policyOn } from './policyOn.ts';
export { type PackError, type PackFiles, readPack } from './readPack.ts';
export { type RuleName, type RuleValue, ruleNames } from './rules.ts';
export { type SignatureError, type SignedPack, signedPackSchema, signPack, type TrustedKeys } from './signedPack.ts';
