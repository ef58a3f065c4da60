import { type Browser, chromium, type Page } from '@playwright/test';
import type { ScreenName } from '../../src/contract/snapshot.ts';

/** A screen that has not come by then will not come. */
const SCREEN_PATIENCE_MS = 45_000;
/** Longer than the kiosk's own 300 ms in which a second tap on the same key does not count. */
const BETWEEN_TAPS_MS = 400;

/** One touch and the screen change it caused, measured in the page from pointer to the painted frame. */
export interface ScreenChange {
  readonly from: string;
  readonly to: string;
  readonly ms: number;
}

declare global {
  interface Window {
    /** Filled by the observer that `openKioskPage` installs. */
    screenChanges: ScreenChange[];
  }
}

/** The kiosk's page as a robot citizen uses it: it looks at what is shown and touches what is offered. */
export interface KioskPage {
  readonly page: Page;
  /** Waits until one of these screens is seen; resolves with which and after how many ms. */
  waitFor(...screens: ScreenName[]): Promise<{ screen: ScreenName; ms: number }>;
  /** Touches the control that means this, as a finger would: by pointer, at its middle. */
  touch(control: string): Promise<void>;
  /** Types a code on the numeric keypad. */
  type(digits: string): Promise<void>;
  /** Everything that can be read on the page now, also by a screen reader. */
  read(): Promise<string>;
  /** Screen changes that a touch caused, since the page was opened. */
  changes(): Promise<ScreenChange[]>;
  close(): Promise<void>;
}

/**
 * Opens the kiosk's page in the system's Chromium without a window, its camera fed from `cameraFile`, on a screen of
 * the profile's size.
 */
export async function openKioskPage(options: {
  executable: string;
  url: string;
  cameraFile: string;
  viewport?: { width: number; height: number };
}): Promise<KioskPage> {
  const browser = await chromium.launch({
    executablePath: options.executable,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-background-networking',
      '--autoplay-policy=no-user-gesture-required',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${options.cameraFile}`,
    ],
  });
  try {
    return await attach(browser, options);
  } catch (error) {
    await browser.close();
    throw error;
  }
}

async function attach(
  browser: Browser,
  options: { url: string; viewport?: { width: number; height: number } },
): Promise<KioskPage> {
  const context = await browser.newContext({
    viewport: options.viewport ?? { width: 1080, height: 1920 },
    hasTouch: true,
  });
  const page = await context.newPage();
  await page.addInitScript(observeScreenChanges);
  await page.goto(options.url);
  return {
    page,
    waitFor: async (...screens) => {
      const began = performance.now();
      const wanted = screens.map((screen) => `[data-screen="${screen}"]`).join(',');
      const seen = page.locator(wanted).first();
      await seen.waitFor({ state: 'attached', timeout: SCREEN_PATIENCE_MS }).catch(async () => {
        const now = await page.locator('[data-screen]').first().getAttribute('data-screen');
        throw new Error(`waited for ${screens.join(' or ')}, but the screen is ${now ?? 'blank'}`);
      });
      const screen = (await seen.getAttribute('data-screen')) as ScreenName;
      return { screen, ms: performance.now() - began };
    },
    touch: (control) => page.locator(`[data-control="${control}"]:visible`).first().tap(),
    type: async (digits) => {
      let last = '';
      for (const digit of digits) {
        // The kiosk takes two quick taps on one key for a trembling hand, so the robot types as people do.
        if (digit === last) await page.waitForTimeout(BETWEEN_TAPS_MS);
        await page.locator(`[data-key="${digit}"]`).tap();
        last = digit;
      }
    },
    read: () =>
      page.evaluate(() => {
        const labels = [...document.querySelectorAll('[aria-label],[alt],[title],input')].map((element) =>
          ['aria-label', 'alt', 'title', 'value'].map((name) => element.getAttribute(name) ?? '').join(' '),
        );
        return `${document.documentElement.textContent ?? ''} ${labels.join(' ')}`;
      }),
    changes: () => page.evaluate(() => window.screenChanges),
    close: () => browser.close(),
  };
}

/** Runs in the page: notes how long each touched screen took to give way to the next, to the frame it was painted in. */
function observeScreenChanges(): void {
  window.screenChanges = [];
  let touchedAt: number | undefined;
  let last = '';
  window.addEventListener(
    'pointerdown',
    ({ target }) => {
      // A digit asks for no other screen: the code goes out by itself some time after the last one.
      const typing = target instanceof Element && target.closest('[data-key]') !== null;
      touchedAt = typing ? undefined : performance.now();
    },
    { capture: true },
  );
  const look = () => {
    const screen = document.querySelector('[data-screen]')?.getAttribute('data-screen') ?? '';
    if (screen === last) return;
    const from = last;
    last = screen;
    if (touchedAt === undefined) return;
    const began = touchedAt;
    touchedAt = undefined;
    requestAnimationFrame(() => window.screenChanges.push({ from, to: screen, ms: performance.now() - began }));
  };
  const start = () =>
    new MutationObserver(look).observe(document.documentElement, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ['data-screen'],
    });
  if (document.documentElement) start();
  else document.addEventListener('readystatechange', start, { once: true });
}
