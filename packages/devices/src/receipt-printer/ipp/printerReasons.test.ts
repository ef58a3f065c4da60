import { describe, expect, it } from 'vitest';
import { findBlockingFault, paperSupplyOf } from './printerReasons.ts';

describe('the reasons a printer gives', () => {
  it.each([
    [['media-empty'], 'paper-out'],
    [['media-empty-report'], 'paper-out'],
    [['media-low-warning', 'media-needed-warning'], 'paper-out'],
    [['media-jam-error'], 'paper-jammed'],
    [['cover-open-warning'], 'cover-open'],
    [['door-open-report'], 'cover-open'],
    [['offline-report'], 'printer-unreachable'],
    [['paused'], 'printer-error'],
  ])('%j keep it from printing as %s', (reasons, code) => {
    expect(findBlockingFault('idle', reasons)).toBe(code);
  });

  it.each([[[]], [['none']], [['media-low-report']], [['toner-low-warning']], [['media-emptying']]])(
    '%j do not',
    (reasons) => {
      expect(findBlockingFault('idle', reasons)).toBeUndefined();
    },
  );

  it('names what is in the way before the paper that is missing behind it', () => {
    expect(findBlockingFault('stopped', ['media-empty-error', 'cover-open-error'])).toBe('cover-open');
  });

  it('takes a stopped printer without a known reason for broken', () => {
    expect(findBlockingFault('stopped', ['spool-area-full'])).toBe('printer-error');
  });

  it.each([
    [[], 'full'],
    [['media-low-report'], 'low'],
    [['media-empty-warning', 'media-low'], 'out'],
    [['media-jam', 'media-empty'], 'jammed'],
  ])('%j mean paper %s', (reasons, paper) => {
    expect(paperSupplyOf(reasons)).toBe(paper);
  });
});
