import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Bench, whenState } from '../core/testing.ts';
import { openPty, type Pty } from '../transports/pty.ts';
import { createQrScanner, type QrScannerOptions } from './driver.ts';
import { createSimulatedQrScanner, type SimulatedQrScanner } from './simulator.ts';
import type { QrScanner } from './types.ts';

const TOKEN = 'ESSC:5f0c7a1e-2b3d-4c5e';

describe('a QR scanner at a serial port', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.clear());

  const simulate = async (baudRate = 9_600): Promise<SimulatedQrScanner> => {
    const created = await createSimulatedQrScanner({ link: bench.port, baudRate });
    if (!created.ok) throw new Error(created.error.message);
    bench.afterwards(() => created.value.close());
    return created.value;
  };
  const drive = (options: Partial<QrScannerOptions> = {}): QrScanner => {
    const scanner = createQrScanner({ port: bench.port, ...options });
    bench.afterwards(() => scanner.close());
    return scanner;
  };
  const ready = async () => {
    const simulator = await simulate();
    const scanner = drive();
    await whenState(scanner, 'online');
    return { simulator, scanner };
  };
  const expectWorks = async (simulator: SimulatedQrScanner, scanner: QrScanner): Promise<void> => {
    if (simulator.state.view !== 'empty') simulator.takeAway();
    simulator.show(TOKEN);
    expect(await scanner.scan({ timeoutMs: 8_000 })).toEqual({ ok: true, value: { text: TOKEN } });
  };

  it('reads a code that is shown after the light went on, and puts the light out', async () => {
    const { simulator, scanner } = await ready();
    const lights: string[] = [];
    scanner.onStatus(({ scanner: light }) => lights.push(light));
    const scanning = scanner.scan({ timeoutMs: 5_000 });
    while (simulator.state.light === 'off') await wait(5);
    simulator.show(TOKEN);
    expect(await scanning).toEqual({ ok: true, value: { text: TOKEN } });
    expect(simulator.state.light).toBe('off');
    expect(lights).toEqual(['on', 'off']);
    expect(scanner.capabilities).toEqual({ triggered: true, tellsSymbology: false });
  });

  it('reads Chinese, and the longest code there is', async () => {
    const { simulator, scanner } = await ready();
    simulator.show('社保卡申请凭条 编号');
    expect(await scanner.scan({ timeoutMs: 5_000 })).toMatchObject({ value: { text: '社保卡申请凭条 编号' } });
    simulator.takeAway();
    simulator.show('x'.repeat(2_953));
    expect(await scanner.scan({ timeoutMs: 5_000 })).toMatchObject({ ok: true });
  });

  it('nobody shows a code: says so in time, and puts the light out', async () => {
    const { simulator, scanner } = await ready();
    expect(await scanner.scan({ timeoutMs: 400 })).toMatchObject({ ok: false, error: { code: 'no-code' } });
    expect(simulator.state.light).toBe('off');
    expect(scanner.status).toMatchObject({ state: 'online', scanner: 'off' });
  });

  it('the scanner gives up looking by itself: is told to go on', async () => {
    const { simulator, scanner } = await ready();
    const scanning = scanner.scan({ timeoutMs: 20_000 });
    await wait(5_600);
    simulator.show(TOKEN);
    expect(await scanning).toMatchObject({ ok: true });
  });

  it('stopped by the caller: at once, and the light goes out', async () => {
    const { simulator, scanner } = await ready();
    const abort = new AbortController();
    const scanning = scanner.scan({ signal: abort.signal });
    while (simulator.state.light === 'off') await wait(5);
    abort.abort();
    expect(await scanning).toMatchObject({ error: { code: 'aborted' } });
    await expectWorks(simulator, scanner);
  });

  it.each([
    ['garbage', 'bad-text'],
    ['two', 'more-than-one'],
    ['flood', 'too-long'],
    ['no-end', 'bad-frame'],
    ['partial', 'bad-frame'],
  ] as const)('%s: is refused as %s, stays on line, and the next code is read', async (as, code) => {
    const { simulator, scanner } = await ready();
    simulator.show(TOKEN, as);
    const scanned = await scanner.scan({ timeoutMs: 8_000 });
    expect(scanned).toMatchObject({ ok: false, error: { code } });
    expect(JSON.stringify(scanned)).not.toContain('ESSC');
    expect(scanner.status.state).toBe('online');
    await expectWorks(simulator, scanner);
  });

  it('two codes glued without anything between: cannot be told from one, and comes as one', async () => {
    const { simulator, scanner } = await ready();
    simulator.show(TOKEN, 'glued');
    expect(await scanner.scan({ timeoutMs: 5_000 })).toEqual({ ok: true, value: { text: TOKEN + TOKEN } });
  });

  it('a code that was there before anybody asked is not the one', async () => {
    const { simulator, scanner } = await ready();
    simulator.show('BEFORE');
    await wait(200);
    expect(simulator.state.reads).toBe(0);
    simulator.takeAway();
    await expectWorks(simulator, scanner);
  });

  it('unplugged in the middle: says so, missed within a second, back within three', async () => {
    const { simulator, scanner } = await ready();
    const scanning = scanner.scan({ timeoutMs: 10_000 });
    while (simulator.state.light === 'off') await wait(5);
    const pulled = performance.now();
    await simulator.unplug();
    expect(await scanning).toMatchObject({ ok: false, error: { code: 'unplugged' } });
    await whenState(scanner, 'noDevice');
    expect(performance.now() - pulled).toBeLessThan(1_000);
    expect(await scanner.scan()).toMatchObject({ error: { code: 'port-missing' } });
    const plugged = performance.now();
    await simulator.plug();
    await whenState(scanner, 'online');
    expect(performance.now() - plugged).toBeLessThan(3_000);
    // What was set is lost with the power, and set again.
    await expectWorks(simulator, scanner);
  });

  it.each([
    ['silent', 'answer-timeout'],
    ['garbled', 'bad-frame'],
    ['partial', 'bad-frame'],
  ] as const)('%s: says %s, and works again when it is over', async (fault, code) => {
    const { simulator, scanner } = await ready();
    simulator.setLine(fault);
    expect(await scanner.scan({ timeoutMs: 8_000 })).toMatchObject({ ok: false, error: { code } });
    simulator.setLine('none');
    await whenState(scanner, 'online');
    await expectWorks(simulator, scanner);
  });

  it('slow: is waited for', async () => {
    const { simulator, scanner } = await ready();
    simulator.setLine('slow');
    await expectWorks(simulator, scanner);
  });

  it('silent while nobody scans: is found out, and comes back', async () => {
    const { simulator, scanner } = await ready();
    simulator.setLine('silent');
    await whenState(scanner, 'offline');
    simulator.setLine('none');
    await whenState(scanner, 'online');
  });

  it('at another rate, and no port at all', async () => {
    await simulate(115_200);
    const scanner = drive();
    expect(await scanner.scan()).toMatchObject({ error: { code: 'no-answer' } });
    expect(scanner.status).toMatchObject({ state: 'offline', scanner: 'unknown' });
    const nowhere = drive({ port: bench.path('nowhere') });
    expect(await nowhere.scan()).toMatchObject({ error: { code: 'port-missing' } });
  });

  it('refuses in the simulation what nobody can do', async () => {
    const simulator = await simulate();
    expect(simulator.takeAway()).toMatchObject({ error: { code: 'NOTHING_THERE' } });
    expect(simulator.show('')).toMatchObject({ error: { code: 'NOT_A_CODE' } });
    expect(simulator.show('x'.repeat(2_954))).toMatchObject({ error: { code: 'NOT_A_CODE' } });
    simulator.show(TOKEN);
    expect(simulator.show(TOKEN)).toMatchObject({ error: { code: 'SOMETHING_THERE' } });
    expect(await simulator.plug()).toMatchObject({ error: { code: 'ALREADY_PLUGGED' } });
  });

  /** Understands nothing: says the published acknowledgement to everything, and what it is told after a trigger. */
  const script = async (
    afterTrigger: (say: (bytes: string | Uint8Array) => void) => void,
  ): Promise<{ unplug(): Promise<void> }> => {
    let pty: Pty | undefined;
    let heard = '';
    const say = (bytes: string | Uint8Array): void => pty?.write(Buffer.from(bytes));
    const opened = await openPty({
      link: bench.port,
      baudRate: 9_600,
      onLost: () => {},
      onData: (bytes) => {
        heard += Buffer.from(bytes).toString('hex');
        while (heard.length >= 18) {
          const request = heard.slice(0, 18);
          heard = heard.slice(18);
          say(Buffer.from('02000001003331', 'hex'));
          if (request === '7e0008010002' + '0102da') afterTrigger(say);
        }
      },
    });
    if (!opened.ok) throw new Error(opened.error.message);
    pty = opened.value;
    bench.afterwards(() => opened.value.close());
    return { unplug: () => opened.value.close() };
  };

  it('reads from a peer of few lines, a byte at a time and with CR LF', async () => {
    await script(async (say) => {
      for (const byte of Buffer.from('A1B2\r\n')) {
        await wait(8);
        say(Uint8Array.of(byte));
      }
    });
    expect(await drive().scan({ timeoutMs: 5_000 })).toEqual({ ok: true, value: { text: 'A1B2' } });
  });

  it('reads from a peer that ends nothing, where that is agreed', async () => {
    await script((say) => say('A1B2'));
    expect(await drive({ terminator: 'none' }).scan({ timeoutMs: 5_000 })).toEqual({
      ok: true,
      value: { text: 'A1B2' },
    });
  });

  it('is unplugged in the middle of a code', async () => {
    const peer = await script((say) => {
      say('A1');
      void peer.unplug();
    });
    expect(await drive().scan({ timeoutMs: 5_000 })).toMatchObject({ ok: false, error: { code: 'unplugged' } });
  });
});
