import { expect, type Page, test } from '@playwright/test';
import { type FakeTerminal, startFakeTerminal } from './support/fakeTerminal.ts';
import { findChromium } from './support/findChromium.ts';
import { samples, settingsFor, snapshotOf, tooLongForQr, viewports } from './support/sampleSnapshots.ts';

test.skip(findChromium() === undefined, 'skipped: needs chromium');

const TITLE = '这一页没有显示出来';
/** More steps than an array can hold: the rail throws, which stands around every screen. */
const TOO_MANY_STEPS = { current: 1, total: 2 ** 40 };

test.describe('a crash', () => {
  let terminal: FakeTerminal;
  let page: Page;
  let written: string[];
  let accepts: boolean;
  const receipt = samples.find(({ view }) => view.screen === 'receipt');
  const takeCard = samples.find(({ view }) => view.screen === 'take-card');
  if (!receipt || !takeCard) throw new Error('no samples');

  test.beforeEach(async ({ browser }) => {
    accepts = true;
    written = [];
    terminal = await startFakeTerminal(settingsFor('portrait'), snapshotOf(receipt, { seq: 1, session: 1 }), {
      onIntent: () => accepts,
    });
    page = await browser.newPage({ viewport: viewports.portrait, hasTouch: true });
    page.on('console', (message) => written.push(message.text()));
    page.on('pageerror', (error) => written.push(error.message));
    await page.goto(terminal.url);
    await page.locator('[data-screen="receipt"] [data-control="done"]').waitFor();
    terminal.forget();
  });

  test.afterEach(async () => {
    await page.close();
    await terminal.close();
  });

  test('of a screen leaves a calm one in its place, whose button ends the session', async () => {
    terminal.show(tooLongForQr(snapshotOf(receipt, { seq: 2, session: 1 })));
    await expect(page.locator('h1')).toHaveText(TITLE);
    await expect(page.locator('body')).not.toContainText('陆春晓');
    await expect(page.locator('[data-control="help"]')).toBeVisible();
    await expect.poll(() => terminal.crashes).toEqual([{ screen: 'receipt', error: 'Error' }]);
    await expect.poll(() => terminal.spoken.join('')).toContain('不是您按错了');
    // React would have written the message; a message may quote the citizen.
    expect(written).toEqual(['the page caught a Error']);

    await page.locator('[data-control="begin-again"]').tap();
    await expect.poll(() => terminal.intents).toEqual([{ seq: 2, intent: { type: 'leave' } }]);
    terminal.show(snapshotOf(takeCard, { seq: 3, session: 1 }));
    await expect(page.locator('h1')).toHaveText('请拿走您的身份证');
  });

  test('of a screen that cannot be left is tried again by the same button', async () => {
    accepts = false;
    terminal.show(tooLongForQr(snapshotOf(receipt, { seq: 2, session: 1 })));
    await page.locator('[data-control="begin-again"]').waitFor();
    terminal.show(snapshotOf(receipt, { seq: 3, session: 1 }));
    await page.locator('[data-seq="3"]').waitFor();
    await page.locator('[data-control="begin-again"]').tap();
    await page.locator('[data-control="done"]').waitFor();
  });

  test('of a screen can be left by ear', async () => {
    const blind = { audioOnly: true };
    terminal.show(tooLongForQr(snapshotOf(receipt, { seq: 2, session: 1 }, blind)));
    await expect.poll(() => terminal.spoken.join('')).toContain('重新开始请按 1');
    await page.keyboard.press('1');
    await expect.poll(() => terminal.intents.map(({ intent }) => intent.type)).toEqual(['leave']);
  });

  test('around the screen leaves a whole page in its place, by touch and by ear', async () => {
    terminal.show({ ...snapshotOf(receipt, { seq: 2, session: 1 }), step: TOO_MANY_STEPS });
    await expect(page.locator('[data-screen="crashed"] h1')).toHaveText(TITLE);
    await expect.poll(() => terminal.crashes).toEqual([{ screen: 'receipt', error: 'RangeError' }]);
    await expect.poll(() => terminal.spoken.join('')).toContain('不是您按错了');
    expect(written).toEqual(['the page caught a RangeError']);
    await page.locator('[data-control="begin-again"]').tap();
    await expect.poll(() => terminal.intents).toEqual([{ seq: 2, intent: { type: 'leave' } }]);

    const blind = snapshotOf(receipt, { seq: 3, session: 1 }, { audioOnly: true });
    terminal.forget();
    terminal.show({ ...blind, step: TOO_MANY_STEPS });
    await expect.poll(() => terminal.spoken.join('')).toContain('重新开始请按 1');
    await page.keyboard.press('1');
    await expect.poll(() => terminal.intents).toEqual([{ seq: 3, intent: { type: 'leave' } }]);
    terminal.show(snapshotOf(takeCard, { seq: 4, session: 1 }));
    await page.locator('[data-screen="take-card"]').waitFor();
  });
});
