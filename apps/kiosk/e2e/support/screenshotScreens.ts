import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { installDrawnCamera } from './drawnCamera.ts';
import { startFakeTerminal } from './fakeTerminal.ts';
import { chromiumArguments, findChromium } from './findChromium.ts';
import { samples, settingsFor, snapshotOf, viewports } from './sampleSnapshots.ts';

// node e2e/support/screenshotScreens.ts <directory> [--only <screen>] [--all]
// Takes a picture of every screen (with --all: of every sample) in both orientations from the built page.

/** Arriving animations have ended and fonts are painted by then. */
const SETTLED_MS = 750;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, all: { type: 'boolean' } },
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

const browser = await chromium.launch({ executablePath, args: chromiumArguments });
for (const orientation of ['portrait', 'landscape'] as const) {
  const folder = join(directory, orientation);
  await mkdir(folder, { recursive: true });
  const terminal = await startFakeTerminal(settingsFor(orientation), {
    seq: 0,
    session: 0,
    view: { screen: 'starting' },
  });
  const page = await browser.newPage({ viewport: viewports[orientation] });
  await page.addInitScript(installDrawnCamera);
  page.on('console', (message) => message.type() === 'error' && console.error(message.text()));
  page.on('pageerror', (error) => console.error(error));
  await page.goto(terminal.url);
  for (const [index, one] of wanted.entries()) {
    terminal.show(snapshotOf(one, { seq: index + 1, session: index + 1 }));
    await page.locator(`[data-screen="${one.view.screen}"]`).waitFor();
    await page.evaluate(() => document.fonts.ready);
    await page.waitForTimeout(SETTLED_MS);
    const file = `${String(index + 1).padStart(2, '0')}-${one.view.screen}-${one.name}.png`;
    await page.screenshot({ path: join(folder, file) });
  }
  await page.close();
  await terminal.close();
}
await browser.close();
console.log(`${wanted.length} screens in two orientations in ${directory}`);
