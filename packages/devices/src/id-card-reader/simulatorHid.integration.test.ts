import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Bench } from '../core/testing.ts';
import { openHidraw, type SimulatedHidraw } from '../transports/hidraw.ts';
import { encodeAnswer } from './frame.ts';
import type { HidEnvelope } from './hidEnvelope.ts';
import { HidDriverProcess } from './hidTesting.ts';
import { createSimulatedHidIdCardReader, SIMULATED_HID_READER, type SimulatedHidIdCardReader } from './simulatorHid.ts';
import { baseAnswer, cards, photo, residentText } from './testing.ts';

const missing = spawnSync('umockdev-run', ['--version']).error !== undefined;

/** The production driver, node-hid and hidapi above a hidraw device that umockdev shows them. */
describe.skipIf(missing)(`an ID card reader behind HID${missing ? ' (skipped: needs umockdev)' : ''}`, () => {
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.clear());

  const simulate = async (envelope: HidEnvelope = 'miaxis'): Promise<SimulatedHidIdCardReader> => {
    const created = await createSimulatedHidIdCardReader({ envelope });
    if (!created.ok) throw new Error(created.error.message);
    bench.afterwards(() => created.value.close());
    return created.value;
  };
  const drive = (environment: Readonly<Record<string, string>>, envelope: HidEnvelope = 'miaxis'): HidDriverProcess => {
    const driver = new HidDriverProcess({ environment, envelope, identity: SIMULATED_HID_READER });
    bench.afterwards(() => driver.close());
    return driver;
  };
  const name = cards[0]?.credential.name;
  const read = { kind: 'reading', ok: true, name, photo: 1024 };

  it.each(['miaxis', 'plain'] as const)('is read in the envelope "%s"', async (envelope) => {
    const simulator = await simulate(envelope);
    simulator.place({ text: residentText, photo });
    const driver = drive(simulator.environment, envelope);
    await driver.whenState('online');
    expect(await driver.read()).toEqual(read);
    expect(simulator.state.reads).toBe(1);
  });

  it.each(['noticed', 'unnoticed'] as const)('is missed within a second of an unplugging that is %s', async (how) => {
    const simulator = await simulate();
    simulator.place({ text: residentText, photo });
    const driver = drive(simulator.environment);
    await driver.whenState('online');
    const before = driver.told.length;
    const pulled = Date.now();
    await simulator.unplug(how);
    const gone = await driver.whenState('noDevice', before);
    expect(gone.at - pulled).toBeLessThanOrEqual(1_000);
    expect(await driver.read()).toMatchObject({ ok: false, code: 'port-missing' });

    const plugged = Date.now();
    expect(await simulator.plug()).toMatchObject({ ok: true });
    const back = await driver.whenState('online', before);
    expect(back.at - plugged).toBeLessThanOrEqual(3_000);
    expect(await driver.read()).toEqual(read);
  });

  it.each([
    ['silent', 'answer-timeout', 'offline'],
    ['garbled', 'bad-frame', undefined],
    ['partial', 'bad-frame', undefined],
  ] as const)('%s: says %s and is read again afterwards', async (fault, code, state) => {
    const simulator = await simulate();
    simulator.place({ text: residentText, photo });
    const driver = drive(simulator.environment);
    await driver.whenState('online');
    const before = driver.told.length;
    simulator.setFault(fault);
    expect(await driver.read(20_000)).toMatchObject({ ok: false, code });
    if (state) await driver.whenState(state, before);
    simulator.setFault('none');
    expect(await driver.read()).toEqual(read);
  });

  it('refuses what nobody can do', async () => {
    const simulator = await simulate();
    expect(simulator.take()).toMatchObject({ ok: false, error: { code: 'NO_CARD_THERE' } });
    simulator.place({ text: residentText, photo });
    expect(simulator.place({ text: residentText, photo })).toMatchObject({ error: { code: 'CARD_THERE_ALREADY' } });
    expect(await simulator.plug()).toMatchObject({ ok: false, error: { code: 'ALREADY_PLUGGED' } });
    await simulator.unplug();
    expect(await simulator.unplug()).toMatchObject({ ok: false, error: { code: 'ALREADY_UNPLUGGED' } });
  });

  it('can be listed ten thousand times without growing', async () => {
    const simulator = await simulate();
    const driver = drive(simulator.environment);
    await driver.whenState('online');
    const list = (times: number) => {
      const from = driver.told.length;
      driver.ask({ do: 'list', times });
      return driver.when((told) => told.kind === 'listed', from);
    };
    const first = await list(2_000);
    const last = await list(10_000);
    expect(last.rss - first.rss).toBeLessThan(8 * 1_048_576);
    expect(last.handles).toBeLessThanOrEqual(first.handles + 1);
  }, 60_000);

  /** Shares nothing with the simulator: envelopes by hand, and a third of the room a report has. */
  const scriptPeer = async (onRead: (send: (frame: Uint8Array) => void) => void): Promise<SimulatedHidraw> => {
    const answers = new Map([
      ['11ff', encodeAnswer(0x90)],
      ['12ff', encodeAnswer(0x21)],
      ['2001', encodeAnswer(0x9f, new Uint8Array(4))],
      ['2002', encodeAnswer(0x90, new Uint8Array(8))],
      ['3003', encodeAnswer(0x91)],
    ]);
    const send = (frame: Uint8Array): void => {
      for (let at = 0; at < frame.length; at += 18) {
        const part = frame.subarray(at, at + 18);
        const body = Buffer.from([part.length + 3, 0, 0, 0x5a, 0xa5, ...part]);
        const sum = body.reduce((total, byte) => total + byte, 0);
        if (opened.ok) opened.value.send(Buffer.from([0xaa, 7, 9, ...body, sum & 0xff, sum >> 8]));
      }
    };
    const opened = await openHidraw({
      identity: SIMULATED_HID_READER,
      onReport: (report) => {
        const command = Buffer.from(report.subarray(13, 15)).toString('hex');
        if (command === '3001') onRead(send);
        else send(answers.get(command) ?? new Uint8Array());
      },
    });
    if (!opened.ok) throw new Error(opened.error.message);
    bench.afterwards(() => opened.value.close());
    return opened.value;
  };

  it('is read where a peer of few lines answers with bytes of its own', async () => {
    const peer = await scriptPeer((send) => send(baseAnswer(residentText)));
    const driver = drive(peer.environment);
    await driver.whenState('online');
    expect(await driver.read(20_000)).toEqual(read);
  });

  it('is unplugged in the middle of a reading', async () => {
    const peer = await scriptPeer((send) => {
      send(baseAnswer(residentText).subarray(0, 40));
      void peer.unplug();
    });
    const driver = drive(peer.environment);
    await driver.whenState('online');
    const before = driver.told.length;
    expect(await driver.read()).toMatchObject({ ok: false, code: 'unplugged' });
    await driver.whenState('noDevice', before);
  });
});
