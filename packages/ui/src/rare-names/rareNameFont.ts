import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { HANAZONO } from './hanazono.ts';
import { makeRareNameFont } from './makeRareNameFont.ts';

/** Where the pieces lie beside the page. */
const FOLDER = 'rare-names';

/**
 * Gives a page the characters of names that Noto Sans SC lacks, those of GB 18030's level 3 beyond the BMP. A machine
 * without the font builds a page without them, and says so: names with them are then drawn with a box.
 */
export function rareNameFont(): Plugin {
  let folder: string | undefined;
  return {
    name: 'renshe:rare-name-font',
    async buildStart() {
      folder = await makeRareNameFont();
      if (folder === undefined) this.warn(`no ${HANAZONO}: rare characters of names cannot be shown (scripts/setup)`);
    },
    transformIndexHtml(_, { path }) {
      // Addresses are relative: a built page is served from any folder.
      const up = '../'.repeat(path.split('/').length - 2) || './';
      const href = `${up}${FOLDER}/rare-names.css`;
      return folder === undefined ? [] : [{ tag: 'link', attrs: { rel: 'stylesheet', href }, injectTo: 'head' }];
    },
    generateBundle() {
      for (const file of folder === undefined ? [] : readdirSync(folder)) {
        this.emitFile({ type: 'asset', fileName: `${FOLDER}/${file}`, source: readFileSync(join(folder ?? '', file)) });
      }
    },
    configureServer(server) {
      server.middlewares.use(`/${FOLDER}`, (request, response, next) => {
        const file = /^\/([\w-]+\.(css|ttf|txt))$/.exec(request.url ?? '');
        if (folder === undefined || file === null) return next();
        response.setHeader('content-type', file[2] === 'css' ? 'text/css' : 'font/ttf');
        response.end(readFileSync(join(folder, file[1] ?? '')));
      });
    },
  };
}
