import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const source = join(import.meta.dirname, '..');
const sheets = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.css'))
  .map((file) => ({ file, text: readFileSync(join(source, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '') }));

/** The properties that a `transition` names; commas within `cubic-bezier()` separate none. */
function transitions(text: string): string[][] {
  return [...text.matchAll(/\btransition:\s*([^;}]+)/g)].map(([, value = '']) =>
    value
      .replaceAll(/\([^()]*\)/g, '')
      .split(',')
      .map((one) => one.trim().split(/\s+/)[0] ?? ''),
  );
}

describe('motion', () => {
  // React Aria notes each running transition in a list for the whole page and takes an element off it at its first
  // `transitioncancel` only. One that goes away in the middle of two would stay there, and with it the screen it stood
  // on: the last citizen's name in the page's memory.
  it('moves one property of an element, so that nothing is kept of a screen that leaves while it moves', () => {
    const several = sheets.flatMap(({ file, text }) =>
      transitions(text)
        .filter((properties) => properties.length > 1 || properties[0] === 'all')
        .map((properties) => `${file}: ${properties.join(', ')}`),
    );
    expect(several).toEqual([]);
  });

  it('would notice', () => {
    expect(transitions('transition: transform 1s cubic-bezier(0, 0, 1, 1), opacity 1s;')).toEqual([
      ['transform', 'opacity'],
    ]);
    expect(sheets.flatMap(({ text }) => transitions(text)).length).toBeGreaterThan(3);
  });
});
