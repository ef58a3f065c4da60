import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createFakeTerminal, type FakeTerminal } from '../testing/fakeTerminal.ts';
import { findBrowser } from './browser.ts';
import { browserArguments } from './browserArguments.ts';
import { type BrowserProcess, launchBrowser } from './browserProcess.ts';
import { startPageServer } from './pageServer.ts';
import { superviseBrowser } from './superviseBrowser.ts';

/** Tells the terminal by an intent what it found, in the frames of the contract, and again whenever it is loaded. */
const pageScript = `
const tell = (detail) => socket.send(JSON.stringify({
  i: detail, p: { u: '/act', b: { json: { seq: 0, intent: { type: 'camera-failed', detail } } } },
}));
const socket = new WebSocket('ws://' + location.host + '/rpc?token=' + new URLSearchParams(location.hash.slice(1)).get('token'));
socket.onopen = async () => {
  tell('loaded');
  tell('cookie seen: ' + (document.cookie || 'none'));
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: true });
    tell('camera: ' + stream.getVideoTracks().length);
    stream.getTracks().forEach((track) => track.stop());
  } catch (error) { tell('camera: ' + error.name); }
  try { await navigator.mediaDevices.getUserMedia({ audio: true }); tell('microphone: granted'); }
  catch (error) { tell('microphone: ' + error.name); }
  tell('window: ' + (window.open('about:blank') === null ? 'refused' : 'opened'));
};
`;

const executable = findBrowser();
const work = mkdtempSync(join(tmpdir(), 'renshe-browser-'));
const pageDir = join(work, 'page');
const stops: (() => Promise<unknown>)[] = [];

beforeAll(() => {
  mkdirSync(pageDir);
  writeFileSync(join(pageDir, 'index.html'), '<!doctype html><script type="module" src="page.js"></script>');
  writeFileSync(join(pageDir, 'page.js'), pageScript);
});
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

async function start(profile: string) {
  const terminal = createFakeTerminal({ simulated: false });
  const logger = { info: () => {}, warn: () => {}, error: () => {} };
  const server = await startPageServer({ terminal, pageDir, logger });
  stops.push(() => server.close());
  const profileDir = join(work, profile);
  // The kiosk's own arguments, without a screen; the fake camera is Chromium's test picture.
  const args = [
    ...browserArguments({ profileDir, window: 'kiosk', asRoot: process.getuid?.() === 0 }),
    '--headless',
    '--disable-gpu',
    '--use-fake-device-for-media-stream',
  ];
  const browsers: BrowserProcess[] = [];
  const supervised = superviseBrowser({
    launch: () => {
      const browser = launchBrowser({ executable: executable ?? '', args, profileDir });
      browsers.push(browser);
      return browser;
    },
    nextAddress: () => server.issueAddress('kiosk').url,
    origin: server.origin,
    profileDir,
    logger,
    timers: {
      now: () => performance.now(),
      setTimeout: (callback, ms) => setTimeout(callback, ms),
      clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
    },
  });
  stops.push(() => supervised.stop());
  return { terminal, browsers, supervised, profileDir };
}

const details = ({ intents }: FakeTerminal) =>
  intents.map((intent) => (intent.type === 'camera-failed' ? intent.detail : intent.type));
const loads = (terminal: FakeTerminal, times: number) =>
  expect.poll(() => details(terminal).filter((detail) => detail === 'loaded').length, { timeout: 20_000 }).toBe(times);

/** Pids of the programs that were started with this profile, helpers too. */
function processesOf(profileDir: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(profileDir);
      } catch {
        return false;
      }
    })
    .map(Number);
}

describe.skipIf(!executable)('the system’s Chromium', () => {
  it('shows the page, gives it the camera and no microphone, and opens no second window', async () => {
    const { terminal } = await start('shown');
    await expect.poll(() => details(terminal).length, { timeout: 20_000 }).toBe(5);
    expect(details(terminal)).toEqual([
      'loaded',
      'cookie seen: none',
      'camera: 1',
      'microphone: NotAllowedError',
      'window: refused',
    ]);
  });

  it('shows the page again within ten seconds of a crash, of the page and of the browser', async () => {
    const { terminal, browsers, profileDir } = await start('crashed');
    await loads(terminal, 1);
    const [renderer] = processesOf(profileDir).filter((pid) =>
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer'),
    );
    let began = performance.now();
    process.kill(renderer ?? 0, 'SIGKILL');
    await loads(terminal, 2);
    expect(performance.now() - began).toBeLessThan(10_000);
    began = performance.now();
    browsers.at(-1)?.kill();
    await loads(terminal, 3);
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it('lets a page come back that was only reloaded, in the same browser', async () => {
    const { terminal, browsers } = await start('reloaded');
    await loads(terminal, 1);
    const [browser] = browsers;
    if (!browser) throw new Error('no browser was started');
    const targets = await browser.command('Target.getTargets');
    const page = (targets.targetInfos as { targetId: string; type: string }[]).find(({ type }) => type === 'page');
    const session = await browser.command('Target.attachToTarget', { targetId: page?.targetId, flatten: true });
    await browser.command('Page.reload', {}, String(session.sessionId));
    await loads(terminal, 2);
    expect(browsers).toHaveLength(1);
  });

  it('leaves no process and no profile behind', async () => {
    const { terminal, supervised, profileDir } = await start('stopped');
    await loads(terminal, 1);
    expect(processesOf(profileDir).length).toBeGreaterThan(2);
    await supervised.stop();
    await expect.poll(() => processesOf(profileDir)).toEqual([]);
    expect(existsSync(profileDir)).toBe(false);
  });

  it('ends when its pipe breaks, as it does when the host is killed', async () => {
    const profileDir = join(work, 'orphan');
    const args = [...browserArguments({ profileDir, window: 'kiosk', asRoot: process.getuid?.() === 0 }), '--headless'];
    const child = spawn(executable ?? '', args, {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
      detached: true,
    });
    stops.push(async () => {
      for (const pid of processesOf(profileDir)) process.kill(pid, 'SIGKILL');
    });
    await expect.poll(() => processesOf(profileDir).length, { timeout: 20_000 }).toBeGreaterThan(2);
    for (const pipe of [child.stdio[3], child.stdio[4]]) pipe?.destroy();
    await expect.poll(() => processesOf(profileDir), { timeout: 10_000 }).toEqual([]);
  });
});
