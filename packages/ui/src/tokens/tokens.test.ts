import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const sizes = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const colours = readFileSync(new URL('./themes.css', import.meta.url), 'utf8');

type Theme = 'light' | 'black' | 'yellow';

/** The rules that hold in a theme, the later ones winning, as the cascade has it. */
function rulesOf(theme: Theme): Map<string, string> {
  const blocks = [...colours.matchAll(/(:root|\[data-theme[^{]*?)\s*\{([^}]*)\}/g)];
  const rules = new Map<string, string>();
  for (const [, selector = '', body = ''] of blocks) {
    if (!selector.includes(':root') && !selector.includes(`"${theme}"`)) continue;
    for (const [, name = '', value = ''] of body.matchAll(/--([a-z-]+): ([^;]+);/g)) rules.set(name, value);
  }
  return rules;
}

function colour(theme: Theme, name: string): [number, number, number] {
  const rules = rulesOf(theme);
  let value = rules.get(name);
  for (
    let reference = value?.match(/^var\(--([a-z-]+)\)$/);
    reference;
    reference = value?.match(/^var\(--([a-z-]+)\)$/)
  ) {
    value = rules.get(reference[1] ?? '');
  }
  const hex = value?.match(/^#([0-9a-f]{6})$/)?.[1];
  if (!hex) throw new Error(`no colour --${name} in ${theme}`);
  const part = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return [part(0), part(2), part(4)];
}

/** WCAG 2.2 contrast ratio. */
function contrast(theme: Theme, one: string, other: string): number {
  const luminance = (name: string) => {
    const [red, green, blue] = colour(theme, name).map((c) =>
      c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
  };
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

/** Words and what they stand on, wherever a component sets one on the other. */
const words: readonly [string, string][] = [
  ...['paper', 'paper-high', 'paper-low', 'paper-deep', 'paper-raised', 'hill-far', 'hill-mid', 'hill-near'].flatMap(
    (ground): [string, string][] => [
      ['ink', ground],
      ['ink-soft', ground],
    ],
  ),
  ['ink', 'celadon'],
  ['ink-soft', 'celadon-soft'],
  ['pine', 'paper'],
  ['pine', 'paper-raised'],
  ['pine-deep', 'celadon'],
  ['pine-deep', 'celadon-soft'],
  ['pine-deep', 'pressed'],
  ['ink', 'pressed'],
  ['on-act', 'act'],
  ['on-act', 'act-high'],
  ['on-act', 'act-low'],
  ['on-act', 'act-pressed'],
  ['amber', 'paper-raised'],
  ['amber-ink', 'amber-soft'],
  ['cinnabar', 'paper'],
  ['cinnabar', 'paper-raised'],
  ['ink', 'cinnabar-soft'],
  ['on-camera-advice', 'camera-advice'],
];

/** Borders and signs, and what they must stand out from to be seen at all (WCAG 1.4.11). */
const shapes: readonly [string, string][] = [
  ['edge', 'paper'],
  ['edge', 'paper-raised'],
  ['choice-edge', 'paper-raised'],
  ['act', 'paper'],
  ['act', 'hill-near'],
  ['pine-mist', 'paper'],
  ['art-line', 'art-card'],
  ['art-line', 'paper'],
  ['art-alarm', 'art-card'],
  ['art-solid', 'art-portrait'],
  ['art-on-solid', 'art-solid'],
];

describe.each([
  ['light', 4.5],
  ['black', 7],
  ['yellow', 7],
] as const)('the colours of %s', (theme, least) => {
  it.each(words)(`%s on %s is read at ${least}:1`, (text, ground) => {
    expect(contrast(theme, text, ground)).toBeGreaterThanOrEqual(least);
  });

  it.each(shapes)('%s stands out from %s at 3:1', (shape, ground) => {
    expect(contrast(theme, shape, ground)).toBeGreaterThanOrEqual(3);
  });
});

it('gives every role of the light theme a colour in the other two', () => {
  const fixed = colours.slice(colours.indexOf('[data-theme="black"]'));
  for (const name of rulesOf('light').keys()) expect(fixed, `--${name}`).toContain(`--${name}:`);
});

describe('size tokens', () => {
  const types = 'poster title heading digit lead button value text small utility'
    .split(' ')
    .map((name) => `type-${name}`);
  const millimetres = (name: string) =>
    [...sizes.matchAll(new RegExp(`--${name}: (?:max\\(|min\\()?calc\\(([\\d.]+) \\* var\\(--[ut]\\)\\)`, 'g'))].map(
      (found) => Number(found[1]),
    );
  const elder = sizes.slice(sizes.indexOf('[data-form="elder"]'));

  it.each(['target', 'target-large'])('--%s is a finger wide, 25 mm in the elder form', (name) => {
    const found = millimetres(name);
    expect(found.length).toBe(4);
    for (const size of found.slice(0, 2)) expect(size).toBeGreaterThanOrEqual(20);
    for (const size of found.slice(2)) expect(size).toBeGreaterThanOrEqual(25);
  });

  it.each(types)('--%s is not too small, and in the elder form never below 7 mm on any screen', (name) => {
    for (const size of millimetres(name)) expect(size).toBeGreaterThanOrEqual(4.8);
    const lines = elder.split('\n').filter((line) => line.includes(`--${name}:`));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toContain('var(--glyph)');
  });

  it('says in millimetres what must never shrink', () => {
    expect(sizes).toContain('--finger: calc(20 * var(--mm))');
    expect(sizes).toContain('--glyph: calc(4.8 * var(--mm))');
    expect(elder).toContain('--finger: calc(25 * var(--mm))');
    expect(elder).toContain('--glyph: calc(7 * var(--mm))');
  });

  it('keeps targets at least 3 mm apart', () => {
    expect(millimetres('gap')[0]).toBeGreaterThanOrEqual(3);
  });
});
