import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Bench } from '../core/testing.ts';
import { type HidIdentity, openHidraw, type SimulatedHidraw } from '../transports/hidraw.ts';
import { encodeHidPos, HID_POS_REPORT_LENGTH, type HidPosLayout } from './hidPos.ts';

const missing = spawnSync('umockdev-run', ['--version']).error !== undefined;
const identity: HidIdentity = {
  vendorId: 0x0c2e,
  productId: 0x0b61,
  product: 'Simulated QR scanner',
  serialNumber: 'SIM0002',
  usagePage: 0x8c,
  usage: 0x02,
  reportLength: HID_POS_REPORT_LENGTH,
};

type Told = Readonly<Record<string, unknown>>;

/** The driver's process, and what it has told. */
class ScannerProcess {
  readonly #child: ChildProcess;
  readonly told: Told[] = [];
  readonly #waiting = new Set<() => void>();

  constructor(environment: Readonly<Record<string, string>>, layout: HidPosLayout) {
    const script = fileURLToPath(new URL('hidTestProcess.ts', import.meta.url));
    this.#child = fork(script, [layout, String(identity.vendorId), String(identity.productId)], {
      env: { ...process.env, ...environment },
      execArgv: [],
    });
    this.#child.on('message', (message) => {
      this.told.push(message as Told);
      for (const look of [...this.#waiting]) look();
    });
  }

  when(wanted: Told, from = 0): Promise<Told> {
    return new Promise((resolve) => {
      const look = (): void => {
        const fits = (told: Told) => Object.entries(wanted).every(([key, value]) => told[key] === value);
        const found = this.told.slice(from).find(fits);
        if (!found) return;
        this.#waiting.delete(look);
        resolve(found);
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** Begins to wait for a code; resolves when the driver does. */
  async scan(): Promise<{ readonly result: Promise<Told> }> {
    const from = this.told.length;
    this.#child.send('scan');
    await this.when({ kind: 'status', scanner: 'on' }, from);
    return { result: this.when({ kind: 'scan' }, from) };
  }

  async close(): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#child.disconnect();
    await gone;
  }
}

/** The production driver, node-hid and hidapi above a hidraw device that umockdev shows them. */
describe.skipIf(missing)(`a QR scanner behind HID${missing ? ' (skipped: needs umockdev)' : ''}`, () => {
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.clear());

  const start = async (layout: HidPosLayout): Promise<{ hidraw: SimulatedHidraw; driver: ScannerProcess }> => {
    const opened = await openHidraw({ identity, onReport: () => {} });
    if (!opened.ok) throw new Error(opened.error.message);
    bench.afterwards(() => opened.value.close());
    const driver = new ScannerProcess(opened.value.environment, layout);
    bench.afterwards(() => driver.close());
    await driver.when({ kind: 'status', state: 'online' });
    return { hidraw: opened.value, driver };
  };
  const show = (hidraw: SimulatedHidraw, text: string, layout: HidPosLayout): void => {
    for (const report of encodeHidPos(new TextEncoder().encode(text), layout)) hidraw.send(report);
  };

  it.each(['aim-first', 'data-first'] as const)('is read in the layout "%s"', async (layout) => {
    const { hidraw, driver } = await start(layout);
    const { result } = await driver.scan();
    const text = `ESSC:${'5f0c7a1e'.repeat(12)}`;
    show(hidraw, text, layout);
    const symbology = layout === 'aim-first' ? { symbology: ']Q1' } : {};
    expect(await result).toEqual({ kind: 'scan', ok: true, value: { text, ...symbology } });
  });

  it('is missed within a second, and comes back within three', async () => {
    const { hidraw, driver } = await start('aim-first');
    const { result } = await driver.scan();
    const from = driver.told.length;
    const pulled = performance.now();
    await hidraw.unplug();
    expect(await result).toMatchObject({ ok: false, error: { code: 'unplugged' } });
    await driver.when({ kind: 'status', state: 'noDevice' }, from);
    expect(performance.now() - pulled).toBeLessThanOrEqual(1_000);
    const plugged = performance.now();
    await hidraw.plug();
    await driver.when({ kind: 'status', state: 'online' }, from);
    expect(performance.now() - plugged).toBeLessThanOrEqual(3_000);
    const again = await driver.scan();
    show(hidraw, 'AFTER', 'aim-first');
    expect(await again.result).toMatchObject({ ok: true, value: { text: 'AFTER' } });
  });
});
