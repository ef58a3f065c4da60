import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { type PreviewServer, preview } from 'vite';
import { findChromium } from './support/findChromium.ts';
import { measureScreen } from './support/measureScreen.ts';

/**
 * Every gallery entry of the design system: as it looked when somebody last looked at it, and touchable on every screen.
 *
 * The pictures are of a page with two fifths of the pixels of a 21.5-inch portrait screen, sizes and all, so that they
 * stay small in git. Fonts are the bundled ones and nothing moves; what is left to another Chromium is how edges are smoothed, which
 * the tolerance allows for. After a change that is meant:
 *   pnpm --filter @renshe/kiosk e2e -g pictures --update-snapshots
 * and look at every picture that has changed before it is committed.
 */
/** Another version may draw edges and glyphs otherwise: whoever moves to one takes the pictures anew, and looks at them. */
const PICTURED_WITH = '156';

test.skip(findChromium() === undefined, 'skipped: needs chromium');

const ui = fileURLToPath(new URL('../../../packages/ui/', import.meta.url));
const files = readdirSync(`${ui}src`, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.gallery.tsx'))
  .map((file) => file.replace(/^.*\//, '').replace('.gallery.tsx', ''))
  .sort();

const VIEWPORTS = {
  '21-portrait': { width: 432, height: 768 },
  '21-landscape': { width: 960, height: 540 },
  '15-landscape': { width: 960, height: 540 },
  '32-landscape': { width: 960, height: 540 },
} as const;
type Size = keyof typeof VIEWPORTS;
const INCHES: Readonly<Record<Size, number>> = {
  '21-portrait': 21.5,
  '21-landscape': 21.5,
  '15-landscape': 15.6,
  '32-landscape': 32,
};

/**
 * Another Chromium smooths the edges of glyphs otherwise: no stronger than this, and in no more than this part of what the
 * component covers, so that a small component on a large page is watched as closely as a large one.
 */
const THRESHOLD = 0.25;
const CHANGED_PART = 0.02;

interface View {
  readonly entry: string;
  readonly size: Size;
  readonly theme?: 'light' | 'black' | 'yellow';
  readonly form?: 'standard' | 'elder';
  readonly language?: string;
}

test.describe('gallery', () => {
  let server: PreviewServer;
  let page: Page;
  let entries: Readonly<Record<string, readonly string[]>>;

  test.beforeAll(async ({ browser }) => {
    server = await preview({
      configFile: `${ui}gallery/vite.config.ts`,
      preview: { port: 0 },
      logLevel: 'error',
    });
    page = await browser.newPage({ viewport: VIEWPORTS['21-portrait'] });
    await page.goto(`${server.resolvedUrls?.local[0] ?? ''}frame.html`);
    entries = await page.evaluate(() => (window as unknown as { galleryEntries: typeof entries }).galleryEntries);
  });

  test.afterAll(async () => {
    await page.close();
    await server.close();
  });

  /** Without a new page: fonts of 30 MB stay read. */
  async function show(view: View): Promise<void> {
    await page.setViewportSize(VIEWPORTS[view.size]);
    const hash = new URLSearchParams({ ...view, motion: 'still' }).toString();
    await page.evaluate((next) => {
      location.hash = next;
    }, hash);
    await page.waitForFunction((asked) => document.documentElement.dataset.ready === asked, hash);
  }

  const subjectArea = () =>
    page.evaluate(() => {
      const parts = [...document.querySelectorAll('[data-subject] > *')].map((part) => part.getBoundingClientRect());
      return parts.reduce((sum, { width, height }) => sum + width * height, 0);
    });

  test('finds the files of the gallery', () => {
    expect(Object.keys(entries).sort()).toEqual(files);
  });

  test('reads the pieces of the font of rare names that a name needs, and no others', async () => {
    const read = () =>
      page.evaluate(() =>
        [...document.fonts]
          .filter((font) => font.family.includes('Renshe Rare Names') && font.status === 'loaded')
          .map((font) => font.unicodeRange),
      );
    const known = await page.evaluate(() => [...document.fonts].some(({ family }) => family.includes('Renshe Rare')));
    test.skip(!known, 'skipped: needs fonts-hanazono');
    await show({ entry: 'EntryField--empty', size: '21-portrait' });
    expect(await read()).toEqual([]);
    await show({ entry: 'EntryField--rare-name', size: '21-portrait' });
    // 𠮷, the only one of that name that the usual font lacks.
    expect(await read()).toEqual(['U+20800-20BFF']);
  });

  for (const file of files) {
    test(`pictures of ${file}`, async ({ browser }) => {
      const [major] = browser.version().split('.');
      test.skip(major !== PICTURED_WITH, `skipped: pictures are of Chromium ${PICTURED_WITH}, this is ${major}`);
      for (const entry of entries[file] ?? []) {
        for (const form of ['standard', 'elder'] as const) {
          for (const theme of ['light', 'black', 'yellow'] as const) {
            await show({ entry, size: '21-portrait', theme, form });
            const picture = await page.screenshot({ animations: 'disabled', caret: 'hide' });
            expect.soft(picture).toMatchSnapshot(`${entry}--${theme}-${form}.png`, {
              threshold: THRESHOLD,
              maxDiffPixels: Math.ceil(CHANGED_PART * (await subjectArea())),
            });
          }
        }
      }
    });

    test(`touches of ${file}`, async () => {
      const views = [
        { size: '21-portrait', form: 'standard', language: 'long' },
        { size: '21-landscape', form: 'standard', language: 'rtl' },
        { size: '15-landscape', form: 'elder', language: 'zh-Hans' },
        { size: '32-landscape', form: 'elder', language: 'en' },
      ] as const;
      for (const entry of entries[file] ?? []) {
        for (const view of views) {
          await show({ entry, ...view });
          const { width, height } = VIEWPORTS[view.size];
          const pixelsPerMm = Math.hypot(width, height) / (INCHES[view.size] * 25.4);
          const { touch } = await measureScreen(page, {
            pixelsPerMm,
            targetMm: view.form === 'elder' ? 25 : 20,
            gapMm: 3,
            glyphMm: 4.8,
            lineCharacters: 20,
            reach: 1,
          });
          expect.soft(touch, `${entry} on ${view.size}, ${view.form}, ${view.language}`).toEqual([]);
        }
      }
    });
  }
});
