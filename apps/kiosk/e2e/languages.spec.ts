import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { standardPreferences } from '../src/contract/preferences.ts';
import { installDrawnCamera } from './support/drawnCamera.ts';
import { type FakeTerminal, startFakeTerminal } from './support/fakeTerminal.ts';
import { findChromium } from './support/findChromium.ts';
import { findChinese, findUntranslated, isOneSentence } from './support/findUntranslated.ts';
import { measureScreen } from './support/measureScreen.ts';
import { type Orientation, samples, settingsFor, snapshotOf, viewports } from './support/sampleSnapshots.ts';

test.skip(findChromium() === undefined, 'skipped: needs chromium');

/** Every screen of the registry has samples, or they do not compile: a new screen is tried here by itself. */
interface Language {
  readonly name: string;
  readonly tag: string;
  readonly direction: 'ltr' | 'rtl';
  readonly pseudo: boolean;
}

const languages: readonly Language[] = [
  { name: 'English', tag: 'en', direction: 'ltr', pseudo: false },
  { name: 'traditional Chinese', tag: 'zh-Hant', direction: 'ltr', pseudo: false },
  { name: 'a language 40 % longer', tag: 'en-XA', direction: 'ltr', pseudo: true },
  { name: 'a language from right to left', tag: 'ug-XB', direction: 'rtl', pseudo: true },
];

/** A Latin letter is about half as wide as a Chinese character; the pseudo-locales may use whatever fits. */
const LINE_CHARACTERS = 80;
const TARGET_MM = 20;
const GAP_MM = 3;
const GLYPH_MM = 4.8;

for (const orientation of ['portrait', 'landscape'] satisfies Orientation[]) {
  const settings = settingsFor(orientation);
  const { profile } = settings;
  const limits = {
    pixelsPerMm: Math.hypot(profile.widthPx, profile.heightPx) / (profile.diagonalInches * 25.4),
    targetMm: TARGET_MM,
    gapMm: GAP_MM,
    glyphMm: GLYPH_MM,
    lineCharacters: LINE_CHARACTERS,
  };

  for (const language of languages) {
    test.describe(`${language.name}, ${orientation}`, () => {
      let terminal: FakeTerminal;
      let context: BrowserContext;
      let page: Page;
      let seq = 0;

      test.beforeAll(async ({ browser }) => {
        const preferences = { ...standardPreferences, language: language.tag };
        terminal = await startFakeTerminal(settings, { seq: 0, session: 0, preferences, view: { screen: 'starting' } });
        // Nothing arrives slowly: the boxes are those that stay.
        context = await browser.newContext({
          viewport: viewports[orientation],
          hasTouch: true,
          reducedMotion: 'reduce',
        });
        page = await context.newPage();
        await page.addInitScript(installDrawnCamera);
        await page.goto(terminal.url.replace('/#', '/dev-dock/languages.html#'));
        await page.locator(`html[lang="${language.tag}"] [data-screen="starting"]`).waitFor();
        await page.evaluate(() => document.fonts.ready);
      });

      test.afterAll(async () => {
        await context.close();
        await terminal.close();
      });

      for (const sample of samples) {
        test(`${sample.view.screen} (${sample.name})`, async () => {
          seq += 1;
          terminal.forget();
          terminal.show({
            ...snapshotOf(sample, { seq, session: seq }),
            preferences: { ...standardPreferences, language: language.tag },
          });
          await page.locator(`[data-screen="${sample.view.screen}"]`).waitFor();
          await expect.poll(() => terminal.spoken.length, 'the screen speaks').toBeGreaterThan(0);
          await page.evaluate(() => document.fonts.ready);

          expect.soft(await page.locator('html').getAttribute('lang')).toBe(language.tag);
          expect.soft(await page.locator('html').getAttribute('dir')).toBe(language.direction);
          const { text, touch, small } = await measureScreen(page, limits);
          expect.soft(text, 'text in its place').toEqual([]);
          expect.soft(touch, 'touch targets').toEqual([]);
          expect.soft(small, 'size of the glyphs').toEqual([]);
          if (language.pseudo) {
            expect.soft(await findUntranslated(page, sample.view, settings), 'not translated').toEqual([]);
            expect
              .soft(
                terminal.spoken.filter((one) => !isOneSentence(one)),
                'not spoken in it',
              )
              .toEqual([]);
          }
          if (language.tag === 'en') {
            expect.soft(await findChinese(page, sample.view, settings), 'left in Chinese').toEqual([]);
          }
        });
      }
    });
  }
}
