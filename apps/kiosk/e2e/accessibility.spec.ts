import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { writtenLocales } from '@renshe/ui/locales';
import type { Preferences } from '../src/contract/preferences.ts';
import { type ScreenName, type Snapshot, screens } from '../src/contract/snapshot.ts';
import { AccessibilityReport, type Finding } from './support/accessibilityReport.ts';
import { installDrawnCamera } from './support/drawnCamera.ts';
import { type FakeTerminal, startFakeTerminal } from './support/fakeTerminal.ts';
import { findChromium } from './support/findChromium.ts';
import { measureReading } from './support/measureReading.ts';
import { type Limits, measureScreen } from './support/measureScreen.ts';
import { type Mode, modes, themes } from './support/modes.ts';
import { runAxe } from './support/runAxe.ts';
import {
  type Orientation,
  samples,
  settingsFor,
  snapshotOf,
  tooLongForQr,
  viewports,
} from './support/sampleSnapshots.ts';

test.skip(findChromium() === undefined, 'skipped: needs chromium');

const GAP_MM = 3;
const LINE_CHARACTERS = 20;
/** The lower 40 %, in which a seated hand reaches everything. */
const LOW_REACH = 0.4;
const CONTRAST = { light: 4.5, black: 7, yellow: 7 };
/** Second taps on one control are ignored for 300 ms; a page is turned no faster. */
const TURN_MS = 320;

