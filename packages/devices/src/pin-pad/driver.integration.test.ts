import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Bench, whenState } from '../core/testing.ts';
import { openPty } from '../transports/pty.ts';
import { type OpenPort, openSerialPort } from '../transports/serialPort.ts';
import { createPinPad, type PinPadOptions } from './driver.ts';
import { checkValueOf, tripleDes, tripleDesBack } from './pinBlock.ts';
import {
  createSimulatedPinPad,
  type PadKey,
  SIMULATED_MASTER_KEY,
  type SimulatedPadOptions,
  type SimulatedPinPad,
} from './simulator.ts';
import type { KeyEvent, PinPad } from './types.ts';

const ACCOUNT = '6212345678901234567';
const WORK_KEY = Uint8Array.from({ length: 16 }, (_, index) => 0xf0 - index * 7);
const encryptedKey = tripleDes(SIMULATED_MASTER_KEY, WORK_KEY);
const checkValue = checkValueOf(WORK_KEY);

describe('the driver of a PIN pad', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.clear());

  const connect = (options: Partial<PinPadOptions> = {}): PinPad => {
    const pad = createPinPad({ port: bench.port, ...options });
    bench.afterwards(() => pad.close());
    return pad;
  };
  const simulate = async (options: Partial<SimulatedPadOptions> = {}): Promise<SimulatedPinPad> => {
    const created = await createSimulatedPinPad({ link: bench.port, ...options });
    if (!created.ok) throw new Error(created.error.message);
    bench.afterwards(() => created.value.close());
    return created.value;
  };
  /** The keys are alive. */
  const alive = (simulator: SimulatedPinPad): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (simulator.state.keys !== 'dead') resolve();
      };
      simulator.onState(look);
      look();
    });
  const type = async (simulator: SimulatedPinPad, ...keys: PadKey[]): Promise<void> => {
    await alive(simulator);
    for (const key of keys) simulator.press(key);
  };
  const PIN = ['8', '3', '5', '1', '9', '6'] as const;
  /** The six digits of the block, as the bank's side gets them. */
  const pinIn = (block: Uint8Array): string => {
    const bound = Buffer.from(`0000${ACCOUNT.slice(-13, -1)}`, 'hex');
    const clear = tripleDesBack(WORK_KEY, block).map((byte, index) => byte ^ (bound[index] ?? 0));
    return Buffer.from(clear).toString('hex');
  };

  describe('that encrypts', () => {
    it.each(['binary', 'ascii'] as const)('hands a PIN block out that only the bank can read (%s)', async (framing) => {
      const simulator = await simulate({ framing });
      const pad = connect({ framing });
      expect(await pad.loadWorkKey({ encryptedKey, checkValue })).toEqual({ ok: true, value: 'loaded' });
      const events: KeyEvent[] = [];
      const entering = pad.enterPin({ account: ACCOUNT, onKey: (event) => events.push(event) });
      await type(simulator, ...PIN, '7', 'clear', 'confirm');
      const entered = await entering;
      expect(entered).toMatchObject({ ok: true, value: { digits: 6 } });
      if (entered.ok) expect(pinIn(entered.value.block)).toBe('06835196ffffffff');
      expect(events.map(({ key, entered: stars }) => `${key} ${stars}`)).toEqual([
        ...['digit 1', 'digit 2', 'digit 3', 'digit 4', 'digit 5', 'digit 6', 'digit 7', 'clear 6', 'confirm 6'],
      ]);
      expect(simulator.state).toMatchObject({ keys: 'dead', entered: 0 });
    });

    it('lets no digit cross the wire, into an event, a status or a log', async () => {
      const simulator = await simulate();
      const heard: number[] = [];
      const openPort: OpenPort = async (path, baudRate) => {
        const opened = await openSerialPort(path, baudRate);
        if (opened.ok) opened.value.onData((bytes) => heard.push(...bytes));
        return opened;
      };
      const logs = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) => vi.spyOn(console, name));
      const seen: unknown[] = [];
      const pad = connect({ openPort });
      pad.onStatus((status) => seen.push(status));
      await pad.loadWorkKey({ encryptedKey });
      await whenState(pad, 'online');
      heard.length = 0;
      const entering = pad.enterPin({ account: ACCOUNT, onKey: (event) => seen.push(event) });
      await type(simulator, ...PIN);
      const keysAt = heard.length;
      simulator.press('confirm');
      await entering;
      // Our own listener stands in front of the one that wipes: it has the traffic as it came.
      expect(keysAt).toBeGreaterThan(0);
      const stars = heard.filter((byte) => byte === 0x2a);
      expect(stars).toHaveLength(PIN.length);
      expect(Buffer.from(heard).toString('latin1')).not.toMatch(/835196/);
      expect(heard.slice(0, heard.indexOf(0x0d)).filter((byte) => byte >= 0x31 && byte <= 0x39)).toEqual([]);
      expect(JSON.stringify(seen)).not.toMatch(/835196|"8"|6212345678901234567/);
      for (const log of logs) {
        expect(log).not.toHaveBeenCalled();
        log.mockRestore();
      }
    });

    it.each<[string, PadKey[], string]>([
      ['cancel', ['1', '2', 'cancel'], 'cancelled'],
      ['confirm too early', ['1', '2', '3', 'confirm'], 'too-short'],
    ])('%s: the keys are dead afterwards, and the next PIN is taken', async (_what, keys, code) => {
      const simulator = await simulate();
      const pad = connect();
      await pad.loadWorkKey({ encryptedKey });
      const entering = pad.enterPin({ account: ACCOUNT });
      await type(simulator, ...keys);
      expect(await entering).toMatchObject({ ok: false, error: { code } });
      expect(pad.status.entry).toBe('idle');
      const again = pad.enterPin({ account: ACCOUNT });
      await type(simulator, ...PIN, 'confirm');
      expect(await again).toMatchObject({ ok: true });
    });

    it('ends in time, and at once when the caller says so', async () => {
      const simulator = await simulate();
      const pad = connect();
      await pad.loadWorkKey({ encryptedKey });
      expect(await pad.enterPin({ account: ACCOUNT, entryMs: 100 })).toMatchObject({
        error: { code: 'entry-timeout' },
      });
      expect(await pad.enterPin({ account: ACCOUNT, timeoutMs: 200 })).toMatchObject({
        error: { code: 'entry-timeout' },
      });
      const abort = new AbortController();
      const entering = pad.enterPin({ account: ACCOUNT, signal: abort.signal });
      await alive(simulator);
      abort.abort();
      expect(await entering).toMatchObject({ ok: false, error: { code: 'aborted' } });
      // Behind whatever was still to be done at the pad.
      await pad.loadWorkKey({ encryptedKey });
      expect(simulator.state.keys).toBe('dead');
      expect(simulator.press('1')).toMatchObject({ ok: false, error: { code: 'KEYS_DEAD' } });
    });

    it('stops where the pad sends digits in clear', async () => {
      const simulator = await simulate();
      const pad = connect();
      await pad.loadWorkKey({ encryptedKey });
      simulator.setFault('clear-digits');
      const events: KeyEvent[] = [];
      const entering = pad.enterPin({ account: ACCOUNT, onKey: (event) => events.push(event) });
      await type(simulator, '8');
      expect(await entering).toMatchObject({ ok: false, error: { code: 'not-encrypting' } });
      expect(events).toEqual([]);
      expect(simulator.state.keys).toBe('dead');
    });

    it('says when it has no key, or another one', async () => {
      const simulator = await simulate();
      const pad = connect();
      expect(await pad.enterPin({ account: ACCOUNT })).toMatchObject({ ok: false, error: { code: 'key-missing' } });
      const wrong = Uint8Array.of(1, 2, 3, 4);
      expect(await pad.loadWorkKey({ encryptedKey, checkValue: wrong })).toMatchObject({
        error: { code: 'key-refused' },
      });
      simulator.setFault('no-master-key');
      expect(await pad.loadWorkKey({ encryptedKey })).toMatchObject({ error: { code: 'key-missing' } });
      expect(await pad.enterPin({ account: ACCOUNT })).toMatchObject({ error: { code: 'key-missing' } });
      expect(pad.status).toMatchObject({ state: 'online', encryption: 'notReady' });
    });

    it.each([
      [{ account: '123' }],
      [{ account: ACCOUNT, minDigits: 3 }],
      [{ account: ACCOUNT, maxDigits: 13 }],
      [{ account: ACCOUNT, minDigits: 8, maxDigits: 6 }],
      [{ account: ACCOUNT, entryMs: 300_000 }],
    ])('does not begin with %j', async (options) => {
      const simulator = await simulate();
      const pad = connect();
      expect(await pad.enterPin(options)).toMatchObject({ ok: false, error: { code: 'bad-parameter' } });
      expect(simulator.state.keys).toBe('dead');
    });

    it('unplugged in the middle of an entry: says so, and takes the next PIN when it is back', async () => {
      const simulator = await simulate();
      const pad = connect();
      await pad.loadWorkKey({ encryptedKey });
      const entering = pad.enterPin({ account: ACCOUNT });
      await type(simulator, '1', '2');
      const pulled = performance.now();
      await simulator.unplug();
      expect(await entering).toMatchObject({ ok: false, error: { code: 'unplugged' } });
      await whenState(pad, 'noDevice');
      expect(performance.now() - pulled).toBeLessThan(1_000);
      await simulator.plug();
      await whenState(pad, 'online');
      const again = pad.enterPin({ account: ACCOUNT });
      await type(simulator, ...PIN, 'confirm');
      expect(await again).toMatchObject({ ok: true });
    });

    it.each([
      ['silent', 'answer-timeout', 'offline'],
      ['garbled', 'bad-frame', 'online'],
      ['partial', 'bad-frame', 'online'],
      ['broken', 'pad-fault', 'hardwareError'],
    ] as const)('%s: says %s, is %s, and well again afterwards', async (fault, code, state) => {
      const simulator = await simulate();
      const pad = connect();
      await whenState(pad, 'online');
      simulator.setFault(fault);
      expect(await pad.loadWorkKey({ encryptedKey })).toMatchObject({ ok: false, error: { code } });
      await whenState(pad, state);
      simulator.setFault('none');
      await whenState(pad, 'online');
      expect(await pad.loadWorkKey({ encryptedKey })).toMatchObject({ ok: true });
    });

    it('slow: is waited for', async () => {
      const simulator = await simulate();
      const pad = connect();
      await whenState(pad, 'online');
      simulator.setFault('slow');
      expect(await pad.loadWorkKey({ encryptedKey })).toMatchObject({ ok: true });
    });
  });

  describe('that cannot encrypt', () => {
    it('shows the digits to one function, in one buffer that is zeroed, as is everything they came in', async () => {
      const simulator = await simulate();
      const chunks: Uint8Array[] = [];
      const openPort: OpenPort = async (path, baudRate) => {
        const opened = await openSerialPort(path, baudRate);
        if (opened.ok) opened.value.onData((bytes) => chunks.push(bytes));
        return opened;
      };
      const pad = connect({ mode: 'clear', openPort });
      let kept: Uint8Array | undefined;
      const entering = pad.enterClearPin({ minDigits: 6, maxDigits: 6 }, async (digits) => {
        kept = digits;
        return Buffer.from(digits).toString('latin1') === PIN.join('');
      });
      await type(simulator, ...PIN, 'confirm');
      expect(await entering).toEqual({ ok: true, value: true });
      expect([...(kept ?? [])]).toEqual([0, 0, 0, 0, 0, 0]);
      expect(chunks.length).toBeGreaterThan(0);
      expect(chunks.every((chunk) => chunk.every((byte) => byte === 0))).toBe(true);
      expect(pad.status).toMatchObject({ entry: 'idle', encryption: 'none' });
    });

    it('zeroes them also when the caller leaves while they are used', async () => {
      const simulator = await simulate();
      const pad = connect({ mode: 'clear' });
      const abort = new AbortController();
      const using = Promise.withResolvers<Uint8Array>();
      const done = Promise.withResolvers<void>();
      const entering = pad.enterClearPin({ signal: abort.signal }, async (digits) => {
        using.resolve(digits);
        await done.promise;
      });
      await type(simulator, ...PIN, 'confirm');
      const digits = await using.promise;
      expect(digits).toHaveLength(6);
      abort.abort();
      expect(await entering).toMatchObject({ ok: false, error: { code: 'aborted' } });
      expect([...digits].every((byte) => byte === 0)).toBe(true);
      done.resolve();
    });

    it('offers the one way only', async () => {
      await simulate();
      const clear = connect({ mode: 'clear' });
      expect(clear.capabilities).toEqual({ encrypts: false });
      expect(await clear.enterPin({ account: ACCOUNT })).toMatchObject({ error: { code: 'unsupported' } });
      expect(await clear.loadWorkKey({ encryptedKey })).toMatchObject({ error: { code: 'unsupported' } });
      await clear.close();
      const encrypting = connect();
      const use = vi.fn();
      expect(await encrypting.enterClearPin({}, use)).toMatchObject({ error: { code: 'unsupported' } });
      expect(use).not.toHaveBeenCalled();
    });
  });

  /** Frames written by hand, and nothing of our codec. */
  it('works above a pad of few lines that sends everything in single bytes', async () => {
    const made = await openPty({
      link: bench.port,
      baudRate: 9_600,
      onLost: () => {},
      onData: (bytes) => {
        for (let at = 0; at < bytes.length; at += (bytes[at + 1] ?? 0) + 3) say(bytes[at + 2] ?? 0);
      },
    });
    const say = (command: number): void => {
      const answers = new Map([
        [0x35, '020104052A2A2A2A0D'],
        [0x42, '0209041122334455667788' + '85'],
      ]);
      const text = answers.get(command) ?? '02010405';
      if (made.ok) for (const byte of Buffer.from(text, 'hex')) made.value.write(Uint8Array.of(byte));
    };
    if (!made.ok) throw new Error(made.error.message);
    bench.afterwards(() => made.value.close());
    expect(await connect().enterPin({ account: ACCOUNT })).toMatchObject({
      ok: true,
      value: { digits: 4, block: Uint8Array.from(Buffer.from('1122334455667788', 'hex')) },
    });
  });
});
