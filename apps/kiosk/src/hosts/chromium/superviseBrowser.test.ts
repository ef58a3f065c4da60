import { expect, it } from 'vitest';
import { FakeClock, settle } from '../../terminal/testing/fakeClock.ts';
import type { BrowserProcess } from './browserProcess.ts';
import { superviseBrowser } from './superviseBrowser.ts';

interface FakeBrowser extends BrowserProcess {
  readonly commands: { method: string; params: object }[];
  answering: boolean;
  readonly killed: boolean;
  tell(method: string): void;
  end(how: string): void;
}

function createFakeBrowser(): FakeBrowser {
  const commands: { method: string; params: object }[] = [];
  const listeners: ((method: string, params: Record<string, unknown>) => void)[] = [];
  let end: (how: string) => void = () => {};
  const ended = new Promise<string>((resolve) => {
    end = resolve;
  });
  let killed = false;
  const browser: FakeBrowser = {
    commands,
    answering: true,
    get killed() {
      return killed;
    },
    ended,
    command: async (method, params = {}) => {
      commands.push({ method, params });
      if (!browser.answering) return new Promise(() => {});
      if (method === 'Browser.close') end('ended with exit code 0');
      if (method === 'Target.getTargets') return { targetInfos: [{ targetId: 'T1', type: 'page' }] };
      return method === 'Target.attachToTarget' ? { sessionId: 'S1' } : {};
    },
    onEvent: (listener) => void listeners.push(listener),
    kill: () => {
      killed = true;
      end('ended with SIGKILL');
    },
    tell: (method) => {
      for (const listener of listeners) listener(method, {});
    },
    end: (how) => end(how),
  };
  return browser;
}

async function start() {
  const clock = new FakeClock();
  const browsers: FakeBrowser[] = [];
  const reasons: unknown[] = [];
  let addresses = 0;
  const supervised = superviseBrowser({
    launch: () => {
      const browser = createFakeBrowser();
      browsers.push(browser);
      return browser;
    },
    nextAddress: () => `http://127.0.0.1:1/#token=${++addresses}`,
    origin: 'http://127.0.0.1:1',
    profileDir: '/nonexistent/renshe-profile',
    logger: {
      info: () => {},
      error: () => {},
      warn: (entry: unknown) => void reasons.push((entry as { reason: unknown }).reason),
    } as Parameters<typeof superviseBrowser>[0]['logger'],
    timers: clock,
  });
  await settle();
  const browser = (index: number) => {
    const found = browsers[index];
    if (!found) throw new Error(`browser ${index} was not started`);
    return found;
  };
  return { clock, browsers, browser, reasons, supervised };
}

it('gives our origin the camera and nothing else, and then opens the page', async () => {
  const { browser, supervised } = await start();
  expect(browser(0).commands.slice(1)).toMatchObject([
    {
      method: 'Browser.grantPermissions',
      params: { origin: 'http://127.0.0.1:1', permissions: ['videoCapture'] },
    },
    { method: 'Target.getTargets' },
    { method: 'Target.attachToTarget' },
    { method: 'Page.navigate', params: { url: 'http://127.0.0.1:1/#token=1' } },
  ]);
  await supervised.stop();
});

it.each([
  ['the browser dies', (one: FakeBrowser) => one.end('ended with SIGSEGV'), 'ended with SIGSEGV'],
  ['the page crashes', (one: FakeBrowser) => one.tell('Target.targetCrashed'), 'its page crashed'],
  ['the page is closed', (one: FakeBrowser) => one.tell('Target.detachedFromTarget'), 'its page was closed'],
  [
    'the page hangs',
    (one: FakeBrowser) => {
      one.answering = false;
    },
    'its page did not answer for 9000 ms',
  ],
])('starts a new browser with a fresh address when %s', async (_what, harm, reason) => {
  const { clock, browser, browsers, reasons, supervised } = await start();
  await clock.advance(20_000);
  expect(browsers).toHaveLength(1);
  harm(browser(0));
  await clock.advance(12_500);
  expect(reasons).toEqual([reason]);
  expect(browser(0).killed).toBe(true);
  expect(browser(1).commands.at(4)).toMatchObject({ params: { url: 'http://127.0.0.1:1/#token=2' } });
  await supervised.stop();
});

it('waits longer each time for a browser that cannot live here', async () => {
  const { clock, browser, browsers, supervised } = await start();
  const pauses: number[] = [];
  for (let times = 0; times < 7; times++) {
    browser(times).end('ended with exit code 1');
    const since = clock.now();
    while (browsers.length === times + 1) await clock.advance(100);
    pauses.push(clock.now() - since);
  }
  expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  await supervised.stop();
});

it('asks the browser to close at the end, and kills one that does not', async () => {
  const polite = await start();
  await polite.supervised.stop();
  expect(polite.browser(0).commands.at(-1)?.method).toBe('Browser.close');

  const stubborn = await start();
  stubborn.browser(0).answering = false;
  const stopped = stubborn.supervised.stop();
  await stubborn.clock.advance(2_000);
  await stopped;
  expect(stubborn.browser(0).killed).toBe(true);
  await stubborn.clock.advance(60_000);
  expect(stubborn.browsers).toHaveLength(1);
});
