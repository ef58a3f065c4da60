import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

const kiosk = fileURLToPath(new URL('../../', import.meta.url));

export interface BuiltPages {
  readonly kiosk: string;
  readonly bare: string;
}

/** Builds the kiosk's page and the bare one from the sources as they are now, into a folder of their own. */
export async function buildPages(folder: string): Promise<BuiltPages> {
  const pages = { kiosk: join(folder, 'kiosk'), bare: join(folder, 'bare') };
  await build({
    configFile: join(kiosk, 'vite.renderer.config.ts'),
    logLevel: 'error',
    build: { outDir: pages.kiosk, emptyOutDir: true },
  });
  await build({
    configFile: false,
    logLevel: 'error',
    root: join(kiosk, 'e2e/bench/bare'),
    base: './',
    plugins: [react()],
    build: { outDir: pages.bare, emptyOutDir: true, target: 'chrome140', modulePreload: { polyfill: false } },
  });
  return pages;
}
