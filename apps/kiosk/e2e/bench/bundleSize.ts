import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';

export interface BundleSize {
  /** Scripts and styles the page cannot begin without, each with its gzip size in bytes. */
  readonly initial: readonly { readonly file: string; readonly bytes: number }[];
  readonly initialBytes: number;
  /** Scripts and styles that are fetched only when they are needed. */
  readonly laterBytes: number;
}

/** Adds up what `index.html` names, and what that imports statically in turn. Fonts and pictures are not counted. */
export function measureBundle(page: string, index = 'index.html'): BundleSize {
  const found = new Set<string>();
  const visit = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    if (!file.endsWith('.js')) return;
    for (const imported of staticImports(readFileSync(join(page, file), 'utf8'))) {
      visit(normalize(join(dirname(file), imported)));
    }
  };
  const html = readFileSync(join(page, index), 'utf8');
  for (const [, address] of html.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)) {
    if (address) visit(normalize(join(dirname(index), address)));
  }
  const initial = [...found].map((file) => ({ file: basename(file), bytes: gzipBytes(join(page, file)) }));
  const all = readdirSync(page, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(?:js|css)$/.test(file));
  return {
    initial,
    initialBytes: sum(initial.map(({ bytes }) => bytes)),
    laterBytes: sum(all.filter((file) => !found.has(normalize(file))).map((file) => gzipBytes(join(page, file)))),
  };
}

/** `import … from "./x.js"`, `import "./x.js"` and `export … from "./x.js"`, not `import("./x.js")`. */
function staticImports(script: string): string[] {
  return [...script.matchAll(/\b(?:import|from)\s*["'](\.{1,2}\/[^"']+\.js)["']/g)].flatMap(([, file]) => file ?? []);
}

const gzipBytes = (file: string) => gzipSync(readFileSync(file), { level: 9 }).length;
const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
