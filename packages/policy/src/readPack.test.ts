import { describe, expect, it } from 'vitest';
import { readPack } from './readPack.ts';
import { regionFiles } from './testing.ts';

const good = regionFiles('qingtan');
const line = (file: string, text: string) => (good[file] ?? '').split('\n').findIndex((one) => one.includes(text)) + 1;
const changed = (file: string, from: string, to: string) => {
  const text = good[file] ?? '';
  expect(text).toContain(from);
  return readPack({ ...good, [file]: text.replace(from, to) });
};

describe('a wrong pack is refused with file, line and reason', () => {
  it.each([
    ['a value that cannot be', 'application.yaml', 'amountFen: 2000', 'amountFen: -5', 'amountFen: 2000', />=0/],
    ['a word that is none', 'collection.yaml', 'value: bank-pays', 'value: nobody-pays', 'value: bank-pays', /postage/],
    [
      'a key nobody knows',
      'card.yaml',
      'homeVisit: true }',
      'homeVisit: true, byDrone: 1 }',
      'homeVisit: true }',
      /byDrone/,
    ],
    ['a rule nobody knows', 'card.yaml', 'pin.reset:', 'pin.restart:', 'pin.reset:', /pin\.restart/],
    [
      'a day that does not exist',
      'card.yaml',
      '2026-06-01\n      value',
      '2026-06-31\n      value',
      'from: 2026-06-01',
      /loss\.temporary/,
    ],
    [
      'a rule without a source',
      'application.yaml',
      'source: { title: 全国人力资源和社会保障服务热线 }',
      '',
      'value: "12333"',
      /source/,
    ],
    [
      'an end before the beginning',
      'application.yaml',
      'until: 2026-04-25',
      'until: 2018-04-25',
      'until: 2026-04-25',
      /after 2019-01-01/,
    ],
    [
      'histories that overlap',
      'application.yaml',
      'until: 2026-04-25',
      'until: 2026-05-25',
      '- from: 2026-04-25',
      /begins before/,
    ],
    [
      'an alternative that is half one form and half the other',
      'collection.yaml',
      'allowed: true',
      'allowed: false',
      'allowed: true',
      /collection\.agent/,
    ],
    ['no YAML at all', 'card.yaml', 'pin.reset:\n', 'pin.reset: [\n', 'pin.reset:', /YAML/],
    ['a key twice', 'card.yaml', 'loss.agent:', 'loss.formal:', 'loss.agent:', /unique/],
    [
      'a weekday that is "worked instead"',
      'calendar.yaml',
      '2026-09-20',
      '2026-09-21',
      'workedWeekendDays: [2026-01-04',
      /worked anyway/,
    ],
  ])('%s', (_what, file, from, to, at, reason) => {
    const result = changed(file, from, to);
    expect(result).toMatchObject({ ok: false, error: { code: 'PACK_INVALID', file } });
    if (result.ok) return;
    expect(result.error.reason).toMatch(reason);
    // Within the entry that is wrong: the line itself, or the value that stands under it.
    expect(Math.abs(result.error.line - line(file, at))).toBeLessThanOrEqual(3);
    expect(result.error.next).not.toBe('');
  });

  it('names the rule that is missing', () => {
    const { 'card.yaml': _, ...rest } = good;
    expect(readPack(rest)).toMatchObject({
      ok: false,
      error: { reason: expect.stringContaining('activation.social') },
    });
  });

  it('names both files that give the same rule', () => {
    const result = readPack({ ...good, 'extra.yaml': good['card.yaml'] ?? '' });
    expect(result).toMatchObject({
      ok: false,
      error: { file: 'extra.yaml', reason: expect.stringContaining('card.yaml') },
    });
  });

  it('refuses a rule that has no value yet when the pack begins', () => {
    const result = changed('application.yaml', '- from: 2008-01-01', '- from: 2027-01-01');
    expect(result).toMatchObject({
      ok: false,
      error: { reason: expect.stringContaining('hotline has no value on 2026-01-01') },
    });
  });
});
