import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { installDrawnCamera } from './drawnCamera.ts';
import { startFakeTerminal } from './fakeTerminal.ts';
import { chromiumArguments, findChromium } from './findChromium.ts';
import { modes, themes } from './modes.ts';
import { type Orientation, samples, settingsFor, snapshotOf, viewports } from './sampleSnapshots.ts';

// node e2e/support/screenshotScreens.ts <directory> [--only <screen,…>] [--all] [--mode <mode,…>] [--theme <theme,…>]
//   [--language <tag>] [--scale <text scale>] [--orientation <portrait|landscape>] [--offer]
// Takes a picture of every screen (with --all: of every sample) from the built page, in each mode and theme asked for, and
// lays those of a mode side by side on one contact sheet.

/** Two frames and a little: motion is off, so that a picture shows what stays. */
const SETTLED_MS = 120;
const SHEET_COLUMNS = { portrait: 7, landscape: 5 };
const SHEET_WIDTH_PX = 2000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    all: { type: 'boolean' },
    mode: { type: 'string', default: 'standard' },
    theme: { type: 'string', default: 'light' },
    language: { type: 'string', default: 'zh-Hans' },
    scale: { type: 'string', default: '1' },
    orientation: { type: 'string' },
    offer: { type: 'boolean' },
  },
});
const directory = positionals[0];
const executablePath = findChromium();
if (!directory || !executablePath) {
  console.error(directory ? 'needs chromium on the PATH' : 'usage: screenshotScreens.ts <directory> [--only <screen>]');
  process.exit(1);
}

const wanted = samples.filter(
  ({ view: { screen } }, index) =>
    (values.only === undefined || values.only.split(',').includes(screen)) &&
    (values.all || samples.findIndex((one) => one.view.screen === screen) === index),
);
const chosen = (list: string, name: string) => list === 'all' || list.split(',').includes(name);

const browser = await chromium.launch({ executablePath, args: chromiumArguments });
for (const orientation of ['portrait', 'landscape'] as const) {
  if (values.orientation !== undefined && values.orientation !== orientation) continue;
  const settings = settingsFor(orientation);
  const terminal = await startFakeTerminal(
    settings,
    snapshotOf({ name: 'plain', view: { screen: 'starting' } }, { seq: 0, session: 0 }),
  );
  const page = await browser.newPage({ viewport: viewports[orientation], reducedMotion: 'reduce' });
  await page.addInitScript(installDrawnCamera);
  page.on('console', (message) => message.type() === 'error' && console.error(message.text()));
  page.on('pageerror', (error) => console.error(error));
  await page.goto(terminal.url);
  let seq = 0;
  for (const mode of modes.filter(({ name }) => chosen(values.mode, name))) {
    for (const theme of themes.filter((name) => chosen(values.theme, name))) {
      const name = [orientation, mode.name, theme, values.language].join('-');
      const folder = join(directory, name);
      await mkdir(folder, { recursive: true });
      const pictures: string[] = [];
      for (const [index, one] of wanted.entries()) {
        seq += 1;
        terminal.show({
          ...snapshotOf(one, { seq, session: seq }, { ...mode.preferences, theme, language: values.language }),
          ...(values.offer ? { offer: 'elder' } : {}),
        });
        await page.locator(`[data-screen="${one.view.screen}"]`).waitFor();
        await page.evaluate((scale) => {
          document.documentElement.style.setProperty('--text-scale', scale);
          return document.fonts.ready;
        }, values.scale);
        await page.waitForTimeout(SETTLED_MS);
        const file = `${String(index + 1).padStart(2, '0')}-${one.view.screen}-${one.name}.png`;
        const picture = await page.screenshot({ path: join(folder, file) });
        pictures.push(`data:image/png;base64,${picture.toString('base64')}`);
      }
      await layOut(pictures, orientation, join(directory, `${name}.png`));
    }
  }
  await page.close();
  await terminal.close();
}
await browser.close();
console.log(`${wanted.length} screens in ${directory}`);

/** All pictures of one mode on one sheet, in the order of a journey. */
async function layOut(pictures: readonly string[], orientation: Orientation, path: string): Promise<void> {
  const sheet: Page = await browser.newPage({ viewport: { width: SHEET_WIDTH_PX, height: 100 } });
  const columns = Math.min(SHEET_COLUMNS[orientation], pictures.length);
  const images = pictures.map((source) => `<img src="${source}" style="width:100%;display:block">`).join('');
  await sheet.setContent(
    `<body style="margin:8px;background:#777"><div style="display:grid;grid-template-columns:repeat(${columns},1fr);gap:8px">${images}</div>`,
  );
  await sheet.screenshot({ path, fullPage: true });
  await sheet.close();
}
