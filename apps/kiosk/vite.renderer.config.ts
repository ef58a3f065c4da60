import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string) => new URL(path, import.meta.url).pathname;

/** The page of the kiosk, and the dev dock beside it as an entry of its own that a kiosk never loads. */
export default defineConfig({
  root: here('./src/renderer'),
  base: './',
  plugins: [react()],
  build: {
    outDir: here('./dist/renderer'),
    emptyOutDir: true,
    target: 'chrome140',
    // Everything from files of our own origin: the page's policy allows no data: fonts or inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { kiosk: here('./src/renderer/index.html'), dock: here('./src/renderer/dev-dock/dev.html') },
    },
  },
});
