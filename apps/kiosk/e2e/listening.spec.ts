import { expect, type Page, test } from '@playwright/test';
import type { Snapshot } from '../src/contract/snapshot.ts';
import { installDrawnCamera } from './support/drawnCamera.ts';
import { bare, earOf, type Heard, isReadOut } from './support/earOf.ts';
import { type FakeTerminal, startFakeTerminal } from './support/fakeTerminal.ts';
import { findChromium } from './support/findChromium.ts';
import { type Sample, samples, settingsFor, snapshotOf, viewports } from './support/sampleSnapshots.ts';

/** Every screen of the contract, worked by ear alone: with the tactile keypad and what is spoken. */
test.skip(findChromium() === undefined, 'skipped: needs chromium');

const ALL_SCREENS_MS = 600_000;
/** Controls that only turn what is drawn, or type a digit: they send no intent, and the ear has no use for them. */
const ONLY_FOR_EYES = ['digit', 'clear', 'delete', 'more-applications', 'page-up', 'page-down'];

let terminal: FakeTerminal;
let page: Page;
let seq = 0;

test.beforeEach(async ({ browser }) => {
  terminal = await startFakeTerminal(settingsFor('portrait'), snapshotOf(sampleOf('starting'), { seq: 1, session: 1 }));
  page = await browser.newPage({ viewport: viewports.portrait, hasTouch: true });
  await page.addInitScript(installDrawnCamera);
  await page.goto(terminal.url);
  await page.locator('[data-screen="starting"]').waitFor();
  seq = 1;
});

test.afterEach(async () => {
  await page.close();
  await terminal.close();
});

function sampleOf(screen: string, name?: string): Sample {
  const sample = samples.find((one) => one.view.screen === screen && (name === undefined || one.name === name));
  if (!sample) throw new Error(`no sample of ${screen}`);
  return sample;
}

/** Shows a screen to somebody who listens, and waits until everything has been said. */
async function listen(sample: Sample, more: Partial<Snapshot> = {}, language = 'zh-Hans') {
  seq += 1;
  terminal.forget();
  terminal.show({ ...snapshotOf(sample, { seq, session: seq }, { audioOnly: true, language }), ...more });
  await page.locator(`[data-screen="${sample.view.screen}"]`).waitFor();
  // A warning interrupts what is read out.
  if (!more.timeLeft) await expect.poll(() => isReadOut(terminal.spoken), { timeout: 20_000 }).toBe(true);
  return heardSoFar();
}

/** The end of everything that is read out is known; whatever comes is waited for. */
async function heardSoFar() {
  let before = -1;
  await expect
    .poll(
      () => {
        const quiet = terminal.spoken.length > 0 && terminal.spoken.length === before;
        before = terminal.spoken.length;
        return quiet;
      },
      { intervals: [150], timeout: 20_000 },
    )
    .toBe(true);
  return earOf([...terminal.spoken]);
}

interface Drawn {
  readonly control: string;
  readonly label: string;
  readonly disabled: boolean;
}

function drawnControls(): Promise<Drawn[]> {
  return page.evaluate(
    (onlyForEyes) =>
      [...document.querySelectorAll<HTMLButtonElement>('main [data-control]')]
        .map((element) => ({
          control: element.dataset.control ?? '',
          label: element.querySelector('.rs-button__label')?.textContent ?? '',
          disabled: element.disabled,
        }))
        .filter(({ control }) => !onlyForEyes.includes(control)),
    ONLY_FOR_EYES,
  );
}

/** A second touch on one control within 300 ms is no touch, also where it lies on the next screen. */
const BETWEEN_TOUCHES_MS = 320;

/** What a control on the screen sends when it is pressed, for whoever can see it. */
async function sentByTouch(control: string) {
  await page.waitForTimeout(BETWEEN_TOUCHES_MS);
  terminal.forget();
  await page.locator(`main [data-control="${control}"]`).evaluate((element: HTMLElement) => element.click());
  await expect.poll(() => terminal.intents.length, `touching ${control}`).toBe(1);
  return terminal.intents[0]?.intent;
}

async function sentByKeys(keys: readonly string[]) {
  terminal.forget();
  for (const key of keys) await page.keyboard.press(key);
  await expect.poll(() => terminal.intents.length, `pressing ${keys.join(' ')}`).toBe(1);
  return terminal.intents[0]?.intent;
}

/** Values of the view that the screen draws: names, numbers, places; not its codes. Each must be heard too. */
function valuesOf(value: unknown): string[] {
  if (typeof value === 'string') return /^[a-z-]+$/.test(value) ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    key === 'qrText' || key === 'applicationId' ? [] : valuesOf(one),
  );
}