for (const orientation of ['portrait', 'landscape'] satisfies Orientation[]) {
  test.describe(orientation, () => {
    let terminal: FakeTerminal;
    let context: BrowserContext;
    let page: Page;
    let report: AccessibilityReport;
    let seq = 0;
    const { profile } = settingsFor(orientation);
    const pixelsPerMm = Math.hypot(profile.widthPx, profile.heightPx) / (profile.diagonalInches * 25.4);

    test.beforeAll(async ({ browser }, info) => {
      report = new AccessibilityReport(info.project.outputDir);
      terminal = await startFakeTerminal(settingsFor(orientation), starting);
      context = await browser.newContext({
        viewport: viewports[orientation],
        hasTouch: true,
        // What moves is judged by its end; that it moves at 60 frames a second is measured elsewhere.
        reducedMotion: 'reduce',
      });
      page = await context.newPage();
      await page.addInitScript(installDrawnCamera);
      await page.goto(terminal.url);
      await page.locator('[data-screen="starting"]').waitFor();
      await page.evaluate(() => document.fonts.ready);
    });

    test.afterAll(async () => {
      report.write();
      await context.close();
      await terminal.close();
    });

    const show = async (snapshot: Omit<Snapshot, 'seq' | 'session'>, spoken = false) => {
      seq += 1;
      if (spoken) terminal.forget();
      terminal.show({ ...snapshot, seq, session: seq });
      const { theme, form, reach } = snapshot.preferences;
      const root = `[data-theme="${theme}"][data-form="${form}"][data-reach="${reach}"]`;
      await page.locator(`${root} [data-screen="${snapshot.view.screen}"][data-seq="${seq}"]`).waitFor();
      await settle(page);
      if (spoken) await expect.poll(() => terminal.spoken.length, 'the screen speaks').toBeGreaterThan(0);
    };
    const limitsOf = (mode: Mode): Limits => ({
      pixelsPerMm,
      targetMm: mode.targetMm,
      gapMm: GAP_MM,
      glyphMm: mode.glyphMm,
      lineCharacters: LINE_CHARACTERS,
      reach: mode.low ? LOW_REACH : 1,
    });
    const expectInPlace = async (what: string, limits: Limits, chinese = true) => {
      const measured = await measureScreen(page, limits);
      expect.soft(measured.touch, `${what}: touch targets`).toEqual([]);
      expect.soft(measured.reach, `${what}: within reach`).toEqual([]);
      expect.soft(measured.text, `${what}: text in its place`).toEqual([]);
      expect.soft(measured.small, `${what}: size of the glyphs`).toEqual([]);
      if (chinese) expect.soft(measured.lines, `${what}: lines of the prompt`).toEqual([]);
      return measured;
    };
    const expectReadable = async (what: string, theme: Preferences['theme']) => {
      const read = await measureReading(page, { contrast: CONTRAST[theme] });
      expect.soft(read.contrast, `${what}: contrast`).toEqual([]);
      expect.soft(read.order, `${what}: reading order`).toEqual([]);
      expect.soft(read.names, `${what}: names`).toEqual([]);
      return read;
    };
    const expectClean = async (what: string) => expect.soft(await runAxe(page), `${what}: axe`).toEqual([]);

    for (const screen of Object.keys(screens) as ScreenName[]) {
      test(screen, async () => {
        test.setTimeout(180_000);
        const own = samples.filter(({ view }) => view.screen === screen);
        expect(own.length, 'a screen has a sample').toBeGreaterThan(0);
        for (const mode of modes) {
          const worst = { target: 999, gap: 999, glyph: 999, contrast: 21, highContrast: 21, pages: 1 };
          let axeRuns = 0;
          for (const [index, sample] of own.entries()) {
            const snapshot = snapshotOf(sample, { seq: 0, session: 0 }, mode.preferences);
            const what = `${mode.name}, ${sample.name}`;
            await show(snapshot, mode.name === 'standard' || mode.name === 'elder');
            const { worst: sizes, pages } = await expectInPlace(what, limitsOf(mode));
            expect.soft(pages, `${what}: pages`).toBe(1);
            worst.target = Math.min(worst.target, sizes.target);
            worst.gap = Math.min(worst.gap, sizes.gap);
            worst.glyph = Math.min(worst.glyph, sizes.glyph);
            worst.pages = Math.max(worst.pages, pages);
            // Samples of a screen differ in words; colours and structure are those of the first.
            for (const theme of index === 0 ? themes : []) {
              if (theme !== 'light') await show({ ...snapshot, preferences: { ...snapshot.preferences, theme } });
              const { worstContrast } = await expectReadable(`${what}, ${theme}`, theme);
              if (theme === 'light') worst.contrast = Math.min(worst.contrast, worstContrast);
              else worst.highContrast = Math.min(worst.highContrast, worstContrast);
              await expectClean(`${what}, ${theme}`);
              axeRuns += 1;
            }
          }
          const finding: Finding = { screen, where: `${orientation}, ${mode.name}`, axeRuns, ...worst };
          report.add(finding);
        }
      });

      test(`${screen} in every language`, async () => {
        const [sample] = samples.filter(({ view }) => view.screen === screen);
        if (!sample) throw new Error(`no sample of ${screen}`);
        for (const { id: language } of writtenLocales.filter(({ id }) => id !== 'zh-Hans')) {
          for (const mode of modes.filter(({ low }) => !low)) {
            await show(snapshotOf(sample, { seq: 0, session: 0 }, { ...mode.preferences, language }));
            await page.locator(`html[lang="${language}"]`).waitFor();
            await settle(page);
            const what = `${language}, ${mode.name}`;
            await expectInPlace(what, limitsOf(mode), false);
            await expectReadable(what, 'light');
            await expectClean(what);
            await expectWholeByPages(page, what);
          }
        }
      });
    }

    test('text at 200 % loses nothing', async () => {
      test.setTimeout(240_000);
      await page.evaluate(() => document.documentElement.style.setProperty('--text-scale', '2'));
      for (const sample of samples) {
        const [standard] = modes;
        if (!standard) throw new Error('no mode');
        const what = `${sample.view.screen} (${sample.name})`;
        await show(snapshotOf(sample, { seq: 0, session: 0 }));
        await expectInPlace(what, limitsOf(standard), false);
        await expectWholeByPages(page, what);
      }
      await page.evaluate(() => document.documentElement.style.removeProperty('--text-scale'));
    });

    for (const mode of modes) {
      test(`sheets, warning and offer: ${mode.name}`, async () => {
        test.setTimeout(180_000);
        const consent = getSample('consent');
        const check = async (what: string) => {
          await settle(page);
          await expectInPlace(what, limitsOf(mode));
          await expectReadable(what, 'light');
          await expectClean(what);
        };
        const snapshot = snapshotOf(consent, { seq: 0, session: 0 }, mode.preferences);
        await show({ ...snapshot, timeLeft: { remainingMs: 25_000, warning: true } });
        await page.locator('[data-overlay="time-warning"]').waitFor();
        await check('time warning');

        await show(snapshot);
        await page.locator('[data-control="help"]').tap();
        await page.locator('[data-overlay="help"]').waitFor();
        await check('help');
        await page.waitForTimeout(TURN_MS);
        await page.locator('[data-control="help-close"]').tap();

        await page.locator('[data-control="settings"]').tap();
        await page.locator('[data-overlay="settings"]').waitFor();
        await check('settings');
        for (const question of ['theme', 'voice', 'language']) {
          await page.waitForTimeout(TURN_MS);
          await page.locator(`[data-control="ask-${question}"]`).tap();
          await page.locator('[data-control="settings-back"]').waitFor();
          await check(`settings: ${question}`);
          await page.waitForTimeout(TURN_MS);
          await page.locator('[data-control="settings-back"]').tap();
          await page.locator(`[data-control="ask-${question}"]`).waitFor();
        }
        await show(tooLongForQr(snapshotOf(getSample('receipt'), { seq: 0, session: 0 }, mode.preferences)));
        await page.locator('[data-control="begin-again"]').waitFor();
        await check('crash');
        if (mode.preferences.form === 'elder') return;
        for (const name of ['capture', 'sms-code', 'confirm', 'choose-application', 'receipt'] as const) {
          const sample = snapshotOf(getSample(name), { seq: 0, session: 0 }, mode.preferences);
          await show({ ...sample, offer: 'elder' });
          await check(`offer on ${name}`);
        }
      });
    }
  });
}

