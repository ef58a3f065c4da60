/**
 * `110105********0017`: the first six, the last four. On a screen others see, and on a receipt that may be lost, the
 * birth date in the middle of a number is what must not be read. Numbers of other documents (15 and 18 characters) are
 * masked the same way; what is too short to keep ten characters shows only its last two.
 */
export function maskIdNumber(idNumber: string): string {
  if (idNumber.length < 14) return '*'.repeat(Math.max(0, idNumber.length - 2)) + idNumber.slice(-2);
  return idNumber.slice(0, 6) + '*'.repeat(idNumber.length - 10) + idNumber.slice(-4);
}