/** Whether a key is said to do what a button says. "Touch the screen to start" is only "start" to the ear. */
function isFor(heard: Heard, key: string, label: string): boolean {
  const [words, said, drawn] = [heard.widely.get(key) ?? '', heard.keys.get(key) ?? '', label].map((text) =>
    bare(text).toLowerCase(),
  );
  return words?.includes(drawn ?? '') === true || (said !== '' && drawn?.includes(said ?? '') === true);
}

for (const language of ['zh-Hans', 'zh-Hant', 'en']) {
  // Every screen of the contract has samples, or they do not compile: a new one is tried here by itself.
  test(`every screen in ${language} says all that it shows, and each key does what it says`, async () => {
    test.setTimeout(ALL_SCREENS_MS);
    for (const sample of samples) {
      await test.step(`${sample.view.screen} (${sample.name})`, async () => {
        const heard = await listen(sample, {}, language);
        expect(heard.text.length).toBeGreaterThan(5);
        const shown = bare((await page.locator('main').textContent()) ?? '');
        const needSight = valuesOf(sample.view).filter(
          (value) => bare(value).length > 1 && shown.includes(bare(value)) && !bare(heard.text).includes(bare(value)),
        );
        expect.soft(needSight, 'drawn and not spoken').toEqual([]);

        const typed = (await page.locator('main [data-control="digit"]:enabled').count()) > 0;
        const used = new Set<string>();
        for (const { control, label, disabled } of await drawnControls()) {
          const spokenOf = [...heard.keys.keys()].some((one) => isFor(heard, one, label));
          expect(spokenOf || typed || disabled, `${control} is spoken of`).toBe(true);
          if (disabled) continue;
          // In the order in which they are drawn: two options may have the same words.
          const [key] = [...heard.keys.keys()].filter((one) => !used.has(one) && isFor(heard, one, label));
          used.add(key ?? '');
          // Where digits are typed, the arrows come to the option and # takes it.
          const keys = typed ? ['ArrowDown', '#'] : [key ?? ''];
          expect(keys, `the key of ${control}`).not.toContain('');
          expect(await sentByKeys(keys), control).toEqual(await sentByTouch(control));
        }
        // The drawn controls and the spoken options are the same in number: nothing is left out on either side.
        const choices = [...heard.keys.keys()].filter((key) => '1234678'.includes(key));
        const drawn = (await drawnControls()).filter(({ disabled }) => !disabled);
        if (!typed) expect(choices.length).toBe(drawn.length);

        for (const [control, pressed] of [
          ['leave', '9'],
          ['back', '*'],
        ] as const) {
          const offered = await page.locator(`nav [data-control="${control}"]`).count();
          const known = heard.keys.has(pressed);
          if (typed) continue;
          expect(known, `${control} is spoken of where it is drawn`).toBe(offered > 0);
          if (known) expect(await sentByKeys([pressed])).toEqual({ type: control });
        }
      });
    }
  });
}

test('a digit on the first screen begins listening, and says how', async () => {
  terminal.show(snapshotOf(sampleOf('attract'), { seq: 2, session: 1 }));
  await page.locator('[data-screen="attract"]').waitFor();
  expect((await heardSoFar()).text).toContain('请按小键盘上任意一个数字');
  expect(await sentByKeys(['Numpad3'])).toEqual({
    type: 'set-preferences',
    change: { audioOnly: true, voice: { on: true, rate: 0, volume: 3, dialect: 'mandarin' } },
  });
  terminal.forget();
  terminal.show(snapshotOf(sampleOf('attract'), { seq: 3, session: 1 }, { audioOnly: true }));
  const heard = await heardSoFar();
  expect(heard.text).toContain('随时按 5，可以再听一遍');
  expect(await sentByKeys(['1'])).toEqual({ type: 'start' });
});

test('a code is typed by tones and counts, never by its digits, mended, and sent only with #', async () => {
  await listen(sampleOf('sms-code', 'wrong'));
  terminal.forget();
  for (const key of ['2', '0', '4', '8', '1', '7']) await page.keyboard.press(key);
  await page.keyboard.press('Backspace');
  await page.keyboard.press('6');
  await page.keyboard.press('9');
  // Seven hundred milliseconds send the code of those who see it.
  await page.waitForTimeout(900);
  expect(terminal.intents).toEqual([]);
  const heard = await heardSoFar();
  expect(heard.text).toContain('都输好了');
  expect(heard.text).toContain('已输入 5 位');
  expect(heard.text).not.toMatch(/204816|2 0 4|二零四|204817/);
  expect(await sentByKeys(['#'])).toEqual({ type: 'sms-answer', code: '204816' });
});

