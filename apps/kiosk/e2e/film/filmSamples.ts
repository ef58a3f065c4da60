import type { Browser, Page } from '@playwright/test';
import { changePreferences, standardPreferences } from '../../src/contract/preferences.ts';
import type { Snapshot } from '../../src/contract/snapshot.ts';
import { installDrawnCamera } from '../support/drawnCamera.ts';
import { type FakeTerminal, startFakeTerminal } from '../support/fakeTerminal.ts';
import type { JourneyStep } from '../support/journeys.ts';
import { type Sample, samples, settingsFor, snapshotOf, viewports } from '../support/sampleSnapshots.ts';
import type { Picture } from './contactSheet.ts';
import { type FilmMode, nameOf } from './filmMode.ts';
import { type Shot, startScreencast } from './screencast.ts';

/** Arriving animations have ended and fonts are painted by then. */
const SETTLED_MS = 800;
/** How long a screen is looked at: those with something to do, and those that pass by. */
const LOOKED_AT_MS = { doing: 2_000, passing: 1_300 };

interface Stage {
  readonly page: Page;
  show(sample: Sample): Promise<void>;
  close(): Promise<void>;
}

/** A picture of every screen there is, its first sample each, in one mode. */
export async function pictureScreens(browser: Browser, mode: FilmMode): Promise<Picture[]> {
  const stage = await openStage(browser, mode);
  const pictures: Picture[] = [];
  const first = samples.filter(
    (one, index) => samples.findIndex(({ view }) => view.screen === one.view.screen) === index,
  );
  for (const sample of first) {
    await stage.show(sample);
    await stage.page.waitForTimeout(SETTLED_MS);
    pictures.push({
      caption: sample.view.screen,
      jpeg: await stage.page.screenshot({ type: 'jpeg', quality: 90 }),
    });
  }
  await stage.close();
  return pictures;
}

/** A journey as a citizen sees it, with the finger's touches shown, against a terminal that answers from samples. */
export async function filmSamples(
  browser: Browser,
  mode: FilmMode,
  journey: readonly JourneyStep[],
  size: { width: number; height: number },
): Promise<Shot[]> {
  const stage = await openStage(browser, mode);
  const [first] = journey;
  if (!first) throw new Error('the journey has no screens');
  await stage.show(first.sample);
  await stage.page.waitForTimeout(SETTLED_MS);
  const cdp = await stage.page.context().newCDPSession(stage.page);
  const screencast = await startScreencast(cdp, size);
  for (const { sample, doing } of journey) {
    await stage.show(sample);
    await stage.page.waitForTimeout(doing ? LOOKED_AT_MS.doing : LOOKED_AT_MS.passing);
    for (const key of doing?.keys ?? '') await touch(stage.page, `[data-key="${key}"]`);
    if (doing?.control) await touch(stage.page, `[data-control="${doing.control}"]`);
  }
  const shots = await screencast.stop();
  await stage.close();
  return shots;
}

/** Touches as a finger does, long enough for the pressed look to be seen. */
export async function touch(page: Page, selector: string): Promise<void> {
  const box = await page.locator(selector).locator('visible=true').first().boundingBox();
  if (!box) throw new Error(`nothing to touch at ${selector}`);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.waitForTimeout(250);
  await page.mouse.up();
  await page.waitForTimeout(150);
}

/** The finger, drawn where it touches: a film without it shows screens that change by magic. */
export function drawTouches(): void {
  window.addEventListener(
    'pointerdown',
    ({ clientX, clientY }) => {
      const ring = document.createElement('div');
      ring.setAttribute('aria-hidden', 'true');
      ring.style.cssText = `position:fixed;left:${clientX}px;top:${clientY}px;width:140px;height:140px;margin:-70px;border-radius:50%;background:rgb(217 154 43 / 45%);border:5px solid rgb(217 154 43);pointer-events:none;z-index:99`;
      document.body.append(ring);
      setTimeout(() => ring.remove(), 600);
    },
    { capture: true },
  );
}

async function openStage(browser: Browser, mode: FilmMode): Promise<Stage> {
  let seq = 0;
  const preferences = changePreferences(standardPreferences, mode.preferences);
  const snapshot = (sample: Sample): Snapshot => ({
    ...snapshotOf(sample, { seq, session: 1 }),
    preferences,
  });
  const [first] = samples;
  if (!first) throw new Error('there are no samples');
  let terminal: FakeTerminal | undefined;
  try {
    terminal = await startFakeTerminal(settingsFor(mode.orientation), snapshot(first));
    const page = await browser.newPage({ viewport: viewports[mode.orientation], permissions: ['camera'] });
    await page.addInitScript(installDrawnCamera);
    await page.addInitScript(drawTouches);
    page.on('pageerror', (error) => console.error(`${nameOf(mode)}: ${error.message}`));
    await page.goto(terminal.url);
    await page.locator(`[data-screen="${first.view.screen}"]`).waitFor();
    const open = terminal;
    return {
      page,
      show: async (sample) => {
        seq += 1;
        open.show(snapshot(sample));
        await page.locator(`[data-screen="${sample.view.screen}"]`).waitFor();
        await page.evaluate(() => document.fonts.ready);
      },
      close: async () => {
        await page.close();
        await open.close();
      },
    };
  } catch (error) {
    await terminal?.close();
    throw error;
  }
}
