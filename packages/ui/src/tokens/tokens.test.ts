import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

function colour(name: string): [number, number, number] {
  const hex = css.match(new RegExp(`--${name}: #([0-9a-f]{6});`))?.[1];
  if (!hex) throw new Error(`no colour --${name}`);
  const part = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return [part(0), part(2), part(4)];
}

/** WCAG 2.2 contrast ratio. */
function contrast(one: string, other: string): number {
  const luminance = (name: string) => {
    const [red, green, blue] = colour(name).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
  };
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

describe('colour tokens', () => {
  it.each([
    ['ink', 'paper'],
    ['ink', 'paper-deep'],
    ['ink', 'celadon'],
    ['ink-soft', 'paper'],
    ['ink-soft', 'paper-raised'],
    ['ink-soft', 'celadon-soft'],
    ['pine', 'paper'],
    ['pine-deep', 'celadon'],
    ['paper-raised', 'pine'],
    ['cinnabar', 'paper-raised'],
  ])('%s on %s is read at 7:1', (text, ground) => {
    expect(contrast(text, ground)).toBeGreaterThanOrEqual(7);
  });

  it.each([
    ['cinnabar', 'paper'],
    ['amber', 'paper-raised'],
    ['ink-soft', 'paper-deep'],
  ])('%s on %s is read at 4.5:1', (text, ground) => {
    expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each([
    ['edge', 'paper'],
    ['edge', 'paper-raised'],
    ['pine-mist', 'paper'],
  ])('the border %s stands out from %s at 3:1', (border, ground) => {
    expect(contrast(border, ground)).toBeGreaterThanOrEqual(3);
  });
});

describe('size tokens', () => {
  const millimetres = (name: string) =>
    [...css.matchAll(new RegExp(`--${name}: calc\\(([\\d.]+) \\* var\\(--u\\)\\)`, 'g'))].map((found) =>
      Number(found[1]),
    );

  it.each(['target', 'target-large'])('--%s is a finger wide', (name) => {
    expect(millimetres(name).length).toBeGreaterThan(0);
    for (const size of millimetres(name)) expect(size).toBeGreaterThanOrEqual(20);
  });

  it.each(['type-title', 'type-lead', 'type-button', 'type-text', 'type-small'])('--%s is not too small', (name) => {
    expect(millimetres(name).length).toBe(2);
    for (const size of millimetres(name)) expect(size).toBeGreaterThanOrEqual(4.8);
  });

  it('keeps targets at least 3 mm apart', () => {
    expect(millimetres('gap')[0]).toBeGreaterThanOrEqual(3);
  });
});
