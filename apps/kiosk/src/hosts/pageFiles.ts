import { existsSync, readdirSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/wav',
};

export interface PageFile {
  readonly path: string;
  readonly contentType: string;
}

/** The page has not been built. */
export class PageMissingError extends Error {
  override readonly name = 'PageMissingError';
  readonly code = 'PAGE_MISSING';
}

/**
 * The files of the built page by their path in an address. Only what lay there at the start can be asked for, so there
 * is no path to climb out by. Throws `PageMissingError` when there is no built page.
 */
export function listPageFiles(folder: string, options: { withDock: boolean }): ReadonlyMap<string, PageFile> {
  if (!existsSync(join(folder, 'index.html'))) {
    throw new PageMissingError(
      `there is no built page in ${folder}\nBuild it: ./scripts/pnpm --filter @renshe/kiosk build:renderer`,
    );
  }
  const files = new Map<string, PageFile>();
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const contentType = CONTENT_TYPES[extname(entry.name)];
    if (!entry.isFile() || !contentType) continue;
    const path = join(entry.parentPath, entry.name);
    const address = `/${relative(folder, path).split(sep).join('/')}`;
    if (address.startsWith('/dev-dock/') && !options.withDock) continue;
    files.set(address, { path, contentType });
  }
  const index = files.get('/index.html');
  if (index) files.set('/', index);
  return files;
}
