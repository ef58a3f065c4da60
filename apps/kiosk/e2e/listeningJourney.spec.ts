import { expect, type Page, test } from '@playwright/test';
import { failure } from '@renshe/devices';
import { type Intent, intentSchema } from '../src/contract/intent.ts';
import { application } from '../src/terminal/testing/fakeCentral.ts';
import { settle } from '../src/terminal/testing/fakeClock.ts';
import { FakeWorld } from '../src/terminal/testing/fakeWorld.ts';
import { type BlindCitizenOptions, goBlind } from './support/blindCitizen.ts';
import { installDrawnCamera } from './support/drawnCamera.ts';
import { type FakeTerminal, startFakeTerminal } from './support/fakeTerminal.ts';
import { findChromium } from './support/findChromium.ts';
import { settingsFor, viewports } from './support/sampleSnapshots.ts';

/** The real workflow machines, the real page, and a citizen who hears and has hands: every service, to every end. */
test.skip(findChromium() === undefined, 'skipped: needs chromium');

/** A service that is new in the contract is tried by itself, as soon as it is there. */
const services = intentSchema.options.flatMap((option) =>
  'service' in option.shape ? (option.shape.service.options as readonly string[]) : [],
);
const CODE = '204816';
const SILENCE_MS = 250;

let world: FakeWorld;
let terminal: FakeTerminal;
let page: Page;
let taken: Intent[];

test.beforeEach(async ({ browser }) => {
  world = new FakeWorld();
  await settle();
  taken = [];
  terminal = await startFakeTerminal(settingsFor('portrait'), world.attendant.current, {
    onIntent: (intent, seq) => {
      const accepted = world.attendant.act(seq, intent);
      if (accepted) taken.push(intent);
      return accepted;
    },
  });
  world.attendant.watch((snapshot) => terminal.show(snapshot));
  page = await browser.newPage({ viewport: viewports.portrait });
  await page.addInitScript(installDrawnCamera);
  await page.goto(terminal.url);
  await page.locator('[data-screen="attract"]').waitFor();
});

test.afterEach(async () => {
  await page.close();
  await terminal.close();
  world.attendant.stop();
});

/** Waits until the terminal has said something and then nothing for a moment. */
async function listen(): Promise<string[]> {
  await expect.poll(() => terminal.spoken.length, { timeout: 10_000 }).toBeGreaterThan(0);
  for (let before = -1; before !== terminal.spoken.length; ) {
    before = terminal.spoken.length;
    await page.waitForTimeout(SILENCE_MS);
  }
  return terminal.spoken.splice(0);
}

/** Begins by a digit on the first screen and goes to the end; everything that was heard, as one text. */
async function serve(options: Partial<BlindCitizenOptions> = {}): Promise<string> {
  await listen();
  await page.keyboard.press('1');
  const story = await goBlind({
    page,
    listen,
    hands: {
      layCard: () => world.layCard(),
      takeCard: async () => {
        world.reader.lift();
        await settle();
      },
      code: () => CODE,
    },
    avoid: [/人脸/],
    ...options,
  });
  return story.map(({ text }) => text).join('\n');
}

for (const [index, service] of services.entries()) {
  test(`${service}: the whole way without a face, by ear`, async () => {
    const heard = await serve({ service: index });
    expect(taken).toContainEqual({ type: 'choose-service', service });
    expect(taken.map(({ type }) => type)).not.toContain('camera-failed');
    expect(heard).toContain('请带好随身物品');
    // A code goes by tones: nobody in the hall has heard it.
    expect(heard).not.toContain(CODE);
  });
}

test.describe('verify-application', () => {
  const second = {
    ...application,
    applicationId: '6e0f7d5c-6f3c-4a53-9c1e-0a4a7f3f0009',
    bankName: '另一家银行',
  };

  test('the receipt is heard in full, and who it is about', async () => {
    const heard = await serve();
    for (const part of ['陈建国', application.acceptanceNumber, application.bankName, 'TEST-20261124-0001']) {
      expect(heard).toContain(part);
    }
    expect(world.enqueued).toHaveLength(1);
  });

  test('of two applications the wanted one is chosen', async () => {
    world.central.applications = [application, second];
    await serve({ prefer: [/另一家银行/] });
    expect(taken).toContainEqual({ type: 'choose-application', applicationId: second.applicationId });
  });

  test('a wrong code is told with the tries that are left, and the next one passes', async () => {
    world.central.smsAnswer = { result: 'wrong', attemptsLeft: 2 };
    const heard = await serve({
      hands: {
        layCard: () => world.layCard(),
        takeCard: async () => {
          world.reader.lift();
          await settle();
        },
        code: () => {
          if (taken.some(({ type }) => type === 'sms-answer')) {
            world.central.smsAnswer = { result: 'passed', attemptsLeft: 2 };
          }
          return CODE;
        },
      },
    });
    expect(heard).toContain('还可以试2次');
    expect(heard).toContain('请带好随身物品');
  });

  const ends: readonly { name: string; arrange: () => void; heard: RegExp }[] = [
    {
      name: 'too many wrong codes',
      arrange: () => {
        world.central.smsAnswer = { result: 'locked', attemptsLeft: 0 };
      },
      heard: /输错太多次.*人工窗口/,
    },
    {
      name: 'no phone number in the application',
      arrange: () => {
        world.central.smsRefusal = 'NO_PHONE';
      },
      heard: /没找到申请用的手机号.*人工窗口/,
    },
    {
      name: 'no application',
      arrange: () => {
        world.central.applications = [];
      },
      heard: /12333/,
    },
    {
      name: 'another name at the central service',
      arrange: () => {
        world.central.applications = [];
        world.central.nameMismatch = true;
      },
      heard: /人工窗口/,
    },
    {
      name: 'already verified',
      arrange: () => {
        world.central.applications = [];
        world.central.alreadyVerified = [application];
      },
      heard: /核验/,
    },
    {
      name: 'refused by the central service',
      arrange: () => {
        world.delivered = { refused: 'APPLICATION_NOT_OPEN' };
      },
      heard: /人工窗口/,
    },
    {
      name: 'no paper',
      arrange: () => {
        world.printed = failure({ code: 'paper-out', detail: 'played by a test' });
      },
      heard: /纸/,
    },
  ];
  for (const { name, arrange, heard } of ends) {
    test(`ends where it must, and says why: ${name}`, async () => {
      arrange();
      expect(await serve()).toMatch(heard);
    });
  }
});

test('somebody who falls silent is asked, and one key is enough', async () => {
  await listen();
  await page.keyboard.press('1');
  await listen();
  await page.keyboard.press('1');
  await listen();
  await world.clock.advance(121_000);
  await expect.poll(() => terminal.spoken.join('')).toContain('请按任意一个键');
  await listen();
  await page.keyboard.press('7');
  await expect.poll(() => world.attendant.current.timeLeft?.warning).toBe(false);
  expect(world.screen).toBe('services');
});
