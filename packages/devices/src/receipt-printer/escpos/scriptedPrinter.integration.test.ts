import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Bench, whenState } from '../../core/testing.ts';
import { createEscPosPrinter, type EscPosPrinter } from './escPosPrinter.ts';
import { sampleReceipt } from './sampleReceipt.ts';
import { type PrinterScript, type ScriptedPrinter, startScriptedPrinter } from './scriptedPrinter.ts';

const job = { jobName: 'A-1' };
const receipt = sampleReceipt();
const FORGET = '1014080103140106020810' + '0502';
const whole = (id: Uint8Array): Uint8Array => Buffer.concat([Uint8Array.of(0x37, 0x22), id, Uint8Array.of(0)]);
const usual = (n: number): Uint8Array => Uint8Array.of([0x16, 0x12, 0x12, 0x12][n - 1] ?? 0x12);

/** Printers that are not our simulator, each with one habit of the printers in the field. */
describe('the driver of an ESC/POS printer', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.clear());

  const meet = async (script: PrinterScript): Promise<{ peer: ScriptedPrinter; printer: EscPosPrinter }> => {
    const peer = await startScriptedPrinter(bench.port, script);
    bench.afterwards(() => peer.close());
    const printer = createEscPosPrinter({ port: bench.port, baudRate: 115_200, printMs: 3_000 });
    bench.afterwards(() => printer.device.close());
    return { peer, printer };
  };

  it.each<[string, PrinterScript]>([
    ['answers as it should', {}],
    ['says each id a byte at a time', { processId: (id) => [...whole(id)].map((byte) => Uint8Array.of(byte)) }],
    ['says the id before once more', { processId: (id) => [whole(Buffer.from('0000')), whole(id)] }],
    ['sends an automatic status nobody asked for', { processId: (id) => [Uint8Array.of(0x14, 0, 0, 0x0f), whole(id)] }],
    ['is silent now and then', { status: (n, times) => (times % 7 === 0 ? undefined : usual(n)) }],
    ['garbles an answer now and then', { status: (n, times) => (times % 7 === 0 ? Uint8Array.of(0xff) : usual(n)) }],
    ['says that its buffers are empty', { status: (n) => Buffer.concat([usual(n), Uint8Array.of(0x37, 0x25, 0)]) }],
  ])('prints where the printer %s', async (_what, script) => {
    const { peer, printer } = await meet(script);
    expect(await printer.print(receipt, job)).toMatchObject({ ok: true });
    expect(printer.capabilities.completion).toBe('process-id');
    // 社保卡 is on its way as it is in GBK, and the paper was cut behind it.
    expect(peer.heard()).toMatch(/c9e7b1a3bfa8.*1d564200/);
  });

  it('an id that never comes: may or may not be on paper, and the printer is told to forget it', async () => {
    const { peer, printer } = await meet({ processId: (id, times) => (times <= 3 ? [whole(id)] : []) });
    await whenState(printer.device, 'online');
    const printed = await printer.print(receipt, job);
    expect(printed).toMatchObject({ ok: false, error: { code: 'print-timeout' } });
    if (!printed.ok) expect(printed.error.detail).toMatch(/it may or may not be on paper$/);
    const forgotten = () => peer.heard().lastIndexOf(FORGET) > peer.heard().lastIndexOf('c9e7b1a3bfa8');
    await expect.poll(forgotten).toBe(true);
  });

  it('off line without a reason: is waited for, and not for ever', async () => {
    const { peer, printer } = await meet({ status: (n) => (n === 1 ? Uint8Array.of(0x1a) : usual(n)) });
    expect(await printer.print(receipt, job)).toMatchObject({ ok: false, error: { code: 'printer-error' } });
    expect(await printer.status()).toMatchObject({ state: 'busy' });
    expect(peer.heard()).not.toContain('c9e7b1a3bfa8');
  });

  it('never has a real-time command in the middle of a receipt but the questions it asks', async () => {
    const { peer, printer } = await meet({});
    await whenState(printer.device, 'online');
    expect(await printer.print(receipt, job)).toMatchObject({ ok: true });
    const bytes = Buffer.from(peer.heard(), 'hex');
    const from = bytes.lastIndexOf(Buffer.from('c9e7b1a3bfa8', 'hex'));
    const sequences = [...bytes.entries()]
      .filter(([at, byte]) => at > from && byte === 0x10)
      .map(([at]) => bytes[at + 1]);
    expect(sequences.every((next) => next === 0x04)).toBe(true);
  });
});