const starting = snapshotOf({ name: 'plain', view: { screen: 'starting' } }, { seq: 0, session: 0 });

function getSample(screen: ScreenName) {
  const sample = samples.find(({ view }) => view.screen === screen);
  if (!sample) throw new Error(`no sample of ${screen}`);
  return sample;
}

/** Two frames: what React has drawn is laid out, measured by the page itself, and drawn again where it had no room. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );
}

/** Where the text takes several pages, turns them all by touch and sees every line of it on one of them. */
async function expectWholeByPages(page: Page, what: string): Promise<void> {
  const reading = page.locator('[data-pages]');
  if ((await reading.count()) === 0) return;
  const count = Number(await reading.getAttribute('data-pages'));
  if (count === 1) return;
  const seen = new Set<string>();
  let all: string[] = [];
  for (let turned = 0; turned < count; turned += 1) {
    const lines = await reading.evaluate((place) => {
      const open = place.getBoundingClientRect();
      const cut = Number.parseFloat(
        (place as HTMLElement).style.clipPath.match(/0(?:px)? 0(?:px)? ([\d.]+)px/)?.[1] ?? '0',
      );
      const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
      const found: { line: string; whole: boolean }[] = [];
      for (let node = walker.nextNode(), number = 0; node; node = walker.nextNode(), number += 1) {
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const [index, box] of [...range.getClientRects()].entries()) {
          // The box of a line is taller than its glyphs where lines are set tight.
          const slack = box.height * 0.2 + 2;
          const whole = box.top > open.top - slack && box.bottom < open.bottom - cut + slack;
          found.push({ line: `${number}.${index} ${node.textContent}`, whole });
        }
      }
      return found;
    });
    all = lines.map(({ line }) => line);
    for (const { line, whole } of lines) if (whole) seen.add(line);
    if (turned === count - 1) break;
    await page.waitForTimeout(TURN_MS);
    await page.locator('[data-control="page-down"]').tap();
    await settle(page);
  }
  expect
    .soft(
      all.filter((line) => !seen.has(line)),
      `${what}: lines on no page`,
    )
    .toEqual([]);
}
