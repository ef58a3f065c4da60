import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const MAX_LINES = 400;
const DEPENDENCY_FIELDS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];
const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/;
/** Folders that are somebody's machine and not a part of any system. */
const MACHINE_PATH = /(?<![\w.~-])\/(?:work|farm|root|Users|home)\/[\w.-]+/;
/** In an address whatever its name; bare only with the ending of a host, for `registry.consent.utilities` is code. */
const REGISTRY_HOST =
  /\/\/(?:[\w-]+\.)*registry\.[\w-]+|\bregistry(?:\.[\w-]+)+\.(?:org|com|net|cn|io|dev)\b|\bnpmmirror\b/i;
const BINARY = new Set([
  '.bin',
  '.gz',
  '.jpg',
  '.jpeg',
  '.ogg',
  '.otf',
  '.pdf',
  '.png',
  '.ttf',
  '.wasm',
  '.webp',
  '.woff2',
  '.y4m',
]);

/** What git has, and what it would take: a file counts before it is committed. */
const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\0')
  .filter((file) => file !== '');

const texts = new Map<string, string>();
for (const file of files) {
  if (BINARY.has(extname(file))) continue;
  try {
    texts.set(file, readFileSync(join(ROOT, file), 'utf8'));
  } catch (error) {
    // Deleted here, but still in the index.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** `file:line: text` of every line that matches. */
function linesMatching(pattern: RegExp): string[] {
  return [...texts].flatMap(([file, text]) =>
    text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
  );
}

describe('the house', () => {
  it('has files to look at', () => {
    expect(texts.has('package.json')).toBe(true);
    expect(texts.has('scripts/house.test.ts')).toBe(true);
  });

  it(`keeps every source file within ${MAX_LINES} lines`, () => {
    const long = [...texts]
      .filter(([file]) => /\.tsx?$/.test(file) && !/\.gen\.tsx?$/.test(file))
      .map(([file, text]) => ({ file, lines: text.trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > MAX_LINES);
    expect(long).toEqual([]);
  });

  it('names exact versions of everything it depends on', () => {
    const loose = [...texts].flatMap(([file, text]) => {
      if (basename(file) !== 'package.json') return [];
      const manifest = JSON.parse(text) as Record<string, Record<string, string> | undefined>;
      return DEPENDENCY_FIELDS.flatMap((field) => Object.entries(manifest[field] ?? {}))
        .filter(([name, version]) => !(name.startsWith('@renshe/') ? version === 'workspace:*' : EXACT.test(version)))
        .map(([name, version]) => `${file}: ${name} ${version}`);
    });
    expect(loose).toEqual([]);
  });

  it('names no package registry: that is for the configuration of the machine', () => {
    expect(linesMatching(REGISTRY_HOST)).toEqual([]);
  });

  it('names no folder of a machine it was written on', () => {
    expect(linesMatching(MACHINE_PATH)).toEqual([]);
  });

  it('would notice', () => {
    const host = ['registry', 'example', 'org'].join('.');
    expect(REGISTRY_HOST.test(`resolution: https://${host}/pkg`)).toBe(true);
    expect(REGISTRY_HOST.test(`//${['registry', 'hall', 'internal'].join('.')}/:_authToken=x`)).toBe(true);
    expect(REGISTRY_HOST.test(`npm packages come from ${host}`)).toBe(true);
    expect(REGISTRY_HOST.test('registry.consent.utilities({ screen })')).toBe(false);
    expect(MACHINE_PATH.test(['open("', 'home', 'someone', 'x")'].join('/'))).toBe(true);
    expect(MACHINE_PATH.test('../shared/home/people and https://example.org/work/a')).toBe(false);
  });
});
