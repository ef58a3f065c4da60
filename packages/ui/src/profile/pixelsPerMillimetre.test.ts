import { describe, expect, it } from 'vitest';
import { pixelsPerMillimetre } from './pixelsPerMillimetre.ts';

const screen = (widthPx: number, heightPx: number, diagonalInches: number) => ({
  name: 'test',
  widthPx,
  heightPx,
  diagonalInches,
});

describe('pixelsPerMillimetre', () => {
  it.each([
    ['21.5 inch full HD', screen(1920, 1080, 21.5), 81],
    ['27 inch full HD', screen(1920, 1080, 27), 64],
    ['32 inch full HD', screen(1920, 1080, 32), 54],
    ['19 inch SXGA', screen(1280, 1024, 19), 68],
  ])('makes 20 mm on %s the pixels of the table', (_, profile, expected) => {
    expect(Math.round(20 * pixelsPerMillimetre(profile))).toBe(expected);
  });

  it('does not mind which way the screen is turned', () => {
    expect(pixelsPerMillimetre(screen(1080, 1920, 21.5))).toBe(pixelsPerMillimetre(screen(1920, 1080, 21.5)));
  });
});
