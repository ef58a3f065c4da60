import type { ReceiptPrinterStatus } from '@renshe/devices';
import { beforeEach, expect, it } from 'vitest';
import { Notices } from './notices.ts';
import type { Reachability } from './sync/reachability.ts';
import { FakeClock, settle } from './testing/fakeClock.ts';
import { FakeReader } from './testing/fakeWorld.ts';

let clock: FakeClock;
let reader: FakeReader;
let printer: ReceiptPrinterStatus | Error;
let asked: number;
let reachability: Reachability;
let tellReachability: () => void;
let idle: boolean;
let changes: number;
let notices: Notices;

beforeEach(async () => {
  clock = new FakeClock();
  reader = new FakeReader();
  printer = { state: 'online', paper: 'full' };
  asked = 0;
  reachability = 'reachable';
  idle = true;
  changes = 0;
  notices = new Notices({
    reader,
    printer: {
      status: async () => {
        asked++;
        if (printer instanceof Error) throw printer;
        return printer;
      },
    },
    delivery: {
      get reachability() {
        return reachability;
      },
      onReachability: (listener) => {
        tellReachability = () => listener(reachability);
        return () => {
          tellReachability = () => {};
        };
      },
    },
    faceAvailable: () => true,
    idle: () => idle,
    clock,
    onChange: () => changes++,
  });
  await settle();
});

it('has nothing to say while all is well', () => {
  expect(notices.current).toEqual([]);
  expect(changes).toBe(0);
});

it.each<ReceiptPrinterStatus | Error>([
  { state: 'noDevice', paper: 'unknown' },
  { state: 'userError', paper: 'out' },
  new Error('the device host is starting again'),
])('tells of a printer that cannot print within a quarter of a minute, and of its return: %j', async (status) => {
  printer = status;
  await clock.advance(15_000);
  expect(notices.current).toEqual(['printer-unavailable']);
  printer = { state: 'online', paper: 'low' };
  await clock.advance(15_000);
  expect(notices.current).toEqual([]);
  expect(changes).toBe(2);
});

it('leaves the printer alone while somebody is being served', async () => {
  idle = false;
  const before = asked;
  await clock.advance(60_000);
  expect(asked).toBe(before);
  idle = true;
  await clock.advance(15_000);
  expect(asked).toBe(before + 1);
});

it('tells of reader, camera and network at once', () => {
  reader.become('noDevice');
  notices.cameraUp = false;
  notices.cameraUp = false;
  reachability = 'unreachable';
  tellReachability();
  expect(notices.current).toEqual(['card-reader-unavailable', 'camera-unavailable', 'central-unreachable']);
  expect(changes).toBe(3);
});

it('falls silent when stopped', async () => {
  notices.stop();
  const before = asked;
  reader.become('noDevice');
  tellReachability();
  await clock.advance(60_000);
  expect(asked).toBe(before);
  expect(changes).toBe(0);
});
