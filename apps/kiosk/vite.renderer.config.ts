import { rareNameFont } from '@renshe/ui/rare-name-font';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string) => new URL(path, import.meta.url).pathname;

/** The page of the kiosk, and beside it what a kiosk never loads: the dev dock, and the page that tests languages. */
export default defineConfig({
  root: here('./src/renderer'),
  base: './',
  plugins: [react(), rareNameFont()],
  build: {
    outDir: here('./dist/renderer'),
    emptyOutDir: true,
    target: 'chrome140',
    // Everything from files of our own origin: the page's policy allows no data: fonts or inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: {
        kiosk: here('./src/renderer/index.html'),
        dock: here('./src/renderer/dev-dock/dev.html'),
        languages: here('./src/renderer/dev-dock/languages.html'),
      },
    },
  },
});
