import { expect, type Page, test } from '@playwright/test';
import { installDrawnCamera } from './support/drawnCamera.ts';
import { type FakeTerminal, startFakeTerminal } from './support/fakeTerminal.ts';
import { findChromium } from './support/findChromium.ts';
import { findChinese, findUntranslated, isSpokenInIt } from './support/findUntranslated.ts';
import { measureScreen } from './support/measureScreen.ts';
import { type Orientation, samples, settingsFor, snapshotOf, viewports } from './support/sampleSnapshots.ts';

test.skip(findChromium() === undefined, 'skipped: needs chromium');

/** Some sixty screens, each drawn, heard and measured. */
const ALL_SCREENS_MS = 300_000;

interface Language {
  readonly name: string;
  readonly tag: string;
  readonly direction: 'ltr' | 'rtl';
  readonly pseudo: boolean;
}

/** Traditional Chinese is not among them: its sentences are those of Chinese, character by character, and as wide. */
const languages: readonly Language[] = [
  { name: 'English', tag: 'en', direction: 'ltr', pseudo: false },
  { name: 'a language 40 % longer', tag: 'en-XA', direction: 'ltr', pseudo: true },
  { name: 'a language from right to left', tag: 'ug-XB', direction: 'rtl', pseudo: true },
];

/** The pseudo-locales may use whatever fits; what they must not do is to be cut. */
const LINE_CHARACTERS = 80;
const TARGET_MM = 20;
const GAP_MM = 3;
const GLYPH_MM = 4.8;

for (const orientation of ['portrait', 'landscape'] satisfies Orientation[]) {
  for (const language of languages) {
    // Every screen of the registry has samples, or they do not compile: a new screen is tried here by itself.
    test(`every screen in ${language.name}, ${orientation}`, async ({ browser }) => {
      test.setTimeout(ALL_SCREENS_MS);
      const settings = settingsFor(orientation);
      const { profile } = settings;
      const limits = {
        pixelsPerMm: Math.hypot(profile.widthPx, profile.heightPx) / (profile.diagonalInches * 25.4),
        targetMm: TARGET_MM,
        gapMm: GAP_MM,
        glyphMm: GLYPH_MM,
        reach: 1,
        lineCharacters: LINE_CHARACTERS,
      };
      const preferences = { language: language.tag };
      const [first] = samples;
      if (!first) throw new Error('no samples');
      const terminal = await startFakeTerminal(settings, snapshotOf(first, { seq: 0, session: 0 }, preferences));
      // Nothing arrives slowly: the boxes are those that stay.
      const context = await browser.newContext({
        viewport: viewports[orientation],
        hasTouch: true,
        reducedMotion: 'reduce',
      });
      try {
        const page = await openPage(await context.newPage(), terminal, language.tag);
        const found: string[] = [];
        for (const [index, sample] of samples.entries()) {
          const at = `${sample.view.screen} (${sample.name})`;
          terminal.forget();
          terminal.show(snapshotOf(sample, { seq: index + 1, session: index + 1 }, preferences));
          await page.locator(`[data-screen="${sample.view.screen}"]`).waitFor();
          await expect.poll(() => terminal.spoken.length, `${at} speaks`).toBeGreaterThan(0);
          await settle(page);

          const { text, touch, small } = await measureScreen(page, limits);
          found.push(...[...text, ...touch, ...small].map((one) => `${at}: ${one}`));
          if (language.pseudo) {
            const untranslated = await findUntranslated(page, sample.view, settings);
            found.push(...untranslated.map((one) => `${at} is not translated: ${one}`));
            const unspoken = terminal.spoken.filter((one) => !isSpokenInIt(one, sample.view, settings));
            found.push(...unspoken.map((one) => `${at} is not spoken in it: ${one}`));
          } else {
            const chinese = await findChinese(page, sample.view, settings);
            found.push(...chinese.map((one) => `${at} is left in Chinese: ${one}`));
          }
        }
        expect(found).toEqual([]);
        expect(await page.locator('html').getAttribute('lang')).toBe(language.tag);
        expect(await page.locator('html').getAttribute('dir')).toBe(language.direction);
      } finally {
        await context.close();
        await terminal.close();
      }
    });
  }
}

async function openPage(page: Page, terminal: FakeTerminal, tag: string): Promise<Page> {
  await page.addInitScript(installDrawnCamera);
  await page.goto(terminal.url.replace('/#', '/dev-dock/languages.html#'));
  await page.locator(`html[lang="${tag}"] [data-screen]`).waitFor();
  return page;
}

/** Fonts are there and what arrives has arrived. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise(requestAnimationFrame);
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
}