test('a code that is not whole is not sent, and * in an empty field leads back', async () => {
  await listen(sampleOf('sms-code', 'wrong'));
  terminal.forget();
  await page.keyboard.press('1');
  await page.keyboard.press('#');
  expect((await heardSoFar()).text).toContain('还差 5 位');
  await page.keyboard.press('.');
  await page.keyboard.press('*');
  await expect.poll(() => terminal.intents.map(({ intent }) => intent)).toEqual([{ type: 'back' }]);
});

test('5 says where one is, 0 explains the keys, and a key without a meaning says so', async () => {
  await listen(sampleOf('consent', 'both'));
  terminal.forget();
  await page.keyboard.press('5');
  expect((await heardSoFar()).sentences[0]).toBe('第 1 步，共 5 步');
  terminal.forget();
  await page.keyboard.press('8');
  expect((await heardSoFar()).text).toContain('这个键，在这里没有用');
  terminal.forget();
  await page.keyboard.press('0');
  const help = await heardSoFar();
  expect(help.text).toContain('键盘这样用');
  expect([...help.keys.values()].join()).toContain('English');
  const english = [...help.keys].find(([, words]) => words.includes('English'))?.[0] ?? '';
  expect(await sentByKeys([english])).toEqual({ type: 'set-preferences', change: { language: 'en' } });
  terminal.forget();
  await page.keyboard.press('*');
  await expect(page.locator('[data-overlay="help"]')).toHaveCount(0);
  expect(terminal.intents).toEqual([]);
});

test('pace and loudness change by one step, and are said', async () => {
  await listen(sampleOf('consent', 'both'));
  expect(await sentByKeys(['+'])).toMatchObject({ type: 'set-preferences', change: { voice: { volume: 4 } } });
  expect((await heardSoFar()).text).toContain('音量 4');
  expect(await sentByKeys(['ArrowLeft'])).toMatchObject({ change: { voice: { rate: -1 } } });
  expect((await heardSoFar()).text).toContain('语速 2');
});

test('the time warning is spoken, and any key gives more time and does nothing else', async () => {
  const heard = await listen(sampleOf('confirm', 'one'), { timeLeft: { remainingMs: 25_000, warning: true } });
  expect(heard.text).toContain('您还在的话，请按任意一个键');
  expect(await sentByKeys(['1'])).toEqual({ type: 'more-time' });
});

test('more options than keys are dealt out in pages', async () => {
  const sample = sampleOf('choose-application', 'six');
  if (sample.view.screen !== 'choose-application') throw new Error('not a choice');
  const [first] = sample.view.applications;
  if (!first) throw new Error('no application');
  const applications = Array.from({ length: 9 }, (_, index) => ({ ...first, applicationId: `a-${index}` }));
  await listen({ ...sample, view: { ...sample.view, applications } });
  terminal.forget();
  await page.keyboard.press('8');
  await heardSoFar();
  expect(await sentByKeys(['2'])).toEqual({ type: 'choose-application', applicationId: 'a-7' });
});

test('the screen is dark and says why, and a touch or a key lights it', async () => {
  await listen(sampleOf('confirm', 'one'));
  const curtain = page.locator('[data-control="curtain"]');
  await expect(curtain).toContainText('正在听着办');
  await page.screenshot({ path: 'test-results/listening-curtain.png' });
  await curtain.tap();
  await expect(curtain).toHaveCount(0);
  await page.keyboard.press('.');
  await expect(curtain).toHaveCount(1);
  expect(terminal.intents).toEqual([]);
});

test('a headset that is pulled out is told at once', async () => {
  const sample = sampleOf('confirm', 'one');
  await listen(sample, { headset: 'plugged' });
  terminal.forget();
  terminal.show({ ...snapshotOf(sample, { seq: seq + 1, session: seq }, { audioOnly: true }), headset: 'unplugged' });
  expect((await heardSoFar()).text).toContain('耳机拔掉了');
});

test('those who look hear no name and no number', async () => {
  for (const screen of ['confirm', 'receipt', 'choose-application', 'no-application', 'confirm-offline']) {
    seq += 1;
    terminal.forget();
    terminal.show(snapshotOf(sampleOf(screen), { seq, session: seq }));
    await page.locator(`[data-screen="${screen}"]`).waitFor();
    expect((await heardSoFar()).text, screen).not.toMatch(/陆春晓|002X|SL2026/);
  }
});
