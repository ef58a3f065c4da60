import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../core/fakeClock.ts';
import { failure, success } from '../core/result.ts';
import type { BytePort, OpenPort } from '../transports/serialPort.ts';
import { SAM_ID, SW3 } from './commands.ts';
import { createIdCardReader } from './driver.ts';
import { encodeAnswer } from './frame.ts';
import type { IdCardReader } from './types.ts';

/** What takes minutes on a wire, on a clock the test moves. */
describe('the driver between two citizens', () => {
  let clock: FakeClock;
  let reader: IdCardReader;
  let states: string[];
  let plugged: boolean;
  let silent: boolean;
  let opened: number;

  /** A port whose reader answers at once, while it does. */
  const openPort: OpenPort = async (path) => {
    if (!plugged) return failure({ code: 'port-missing', detail: path });
    opened += 1;
    let receive: (bytes: Uint8Array) => void = () => {};
    const closed = Promise.withResolvers<void>();
    const port: BytePort = {
      write: (frame) => {
        if (silent) return;
        const answer = frame === SAM_ID.frame ? encodeAnswer(SW3.badCommand) : encodeAnswer(SW3.ok);
        queueMicrotask(() => receive(answer));
      },
      setBaudRate: async () => true,
      onData: (listener) => {
        receive = listener;
      },
      onClose: (listener) => void closed.promise.then(listener),
      close: async () => closed.resolve(),
    };
    return success(port);
  };

  beforeEach(() => {
    clock = new FakeClock();
    states = [];
    plugged = true;
    silent = false;
    opened = 0;
    reader = createIdCardReader({ port: '/dev/reader', clock, openPort });
    reader.onStatus(({ state }) => states.push(state));
  });
  afterEach(() => reader.close());

  it('asks an idle reader now and then, and keeps quiet while it answers', async () => {
    await clock.advance(60_000);
    expect(states).toEqual(['online']);
    expect(opened).toBe(1);
  });

  it('notices within seconds that an idle reader has fallen silent, and that it is back', async () => {
    await clock.advance(1_000);
    silent = true;
    await clock.advance(12_000);
    expect(states).toEqual(['online', 'offline']);
    expect(reader.status.detail).toContain('no answer to "status"');
    silent = false;
    await clock.advance(10_000);
    expect(reader.status).toEqual({ state: 'online' });
  });

  it('looks for a missing port until it is there', async () => {
    await reader.close();
    plugged = false;
    const patient = createIdCardReader({ port: '/dev/reader', clock, openPort });
    await clock.advance(60_000);
    expect(patient.status).toEqual({ state: 'noDevice', detail: '/dev/reader' });
    plugged = true;
    await clock.advance(500);
    expect(patient.status).toEqual({ state: 'online' });
    await patient.close();
  });

  it('says so when it is asked after it was closed', async () => {
    await clock.advance(0);
    await reader.close();
    expect(await reader.readCard()).toMatchObject({ ok: false, error: { code: 'aborted' } });
    expect(await reader.waitForRemoval()).toMatchObject({ ok: false, error: { code: 'aborted' } });
  });
});
