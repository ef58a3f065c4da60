import { expect, type Page, test } from '@playwright/test';
import type { Preferences } from '../src/contract/preferences.ts';
import { standardPreferences } from '../src/contract/preferences.ts';
import { type FakeTerminal, startFakeTerminal } from './support/fakeTerminal.ts';
import { findChromium } from './support/findChromium.ts';
import { samples, settingsFor, snapshotOf, viewports } from './support/sampleSnapshots.ts';

/** What is really played in Chromium: pace, pitch, loudness, and silence when it is due. */
test.skip(findChromium() === undefined, 'skipped: needs chromium');

/** Nothing of the last citizen is heard after this (domain E14). */
const SILENT_WITHIN_MS = 1_000;

let terminal: FakeTerminal;
let page: Page;

/** Notes every sound the page plays. Runs in the page, before it. */
function listenToPage(): void {
  const played: HTMLMediaElement[] = [];
  Object.assign(window, { played });
  const { play } = HTMLMediaElement.prototype;
  HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
    if (this instanceof HTMLAudioElement) played.push(this);
    return play.call(this);
  };
  const gains: GainNode[] = [];
  Object.assign(window, { gains });
  const { createGain } = AudioContext.prototype;
  AudioContext.prototype.createGain = function (this: AudioContext) {
    const gain = createGain.call(this);
    gains.push(gain);
    return gain;
  };
}

interface Sounds {
  readonly count: number;
  readonly playing: number;
  readonly rate: number | undefined;
  readonly keepsPitch: boolean | undefined;
  readonly gain: number | undefined;
}

function sounds(): Promise<Sounds> {
  return page.evaluate(() => {
    const { played, gains } = window as unknown as { played: HTMLAudioElement[]; gains: GainNode[] };
    const last = played.at(-1);
    return {
      count: played.length,
      playing: played.filter((audio) => !audio.paused && !audio.ended).length,
      rate: last?.playbackRate,
      keepsPitch: last?.preservesPitch,
      gain: gains.at(-1)?.gain.value,
    };
  });
}

/** Silence of this many seconds, 16 bit mono at 8 kHz. */
function quiet(seconds: number): Uint8Array<ArrayBuffer> {
  const samplesBytes = 8000 * 2 * seconds;
  const wav = Buffer.alloc(44 + samplesBytes);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + samplesBytes, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(8000, 24);
  wav.writeUInt32LE(16000, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(samplesBytes, 40);
  return new Uint8Array(wav);
}

function snapshot(screen: string, numbers: { seq: number; session: number }, preferences: Partial<Preferences> = {}) {
  const sample = samples.find(({ view }) => view.screen === screen);
  if (!sample) throw new Error(`no sample of ${screen}`);
  return snapshotOf(sample, numbers, preferences);
}

const voice = (some: Partial<Preferences['voice']>) => ({ voice: { ...standardPreferences.voice, ...some } });

test.beforeEach(async ({ browser }) => {
  terminal = await startFakeTerminal(settingsFor('portrait'), snapshot('consent', { seq: 1, session: 1 }), {
    sound: quiet(20),
  });
  page = await browser.newPage({ viewport: viewports.portrait, hasTouch: true });
  await page.addInitScript(listenToPage);
  await page.goto(terminal.url);
  await expect.poll(async () => (await sounds()).playing).toBe(1);
});

test.afterEach(async () => {
  await page.close();
  await terminal.close();
});

test('pace and loudness change under what is being heard, and the pitch stays', async () => {
  expect(await sounds()).toMatchObject({ rate: 0.9, keepsPitch: true });
  const before = await sounds();
  terminal.show(snapshot('consent', { seq: 2, session: 1 }, voice({ rate: -2, volume: 5 })));
  await expect.poll(async () => (await sounds()).rate).toBe(0.6);
  const after = await sounds();
  expect(after).toMatchObject({ count: before.count, playing: 1, gain: 1 });
  expect(after.gain).toBeGreaterThan(before.gain ?? 1);
});

test('a touch silences what is being said, and "again" says it from the beginning', async () => {
  await page.touchscreen.tap(540, 60);
  await expect.poll(async () => (await sounds()).playing).toBe(0);
  const { count } = await sounds();
  await page.locator('[data-control="repeat"]').tap();
  await expect.poll(async () => await sounds()).toMatchObject({ count: count + 1, playing: 1 });
});

test('nothing of the last citizen is heard in the next session, at the loudness of nobody', async () => {
  terminal.show(snapshot('confirm', { seq: 2, session: 1 }, voice({ volume: 5 })));
  await expect.poll(async () => (await sounds()).gain).toBe(1);
  const { count } = await sounds();
  terminal.show(snapshot('attract', { seq: 3, session: 2 }));
  await page.locator('[data-screen="attract"]').waitFor();
  await expect.poll(async () => (await sounds()).count, { timeout: SILENT_WITHIN_MS }).toBeGreaterThan(count);
  const next = await sounds();
  expect(next.playing).toBe(1);
  expect(next.gain).toBeCloseTo(0.25, 1);
});

test('whoever wants no voice hears none', async () => {
  terminal.show(snapshot('confirm', { seq: 2, session: 1 }, voice({ on: false })));
  await page.locator('[data-screen="confirm"]').waitFor();
  await expect.poll(async () => (await sounds()).playing).toBe(0);
});

test('a card left behind is called out louder each time', async () => {
  const gains: number[] = [];
  for (const alarm of [0, 1, 2] as const) {
    const { count } = await sounds();
    terminal.show({
      ...snapshot('take-card', { seq: 2 + alarm, session: 1 }),
      view: { screen: 'take-card', alarm, watched: true, served: true },
    });
    await expect.poll(async () => (await sounds()).count).toBeGreaterThan(count);
    gains.push((await sounds()).gain ?? 0);
    // The reminder is a warning and waits for the one before it; a touch ends that.
    await page.touchscreen.tap(540, 60);
  }
  expect(gains.map((gain) => Math.round(20 * Math.log10(gain)))).toEqual([-12, -6, 0]);
});
