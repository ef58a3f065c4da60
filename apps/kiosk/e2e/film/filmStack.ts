import type { Browser } from '@playwright/test';
import { connectSimulation } from '@renshe/devices/simulation';
import type { ScreenName } from '../../src/contract/snapshot.ts';
import type { JourneyStep } from '../support/journeys.ts';
import { viewports } from '../support/sampleSnapshots.ts';
import type { FilmMode } from './filmMode.ts';
import { drawTouches, touch } from './filmSamples.ts';
import { type Shot, startScreencast } from './screencast.ts';

/** A screen of the true journey that has not come by then will not come. */
const PATIENCE_MS = 45_000;
/** A citizen reads before touching. */
const READING_MS = 1_600;
const LAST_MS = 1_500;

/** Where a stack that `startStack` has started can be reached. */
export interface RunningStack {
  readonly url: string;
  readonly runDir: string;
  readonly citizen: string;
}

/** What has to be done beside the screen, by the simulated devices' own control surface. */
const besides: { readonly [N in ScreenName]?: readonly [device: string, action: string, withCitizen?: true][] } = {
  // The citizen steps before the camera with it.
  'place-card': [['id-card-reader', 'place', true]],
  'take-card': [['id-card-reader', 'take']],
};

/**
 * Films the journey as it truly runs: the card is read over its protocol, the face compared, the record written. Screens
 * that pass by are not waited for; they are in the film as long as they really stood there.
 */
export async function filmStack(
  launch: (options: readonly string[]) => Promise<Browser>,
  stack: RunningStack,
  mode: FilmMode,
  journey: readonly JourneyStep[],
  size: { width: number; height: number },
): Promise<Shot[]> {
  const simulation = await connectSimulation(stack.runDir);
  const browser = await launch([`--use-file-for-fake-video-capture=${simulation.endpoint('camera').file}`]);
  try {
    const context = await browser.newContext({ viewport: viewports[mode.orientation], permissions: ['camera'] });
    const page = await context.newPage();
    await page.addInitScript(drawTouches);
    await page.goto(stack.url);
    const see = (screen: ScreenName) =>
      page.locator(`[data-screen="${screen}"]`).waitFor({ state: 'attached', timeout: PATIENCE_MS });
    await see('attract');
    const screencast = await startScreencast(await context.newCDPSession(page), size);
    for (const { sample, doing } of journey) {
      const { screen } = sample.view;
      const beside = besides[screen];
      if (!doing && !beside) continue;
      await see(screen);
      await page.waitForTimeout(READING_MS);
      for (const [device, action, withCitizen] of beside ?? []) {
        const result = await simulation.act(device, action, withCitizen ? { choice: stack.citizen } : {});
        if (!result.ok) throw new Error(`${device} ${action}: ${result.error.message}`);
      }
      for (const key of doing?.keys ?? '') await touch(page, `[data-key="${key}"]`);
      if (doing?.control) await touch(page, `[data-control="${doing.control}"]`);
    }
    await see('goodbye');
    await page.waitForTimeout(LAST_MS);
    return await screencast.stop();
  } finally {
    await browser.close();
    simulation.close();
  }
}
