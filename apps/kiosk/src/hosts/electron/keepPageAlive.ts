import type { WebContents } from 'electron';
import type { Logger } from 'pino';

/** At once would spin on a page that crashes while it loads. */
const RELOAD_MS = 1_000;
/** Electron says "unresponsive" when the page has not answered for some seconds; a slow machine may need as many more. */
const UNRESPONSIVE_MS = 8_000;

export interface KeepPageAliveOptions {
  readonly page: Pick<WebContents, 'on' | 'forcefullyCrashRenderer'>;
  readonly load: () => Promise<void>;
  readonly setTimeout: (callback: () => void, ms: number) => unknown;
  readonly clearTimeout: (handle: unknown) => void;
  readonly logger: Pick<Logger, 'warn'>;
}

/** Loads the page, and again whenever it crashed, hung or could not be loaded: back within ten seconds. */
export function keepPageAlive({ page, load, logger, ...timers }: KeepPageAliveOptions): void {
  let reloading: unknown;
  let unresponsive: unknown;
  const reload = (reason: string) => {
    timers.clearTimeout(unresponsive);
    logger.warn({ event: 'page.reloading', reason });
    timers.clearTimeout(reloading);
    reloading = timers.setTimeout(open, RELOAD_MS);
  };
  // A load that fails is told by did-fail-load or render-process-gone as well.
  const open = () => void load().catch(() => {});
  page.on('render-process-gone', (_event, { reason }) => reload(reason));
  page.on('did-fail-load', (_event, code, _text, _url, isMainFrame) => {
    if (isMainFrame) reload(`load failed with ${code}`);
  });
  page.on('unresponsive', () => {
    // It ends the page's process, which is told by render-process-gone.
    unresponsive = timers.setTimeout(() => page.forcefullyCrashRenderer(), UNRESPONSIVE_MS);
  });
  page.on('responsive', () => timers.clearTimeout(unresponsive));
  open();
}
