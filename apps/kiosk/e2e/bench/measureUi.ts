import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import { chromiumArguments, findChromium } from '../support/findChromium.ts';
import { type JourneyStep, verifyJourney } from '../support/journeys.ts';
import { type BuiltPages, buildPages } from './buildPages.ts';
import { type BundleSize, measureBundle } from './bundleSize.ts';
import { startFaceLoad } from './faceLoad.ts';
import { countFrames, type Frames } from './frames.ts';
import { type Memory, readMemory } from './memory.ts';
import { FINGER_DOWN_MS, openWalker, type Walker } from './walkJourney.ts';

export type PageName = keyof BuiltPages;
export const pageNames: readonly PageName[] = ['kiosk', 'bare'];

export interface UiOptions {
  /** Journeys walked by touch on each page, half by each path. */
  readonly walks: number;
  /** Citizens whose traces in the page's memory are looked for. */
  readonly sessions: number;
  readonly say: (line: string) => void;
}

/** Everything measured of one page; times in milliseconds. */
export interface PageFigures {
  readonly feedback: number[];
  /** Finger down until the next screen was painted; the finger counted as being down for `FINGER_DOWN_MS`. */
  readonly changes: number[];
  readonly firstScreen: number[];
  readonly longFrames: number[];
  readonly frames: Record<MovingScreen, Frames[]>;
  memory: Memory[];
  bundle: BundleSize;
}

/** Screens on which something moves all the time. */
export const movingScreens = ['attract', 'place-card', 'capture'] as const;
export type MovingScreen = (typeof movingScreens)[number];

export interface UiFigures {
  readonly pages: Record<PageName, PageFigures>;
  readonly browser: string;
  /** Camera frames the face engine looked at, and for how many seconds, while touches and frames were measured. */
  readonly face: { readonly frames: number; readonly seconds: number };
}

/** Rounds in which the two pages take turns, so that what else the machine does falls on both. */
const ROUNDS = 5;
const FRAMES_MS = 3_000;
/** A screen has arrived, and its first animations have ended. */
const ARRIVED_MS = 1_200;
/** Of the sessions for the memory, one in this many is walked by touch; in the others the terminal leads. */
const TOUCHED_SESSION = 10;

/**
 * Memory is measured with the interpreter alone: scripts that have become hot are compiled for hours, within bounds, and
 * that would hide what sessions leave behind.
 */
export const memoryArguments = ['--js-flags=--jitless'];
/** A camera that was still being opened when its screen went away has been closed by then. */
const CAMERA_CLOSED_MS = 1_500;

/** Builds both pages and measures them beside each other. Throws when there is no Chromium on this machine. */
export async function measureUi(options: UiOptions): Promise<UiFigures> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('no Chromium on this machine; run ./scripts/setup');
  const folder = mkdtempSync(join(tmpdir(), 'renshe-bench-'));
  const launch = (more: readonly string[] = []) =>
    chromium.launch({ executablePath, args: [...chromiumArguments, ...more] });
  try {
    options.say('building both pages');
    const built = await buildPages(folder);
    const pages: UiFigures['pages'] = { kiosk: emptyFigures(built.kiosk), bare: emptyFigures(built.bare) };
    const face = await measureTouches(launch, built, pages, options);
    for (const name of pageNames) {
      options.say(`memory of the ${name} page over ${options.sessions} sessions`);
      const browser = await launch(memoryArguments);
      pages[name].memory = await measureMemory(browser, built[name], options.sessions);
      await browser.close();
    }
    const browser = await launch();
    const version = browser.version();
    await browser.close();
    return { pages, face, browser: `Chromium ${version}` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureTouches(
  launch: () => Promise<Browser>,
  built: BuiltPages,
  pages: UiFigures['pages'],
  { walks, say }: UiOptions,
): Promise<UiFigures['face']> {
  const load = await startFaceLoad();
  const [began, framesBefore] = [performance.now(), load.frames()];
  try {
    for (let round = 1; round <= ROUNDS; round += 1) {
      for (const name of pageNames) {
        say(`round ${round} of ${ROUNDS}: ${name} page, face engine busy`);
        const browser = await launch();
        await measureRound(browser, built[name], pages[name], Math.ceil(walks / ROUNDS), round);
        await browser.close();
      }
    }
    return { frames: load.frames() - framesBefore, seconds: (performance.now() - began) / 1000 };
  } finally {
    await load.stop();
  }
}

/** One round on one page, in a browser that has just been started: nothing is cached or compiled. */
async function measureRound(
  browser: Browser,
  page: string,
  figures: PageFigures,
  walks: number,
  round: number,
): Promise<void> {
  const walker = await openWalker(browser, { page, first: firstStep() });
  figures.firstScreen.push(await walker.firstScreenMs());
  for (let walk = 0; walk < walks; walk += 1) {
    const path = (round + walk) % 2 === 0 ? 'face' : 'sms';
    await walker.walk(verifyJourney(path), true);
    const noticed = await walker.take();
    figures.feedback.push(...noticed.feedback);
    figures.longFrames.push(...noticed.longFrames);
    for (const { from, sinceUp } of noticed.changes) {
      // A code goes out by itself, a while after its last digit: that pause is meant.
      if (from === 'sms-code') continue;
      // A busy machine lifts the finger late, which is the measuring's delay and not the page's.
      if (sinceUp !== undefined) figures.changes.push(FINGER_DOWN_MS + sinceUp);
    }
  }
  for (const screen of movingScreens) figures.frames[screen].push(await framesOf(walker, screen));
  await walker.close();
}

async function framesOf(walker: Walker, screen: MovingScreen): Promise<Frames> {
  const step = verifyJourney('face').find(({ sample }) => sample.view.screen === screen);
  if (!step) throw new Error(`no ${screen} in the journey`);
  await walker.show(step);
  await walker.page.waitForTimeout(ARRIVED_MS);
  return countFrames(walker.page, walker.cdp, () => walker.page.waitForTimeout(FRAMES_MS));
}

/** Walks one citizen after another through the same page and reads its memory on the way; the screens stay alike. */
export async function measureMemory(browser: Browser, page: string | undefined, sessions: number): Promise<Memory[]> {
  const walker = await openWalker(browser, { ...(page ? { page } : {}), first: firstStep() });
  const readings: Memory[] = [];
  for (let session = 1; session <= sessions; session += 1) {
    await walker.walk(verifyJourney(session % 2 === 0 ? 'face' : 'sms'), session % TOUCHED_SESSION === 0);
    // Read on the attract screen, as it stands between two citizens; by then the last one's page is gone.
    if (session % 10 !== 0) continue;
    await walker.show(firstStep());
    await walker.take();
    await walker.page.waitForTimeout(CAMERA_CLOSED_MS);
    readings.push(await readMemory(walker.cdp, session));
  }
  await walker.close();
  return readings;
}

function firstStep(): JourneyStep {
  const [first] = verifyJourney('face');
  if (!first) throw new Error('the journey has no screens');
  return first;
}

const emptyFigures = (page: string): PageFigures => ({
  feedback: [],
  changes: [],
  firstScreen: [],
  longFrames: [],
  frames: { attract: [], 'place-card': [], capture: [] },
  memory: [],
  bundle: measureBundle(page),
});
