import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { HANAZONO } from '../../packages/ui/src/rare-names/hanazono.ts';

/**
 * Builds the kiosk's page unless what it is made of has not changed since the last time (by names, sizes and times of
 * the files, so that a second start costs milliseconds). Returns the folder of the built page.
 */
export async function buildRenderer(root: string): Promise<string> {
  const kiosk = join(root, 'apps/kiosk');
  const outDir = join(kiosk, 'dist/renderer');
  const stamp = join(root, '.cache/renderer.key');
  const key = hashTree([
    join(kiosk, 'src/renderer'),
    join(kiosk, 'src/contract'),
    join(root, 'packages/ui/src'),
    join(kiosk, 'vite.renderer.config.ts'),
    join(root, 'pnpm-lock.yaml'),
    // Brought by a set-up after the first start, it must still come into the page.
    ...(existsSync(HANAZONO) ? [HANAZONO] : []),
  ]);
  if (existsSync(join(outDir, 'index.html')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return outDir;
  const vite = join(kiosk, 'node_modules/vite/bin/vite.js');
  await promisify(execFile)(process.execPath, [vite, 'build', '-c', 'vite.renderer.config.ts', '--logLevel', 'warn'], {
    cwd: kiosk,
  });
  mkdirSync(join(root, '.cache'), { recursive: true });
  writeFileSync(stamp, key);
  return outDir;
}

function hashTree(paths: readonly string[]): string {
  const hash = createHash('sha256');
  const visit = (path: string): void => {
    const stats = statSync(path);
    if (stats.isDirectory()) {
      for (const name of readdirSync(path).sort()) visit(join(path, name));
    } else {
      hash.update(`${path}\0${stats.size}\0${stats.mtimeMs}\n`);
    }
  };
  for (const path of paths) visit(path);
  return hash.digest('hex');
}
