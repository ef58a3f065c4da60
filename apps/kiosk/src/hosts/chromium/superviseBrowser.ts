import { rmSync } from 'node:fs';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { BrowserProcess } from './browserProcess.ts';

export interface Timers {
  now(): number;
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
}

/** A crashed page is back within ten seconds: this, and the second or two a start takes. */
const FIRST_RESTART_MS = 500;
const LAST_RESTART_MS = 10_000;
const STEADY_MS = 60_000;
/** From the start to the page being asked for; a cold disk takes its time. */
const OPEN_LIMIT_MS = 20_000;
/** The page is asked this often whether it still runs, and may be busy this long. */
const LOOK_MS = 3_000;
const HANG_MS = 9_000;
const STOP_GRACE_MS = 2_000;

export interface SuperviseBrowserOptions {
  readonly launch: () => BrowserProcess;
  /** A fresh address for each start; what the last browser held opens nothing any more. */
  readonly nextAddress: () => string;
  /** The one origin that may have the camera. */
  readonly origin: string;
  readonly profileDir: string;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  readonly timers: Timers;
}

export interface SupervisedBrowser {
  stop(): Promise<void>;
}

const targetsSchema = z.object({ targetInfos: z.array(z.object({ targetId: z.string(), type: z.string() })) });
const sessionSchema = z.object({ sessionId: z.string() });

/**
 * Keeps a browser showing our page. Whatever goes wrong with it, crash of the page or of the browser, a page that hangs
 * or was closed, there is one cure that always works: a new browser with an empty profile.
 */
export function superviseBrowser(options: SuperviseBrowserOptions): SupervisedBrowser {
  const { timers, logger, origin } = options;
  let stopped = false;
  let restartMs = FIRST_RESTART_MS;
  let current: BrowserProcess | undefined;
  let restartTimer: unknown;

  const run = async (): Promise<void> => {
    const browser = options.launch();
    current = browser;
    const startedAt = timers.now();
    const trouble = await Promise.race([browser.ended, show(browser)]);
    browser.kill();
    await browser.ended;
    if (stopped) return;
    if (timers.now() - startedAt >= STEADY_MS) restartMs = FIRST_RESTART_MS;
    logger.warn({ event: 'browser.restarting', reason: trouble, inMs: restartMs });
    restartTimer = timers.setTimeout(() => void run(), restartMs);
    restartMs = Math.min(LAST_RESTART_MS, restartMs * 2);
  };

  /** Opens the page and resolves when it needs a new browser, with half a sentence why. */
  async function show(browser: BrowserProcess): Promise<string> {
    const lost = new Promise<string>((resolve) => {
      browser.onEvent((method) => {
        if (method === 'Target.targetCrashed') resolve('its page crashed');
        if (method === 'Target.detachedFromTarget') resolve('its page was closed');
      });
    });
    try {
      const sessionId = await within(timers, OPEN_LIMIT_MS, open(browser));
      if (sessionId === undefined) return `did not open the page within ${OPEN_LIMIT_MS} ms`;
      logger.info({ event: 'browser.open' });
      return await Promise.race([lost, watchForHang(browser, sessionId)]);
    } catch (error) {
      return `refused a command: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  async function open(browser: BrowserProcess): Promise<string> {
    await browser.command('Target.setDiscoverTargets', { discover: true });
    await browser.command('Browser.grantPermissions', { origin, permissions: ['videoCapture'] });
    const { targetInfos } = targetsSchema.parse(await browser.command('Target.getTargets'));
    const page = targetInfos.find(({ type }) => type === 'page');
    if (!page) throw new Error('it has no page');
    const attached = await browser.command('Target.attachToTarget', { targetId: page.targetId, flatten: true });
    const { sessionId } = sessionSchema.parse(attached);
    await browser.command('Page.navigate', { url: options.nextAddress() }, sessionId);
    return sessionId;
  }

  async function watchForHang(browser: BrowserProcess, sessionId: string): Promise<string> {
    for (;;) {
      await new Promise<void>((resolve) => void timers.setTimeout(resolve, LOOK_MS));
      const look = browser.command('Runtime.evaluate', { expression: '1' }, sessionId);
      // A browser that ends meanwhile is told of elsewhere.
      const alive = await within(timers, HANG_MS, look).catch(() => true);
      if (alive === undefined) return `its page did not answer for ${HANG_MS} ms`;
      if (stopped || browser !== current) return 'it was replaced';
    }
  }

  void run();
  return {
    stop: async () => {
      stopped = true;
      timers.clearTimeout(restartTimer);
      const browser = current;
      if (browser) {
        void browser.command('Browser.close').catch(() => {});
        await within(timers, STOP_GRACE_MS, browser.ended);
        browser.kill();
        await browser.ended;
      }
      rmSync(options.profileDir, { recursive: true, force: true });
    },
  };
}

/** Undefined when it took longer. */
async function within<T>(timers: Timers, ms: number, work: Promise<T>): Promise<T | undefined> {
  let timer: unknown;
  const late = new Promise<undefined>((resolve) => {
    timer = timers.setTimeout(() => resolve(undefined), ms);
  });
  return Promise.race([work, late]).finally(() => timers.clearTimeout(timer));
}
