import { expect, test } from 'vitest';
import { dayInChina, formatReceiptNumber, isReceiptNumber } from './receiptNumber.ts';

const parts = { terminalId: 'hall-01', day: '20261124', sequence: 7, lineage: 'K7QM' };

test('says terminal, day and sequence, and ends in a check character', () => {
  expect(formatReceiptNumber(parts)).toMatch(/^HALL-01-20261124-0007-K7QM[0-9A-Z]$/);
  expect(isReceiptNumber(formatReceiptNumber(parts))).toBe(true);
  expect(formatReceiptNumber({ ...parts, sequence: 12345 })).toContain('-12345-');
});

test('any one wrong character is noticed', () => {
  const number = formatReceiptNumber(parts);
  for (const [place, right] of [...number].entries()) {
    if (right === '-') continue;
    for (const wrong of '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ') {
      if (wrong === right) continue;
      expect(isReceiptNumber(number.slice(0, place) + wrong + number.slice(place + 1))).toBe(false);
    }
  }
});

test.each(['', 'K7QM', 'HALL-01-20261124-0007', '回执-20261124-0007-K7QMC'])('%j is no receipt number', (text) => {
  expect(isReceiptNumber(text)).toBe(false);
});

test('the day is the day in China', () => {
  expect(dayInChina(Date.parse('2026-11-24T15:59:59Z'))).toBe('20261124');
  expect(dayInChina(Date.parse('2026-11-24T16:00:00Z'))).toBe('20261125');
});
