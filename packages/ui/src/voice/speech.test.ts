import { describe, expect, it } from 'vitest';
import { readKeypadKey } from './keypadKey.ts';
import { LONGEST_SENTENCE, splitSentences } from './sentences.ts';
import { gainOf, RATE_STEPS, rateOf, VOLUME_STEPS } from './steps.ts';

describe('splitSentences', () => {
  it('cuts at the ends of sentences, in Chinese and in English', () => {
    expect(splitSentences('您还在吗？时间快到了。要继续，请按“我还在”。')).toEqual([
      '您还在吗？',
      '时间快到了。',
      '要继续，请按“我还在”。',
    ]);
    expect(splitSentences('Take your card. Thank you!')).toEqual(['Take your card.', 'Thank you!']);
  });

  it('leaves numbers and codes whole', () => {
    expect(splitSentences('PZ-2026.11-0042 costs 3.5 yuan.')).toEqual(['PZ-2026.11-0042 costs 3.5 yuan.']);
  });

  it('makes nothing of nothing', () => {
    expect(splitSentences('')).toEqual([]);
    expect(splitSentences(' 。。 \n！')).toEqual([]);
  });

  it('cuts what is too long, loses nothing, and breaks no character', () => {
    const long = `${'一段没有句号的话，'.repeat(30)}𠮷${'𠮷'.repeat(200)}`;
    const parts = splitSentences(long);
    expect(parts.every((part) => part.length <= LONGEST_SENTENCE)).toBe(true);
    expect(parts.join('')).toBe(long);
    expect(parts.every((part) => part.isWellFormed())).toBe(true);
  });
});

describe('steps', () => {
  it('have at least four paces, one of them at 0.75 or below, each faster than the last', () => {
    const rates = RATE_STEPS.map((step) => rateOf(step));
    expect(rates.length).toBeGreaterThanOrEqual(4);
    expect(rates.filter((rate) => rate <= 0.75).length).toBeGreaterThan(0);
    expect(rates).toEqual([...rates].sort((one, other) => one - other));
    expect(new Set(rates).size).toBe(rates.length);
    expect(rateOf(0, 'elder')).toBeLessThan(rateOf(0));
  });

  it('are 6 dB apart in loudness, and nothing is louder than full scale', () => {
    const decibels = VOLUME_STEPS.map((step) => Math.round(20 * Math.log10(gainOf(step))));
    expect(decibels).toEqual([-24, -18, -12, -6, 0]);
    expect(gainOf(3, 6)).toBeCloseTo(gainOf(4));
    expect(gainOf(5, 12)).toBe(1);
  });
});

describe('readKeypadKey', () => {
  const plain = { code: '', repeat: false, ctrlKey: false, altKey: false, metaKey: false };

  it('reads the numeric block by its place, with Num Lock on or off', () => {
    expect(readKeypadKey({ ...plain, key: '7', code: 'Numpad7' })).toEqual({ kind: 'digit', digit: '7' });
    expect(readKeypadKey({ ...plain, key: 'Home', code: 'Numpad7' })).toEqual({ kind: 'digit', digit: '7' });
    expect(readKeypadKey({ ...plain, key: 'Enter', code: 'NumpadEnter' })).toEqual({ kind: 'confirm' });
    expect(readKeypadKey({ ...plain, key: 'ArrowDown', code: 'ArrowDown' })).toEqual({ kind: 'next' });
  });

  it.each([
    ['#', 'confirm'],
    ['*', 'back'],
    ['Backspace', 'back'],
    ['+', 'louder'],
    ['-', 'quieter'],
    ['/', 'where'],
    ['.', 'clear'],
  ])('takes %s as %s', (key, kind) => {
    expect(readKeypadKey({ ...plain, key })).toEqual({ kind });
  });

  it('knows nothing of letters, of keys held down, and of a technician’s keys', () => {
    expect(readKeypadKey({ ...plain, key: 'a' })).toBeUndefined();
    expect(readKeypadKey({ ...plain, key: '1', repeat: true })).toBeUndefined();
    expect(readKeypadKey({ ...plain, key: '1', ctrlKey: true })).toBeUndefined();
    expect(readKeypadKey({ ...plain, key: 'F5' })).toBeUndefined();
  });
});
