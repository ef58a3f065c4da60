export { ageOn } from './age.ts';
export { type CalendarDate, dateInChina, isCalendarDate } from './calendarDate.ts';
export {
  type DocumentKind,
  type DocumentNumber,
  type DocumentNumberError,
  findContradiction,
  normaliseDocumentNumber,
  type ParsedNumber,
  parseDocumentNumber,
  parseForeignNumber2017,
  parseForeignNumber2023,
  parseHkMoTwNumber,
  parseIdNumber,
} from './documentNumber.ts';
export { findEthnicGroup } from './ethnicGroups.ts';
export { maskIdNumber } from './maskIdNumber.ts';
export { comparableName, isSameName } from './names.ts';
export { type Validity, type ValidityPeriod, validityOn } from './validity.ts';
