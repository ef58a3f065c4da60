import { expect, type Page, test } from '@playwright/test';
import { installDrawnCamera } from './support/drawnCamera.ts';
import { type FakeTerminal, startFakeTerminal } from './support/fakeTerminal.ts';
import { findChromium } from './support/findChromium.ts';
import { samples, settingsFor, snapshotOf, viewports } from './support/sampleSnapshots.ts';

test.skip(findChromium() === undefined, 'skipped: needs chromium');

/** Second taps on one control are ignored for this long, and a little. */
const DOUBLE_TAP_MS = 320;

test.describe('behaviour', () => {
  let terminal: FakeTerminal;
  let page: Page;
  const find = (screen: string) => {
    const sample = samples.find(({ view }) => view.screen === screen);
    if (!sample) throw new Error(`no sample of ${screen}`);
    return sample;
  };

  test.beforeEach(async ({ browser }) => {
    terminal = await startFakeTerminal(settingsFor('portrait'), snapshotOf(find('confirm'), { seq: 1, session: 1 }));
    page = await browser.newPage({ viewport: viewports.portrait, hasTouch: true });
    await page.addInitScript(installDrawnCamera);
    await page.goto(terminal.url);
  });

  test.afterEach(async () => {
    await page.close();
    await terminal.close();
  });

  test('everyday words and names do not fetch a whole Chinese face; a rare name does', async ({ browser }) => {
    const fetched: string[] = [];
    const fresh = await browser.newPage({ viewport: viewports.portrait });
    fresh.on('request', (request) => fetched.push(request.url()));
    await fresh.goto(terminal.url);
    await fresh.locator('[data-screen="confirm"]').waitFor();
    await fresh.evaluate(() => document.fonts.ready);
    expect(fetched.filter((url) => url.includes('words-'))).toHaveLength(2);
    expect(fetched.filter((url) => url.includes('NotoSansSC'))).toEqual([]);

    const confirm = snapshotOf(find('confirm'), { seq: 2, session: 1 });
    if (confirm.view.screen !== 'confirm') throw new Error('no confirm');
    terminal.show({ ...confirm, view: { ...confirm.view, citizen: { ...confirm.view.citizen, name: '陆堃䶮' } } });
    await expect.poll(() => fetched.some((url) => url.includes('NotoSansSC'))).toBe(true);
    await fresh.close();
  });

  test('a double tap is one tap', async () => {
    await page.locator('[data-control="confirm"]').tap();
    await page.locator('[data-control="confirm"]').tap();
    await page.waitForTimeout(400);
    expect(terminal.intents).toEqual([{ seq: 1, intent: { type: 'confirm' } }]);
    await page.locator('[data-control="confirm"]').tap();
    await expect.poll(() => terminal.intents.length).toBe(2);
  });

  test('the time warning is spoken, and one touch gives more', async () => {
    terminal.show({
      ...snapshotOf(find('confirm'), { seq: 2, session: 1 }),
      timeLeft: { remainingMs: 25_000, warning: true },
    });
    await expect.poll(() => terminal.spoken.some((text) => text.includes('时间快到了'))).toBe(true);
    await page.locator('[data-control="more-time"]').tap();
    await expect.poll(() => terminal.intents).toEqual([{ seq: 2, intent: { type: 'more-time' } }]);
  });

  test('help needs nobody and no network', async () => {
    await page.locator('[data-control="help"]').tap();
    await expect(page.locator('[data-overlay="help"]')).toContainText('12333');
    await page.waitForTimeout(DOUBLE_TAP_MS);
    await page.locator('[data-control="help-close"]').tap();
    await expect(page.locator('[data-overlay="help"]')).toHaveCount(0);
    expect(terminal.intents).toEqual([]);
  });

  test('the elder form is one touch away and one touch back, and what was typed stays', async () => {
    const code = find('sms-code');
    terminal.show(snapshotOf(code, { seq: 2, session: 1 }));
    for (const digit of '204') await page.locator(`[data-key="${digit}"]`).tap();
    terminal.show({ ...snapshotOf(code, { seq: 3, session: 1 }), offer: 'elder' });
    await page.locator('[data-control="elder-offer-yes"]').tap();
    await expect
      .poll(() => terminal.intents.at(-1)?.intent)
      .toEqual({ type: 'set-preferences', change: { form: 'elder' } });
    terminal.show(snapshotOf(code, { seq: 4, session: 1 }, { form: 'elder', theme: 'yellow', language: 'en' }));
    await page.locator('html[data-form="elder"][data-theme="yellow"][lang="en"]').waitFor();
    await expect(page.locator('.rs-code')).toHaveText('204');
    await page.locator('[data-control="standard"]').tap();
    await expect
      .poll(() => terminal.intents.at(-1))
      .toEqual({ seq: 4, intent: { type: 'set-preferences', change: { form: 'standard' } } });
  });

  test('settings change at once, and every control can be reached by the Tab key in the order it is seen', async () => {
    await page.locator('[data-control="settings"]').tap();
    await page.locator('[data-control="reach-low"]').tap();
    await expect
      .poll(() => terminal.intents)
      .toEqual([{ seq: 1, intent: { type: 'set-preferences', change: { reach: 'low' } } }]);
    const controls = await page
      .locator('[data-overlay] button')
      .evaluateAll((buttons) => buttons.map((button) => button.getAttribute('data-control')));
    const reached: string[] = [];
    // One press more than there are controls: at the end of the page the browser itself takes one.
    for (let press = 0; press <= controls.length; press += 1) {
      await page.keyboard.press('Tab');
      const control = await page.evaluate(() => document.activeElement?.getAttribute('data-control'));
      if (control) reached.push(control);
    }
    // The focus may stand on any of them when the walk begins; from there it goes round in order.
    const from = controls.indexOf(reached[0] ?? null);
    expect(reached.slice(0, controls.length)).toEqual([...controls.slice(from), ...controls.slice(0, from)]);
  });

  test('the attract screen starts wherever it is touched', async () => {
    terminal.show(snapshotOf(find('attract'), { seq: 2, session: 1 }));
    await page.locator('[data-screen="attract"]').waitFor();
    for (const [x, y] of [
      [120, 300],
      [900, 700],
      [500, 1450],
    ] as const) {
      terminal.forget();
      await page.waitForTimeout(350);
      await page.touchscreen.tap(x, y);
      await expect.poll(() => terminal.intents.map(({ intent }) => intent.type)).toEqual(['start']);
    }
  });

  test('a code goes out by itself after its sixth digit, which can be taken back until then', async () => {
    terminal.show(snapshotOf(find('sms-code'), { seq: 2, session: 1 }));
    await page.locator('[data-screen="sms-code"]').waitFor();
    for (const digit of '204817') await page.locator(`[data-key="${digit}"]`).tap();
    await page.locator('[data-control="delete"]').tap();
    await page.locator('[data-key="6"]').tap();
    await expect.poll(() => terminal.intents).toEqual([{ seq: 2, intent: { type: 'sms-answer', code: '204816' } }]);
  });

  test('the camera is filmed while the capture screen stands, and not a moment longer', async () => {
    terminal.show(snapshotOf(find('capture'), { seq: 2, session: 1 }));
    await expect.poll(() => terminal.frames.count).toBeGreaterThan(3);
    const video = await page.locator('video').elementHandle();
    terminal.show(snapshotOf(find('comparing'), { seq: 3, session: 1 }));
    await page.locator('[data-screen="comparing"]').waitFor();
    await expect.poll(() => video?.evaluate((element) => (element as HTMLVideoElement).srcObject)).toBeNull();
    terminal.forget();
    await page.waitForTimeout(500);
    expect(terminal.frames.count).toBe(0);
  });

  test('a camera that cannot be opened is told to the terminal', async () => {
    await page.addInitScript(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('none', 'NotFoundError'));
    });
    await page.reload();
    terminal.show(snapshotOf(find('capture'), { seq: 2, session: 1 }));
    await expect
      .poll(() => terminal.intents)
      .toEqual([{ seq: 2, intent: { type: 'camera-failed', detail: 'NotFoundError' } }]);
  });

  test('nothing of the last citizen is left in the page once the session has changed', async () => {
    await expect(page.locator('body')).toContainText('陆春晓');
    terminal.show(snapshotOf(find('attract'), { seq: 2, session: 2 }));
    await page.locator('[data-screen="attract"]').waitFor();
    const html = await page.content();
    for (const secret of ['陆春晓', '110105********002X', 'SL20261120000123']) expect(html).not.toContain(secret);
  });

  test('a terminal that went away is waited for, and followed again', async () => {
    await page.locator('[data-screen="confirm"]').waitFor();
    terminal.disconnect();
    await page.locator('[data-screen="restoring"]').waitFor();
    expect(await page.content()).not.toContain('陆春晓');
    await page.locator('[data-screen="confirm"]').waitFor();
  });
});
