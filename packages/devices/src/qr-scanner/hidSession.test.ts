import { describe, expect, it } from 'vitest';
import { FakeClock } from '../core/fakeClock.ts';
import { success } from '../core/result.ts';
import type { HidPort } from '../transports/hid.ts';
import { createHidQrScanner } from './driver.ts';
import { encodeHidPos, type HidPosLayout } from './hidPos.ts';
import type { QrScanner } from './types.ts';

/** A scanner without a wire: what a test says comes in as reports. */
class SpokenPort implements HidPort {
  #hear: (bytes: Uint8Array) => void = () => {};
  #lose: () => void = () => {};
  write(): void {}
  onReport(listener: (bytes: Uint8Array) => void): void {
    this.#hear = listener;
  }
  onClose(listener: () => void): void {
    this.#lose = listener;
  }
  close = async (): Promise<void> => this.#lose();
  say(...reports: readonly Uint8Array[]): void {
    for (const report of reports) this.#hear(Buffer.from(report));
  }
}

async function open(
  layout: HidPosLayout = 'aim-first',
): Promise<{ clock: FakeClock; port: SpokenPort; scanner: QrScanner }> {
  const clock = new FakeClock();
  const port = new SpokenPort();
  const scanner = createHidQrScanner({
    address: { vendorId: 0x0c2e, productId: 0x0b61, usagePage: 0x8c },
    layout,
    clock,
    openHid: async () => success(port),
  });
  await clock.advance(1);
  return { clock, port, scanner };
}

const code = (text: string, layout: HidPosLayout = 'aim-first') => encodeHidPos(new TextEncoder().encode(text), layout);

describe('a scanner of HID usage page 8C', () => {
  it.each(['aim-first', 'data-first'] as const)('reads a code of many reports, laid out %s', async (layout) => {
    const { clock, port, scanner } = await open(layout);
    expect(scanner.status).toEqual({ state: 'online', scanner: 'off' });
    const scanning = scanner.scan({ timeoutMs: 5_000 });
    await clock.advance(10);
    expect(scanner.status.scanner).toBe('on');
    port.say(...code('社保'.repeat(60), layout));
    await clock.advance(100);
    const symbology = layout === 'aim-first' ? { symbology: ']Q1' } : {};
    expect(await scanning).toEqual({ ok: true, value: { text: '社保'.repeat(60), ...symbology } });
    expect(scanner.capabilities).toEqual({ triggered: false, tellsSymbology: layout === 'aim-first' });
  });

  it('throws away what was shown before anybody asked', async () => {
    const { clock, port, scanner } = await open();
    port.say(...code('BEFORE'));
    const [begun = new Uint8Array()] = code('B'.repeat(100));
    port.say(begun);
    const scanning = scanner.scan({ timeoutMs: 5_000 });
    await clock.advance(10);
    port.say(...code('AFTER'));
    await clock.advance(100);
    expect(await scanning).toMatchObject({ value: { text: 'AFTER' } });
  });

  it.each<[string, readonly Uint8Array[], string]>([
    ['two codes at once', [...code('A'), ...code('B')], 'more-than-one'],
    ['a code and the beginning of another', [...code('A'), ...code('B'.repeat(60)).slice(0, 1)], 'more-than-one'],
    ['a code without its end', code('A'.repeat(60)).slice(0, 1), 'bad-frame'],
    ['a report that is none', [Uint8Array.from([2, 200, ...new Array(62).fill(0)])], 'bad-frame'],
    ['more than any code holds', code('A'.repeat(5_000)), 'too-long'],
    ['control characters', code('a\u001bb'), 'bad-text'],
  ])('refuses %s and reads the next', async (_what, reports, expected) => {
    const { clock, port, scanner } = await open();
    const scanning = scanner.scan({ timeoutMs: 5_000 });
    await clock.advance(10);
    port.say(...reports);
    await clock.advance(1_000);
    expect(await scanning).toMatchObject({ ok: false, error: { code: expected } });
    const next = scanner.scan({ timeoutMs: 5_000 });
    await clock.advance(400);
    port.say(...code('NEXT'));
    await clock.advance(100);
    expect(await next).toMatchObject({ value: { text: 'NEXT' } });
  });

  it('says when nobody shows one, and when it was unplugged', async () => {
    const { clock, port, scanner } = await open();
    const nobody = scanner.scan({ timeoutMs: 500 });
    await clock.advance(600);
    expect(await nobody).toMatchObject({ error: { code: 'no-code' } });
    const scanning = scanner.scan();
    await clock.advance(10);
    await port.close();
    expect(await scanning).toMatchObject({ error: { code: 'unplugged' } });
    await clock.advance(1);
    await scanner.close();
  });
});
