import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { rareNameFont } from '../src/rare-names/rareNameFont.ts';

const here = (path: string) => new URL(path, import.meta.url).pathname;

/** The gallery while one works (`pnpm gallery`), and built for its tests: two pages, no network. */
export default defineConfig({
  root: here('.'),
  base: './',
  plugins: [react(), rareNameFont()],
  server: { host: '127.0.0.1', port: 5180 },
  preview: { host: '127.0.0.1' },
  build: {
    outDir: here('./dist'),
    emptyOutDir: true,
    target: 'chrome140',
    assetsInlineLimit: 0,
    rollupOptions: { input: { gallery: here('./index.html'), frame: here('./frame.html') } },
  },
});
