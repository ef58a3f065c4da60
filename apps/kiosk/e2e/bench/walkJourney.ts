import type { Browser, BrowserContext, CDPSession, Page } from '@playwright/test';
import { type FakeTerminal, startFakeTerminal } from '../support/fakeTerminal.ts';
import type { Doing, JourneyStep } from '../support/journeys.ts';
import { type Orientation, settingsFor, snapshotOf, viewports } from '../support/sampleSnapshots.ts';
import { installProbe, type Noticed } from './pageProbe.ts';

/** A finger stays down about this long on a touch screen. */
export const FINGER_DOWN_MS = 60;
/** Nobody reads a screen and reaches for it sooner; longer, too, than the page takes a second tap for a double one. */
const BETWEEN_TOUCHES_MS = 600;
/** Between the keys of a code. */
const BETWEEN_KEYS_MS = 200;
/** A screen that has not come by then will not come. */
const SCREEN_PATIENCE_MS = 20_000;

export interface Walker {
  readonly page: Page;
  readonly cdp: CDPSession;
  readonly terminal: FakeTerminal;
  /** One citizen from the first screen to the last. With `touching` false the terminal goes on without being asked. */
  walk(journey: readonly JourneyStep[], touching: boolean): Promise<void>;
  /** Shows one step's screen and waits until it is there. */
  show(step: JourneyStep): Promise<void>;
  /** Milliseconds from the beginning of navigation to the first screen of the terminal. */
  firstScreenMs(): Promise<number>;
  take(): Promise<Noticed>;
  close(): Promise<void>;
}

/** Opens a page in a context of its own, nothing cached, before a terminal that answers each touch at once. */
export async function openWalker(
  browser: Browser,
  options: { readonly page?: string; readonly orientation?: Orientation; readonly first: JourneyStep },
): Promise<Walker> {
  const orientation = options.orientation ?? 'portrait';
  /** What shall happen when the page asks for this. */
  let awaited: { intent: string; go: () => void } | undefined;
  const terminal = await startFakeTerminal(
    settingsFor(orientation),
    snapshotOf(options.first.sample, { seq: 0, session: 0 }),
    {
      ...(options.page ? { page: options.page } : {}),
      onIntent: ({ type }) => {
        if (awaited?.intent !== type) return;
        const { go } = awaited;
        awaited = undefined;
        go();
      },
    },
  );
  let context: BrowserContext | undefined;
  try {
    context = await browser.newContext({
      viewport: viewports[orientation],
      hasTouch: true,
      permissions: ['camera'],
    });
    const page = await context.newPage();
    await page.addInitScript(installProbe);
    await page.goto(terminal.url);
    await page.locator(screenOf(options.first)).waitFor();
    const cdp = await context.newCDPSession(page);
    return new PageWalker({ page, context, cdp, terminal, await: (wanted) => (awaited = wanted) });
  } catch (error) {
    await context?.close();
    await terminal.close();
    throw error;
  }
}

const screenOf = ({ sample }: JourneyStep) => `[data-screen="${sample.view.screen}"]`;

interface Parts {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly cdp: CDPSession;
  readonly terminal: FakeTerminal;
  readonly await: (wanted: { intent: string; go: () => void }) => void;
}

class PageWalker implements Walker {
  readonly #parts: Parts;
  #seq = 0;
  #session = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get page(): Page {
    return this.#parts.page;
  }

  get cdp(): CDPSession {
    return this.#parts.cdp;
  }

  get terminal(): FakeTerminal {
    return this.#parts.terminal;
  }

  async walk(journey: readonly JourneyStep[], touching: boolean): Promise<void> {
    this.#session += 1;
    const [first, ...others] = journey;
    if (!first) return;
    await this.show(first);
    let here = first;
    for (const next of others) {
      if (touching && here.doing) await this.#touchThrough(here.doing, next);
      else await this.show(next);
      here = next;
    }
    // Whatever was said and asked in this session is no part of the page's memory, but of this process's.
    this.terminal.forget();
  }

  async show(step: JourneyStep): Promise<void> {
    this.#send(step);
    await this.#see(step);
  }

  async firstScreenMs(): Promise<number> {
    const handle = await this.page.waitForFunction(() => window.probe.firstScreen());
    return (await handle.jsonValue()) ?? Number.NaN;
  }

  async take(): Promise<Noticed> {
    return this.page.evaluate(() => window.probe.take());
  }

  async close(): Promise<void> {
    await this.#parts.context.close();
    await this.terminal.close();
  }

  async #touchThrough(doing: Doing, next: JourneyStep): Promise<void> {
    await this.page.waitForTimeout(BETWEEN_TOUCHES_MS);
    this.#parts.await({ intent: doing.intent, go: () => this.#send(next) });
    for (const key of doing.keys ?? '') {
      await this.#touch(`[data-key="${key}"]`);
      await this.page.waitForTimeout(BETWEEN_KEYS_MS);
    }
    if (doing.control) await this.#touch(`[data-control="${doing.control}"]`);
    await this.#see(next);
  }

  #send({ sample }: JourneyStep): void {
    this.#seq += 1;
    this.terminal.show(snapshotOf(sample, { seq: this.#seq, session: this.#session }));
  }

  /** A finger at the middle of a control: down, a moment, up. */
  async #touch(selector: string): Promise<void> {
    const box = await this.page.locator(selector).first().boundingBox();
    if (!box) throw new Error(`nothing to touch at ${selector}`);
    const point = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await this.cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] });
    await this.page.waitForTimeout(FINGER_DOWN_MS);
    await this.cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  }

  /** Until the screen is there and three frames later: it is painted then, and the probe has noted it. */
  #see({ sample }: JourneyStep): Promise<void> {
    return this.page.evaluate(
      ({ screen, patienceMs }) =>
        new Promise<void>((resolve, reject) => {
          const began = performance.now();
          let frames = 3;
          const look = () => {
            if (document.querySelector(`[data-screen="${screen}"]`)) frames -= 1;
            if (frames === 0) resolve();
            else if (performance.now() - began > patienceMs) reject(new Error(`the screen ${screen} has not come`));
            else requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
        }),
      { screen: sample.view.screen, patienceMs: SCREEN_PATIENCE_MS },
    );
  }
}
