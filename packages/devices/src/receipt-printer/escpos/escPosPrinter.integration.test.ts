import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Bench, whenState } from '../../core/testing.ts';
import { charactersToDraw } from './encodeReceipt.ts';
import { createEscPosPrinter, type EscPosPrinter, type EscPosPrinterOptions } from './escPosPrinter.ts';
import { crossedBoxes, sampleReceipt } from './sampleReceipt.ts';
import { createSimulatedThermalPrinter, type PrinterMake, type SimulatedThermalPrinter } from './simulator.ts';

const BAUD = 115_200;
const job = { jobName: 'A-1' };

/** The production driver above the simulated printer, over a pty: one test per fault. */
describe('an ESC/POS printer at a serial port', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.clear());

  const simulate = async (make: Partial<PrinterMake> = {}, baudRate = BAUD): Promise<SimulatedThermalPrinter> => {
    const created = await createSimulatedThermalPrinter({ link: bench.port, baudRate, make });
    if (!created.ok) throw new Error(created.error.message);
    bench.afterwards(() => created.value.close());
    return created.value;
  };
  const drive = (options: Partial<EscPosPrinterOptions> = {}): EscPosPrinter => {
    const printer = createEscPosPrinter({ port: bench.port, baudRate: BAUD, printMs: 15_000, ...options });
    bench.afterwards(() => printer.device.close());
    return printer;
  };
  const ready = async (make: Partial<PrinterMake> = {}, options: Partial<EscPosPrinterOptions> = {}) => {
    const simulator = await simulate(make);
    const printer = drive(options);
    await whenState(printer.device, 'online');
    return { simulator, printer };
  };
  /** Resolves once the simulator says so. */
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await wait(5);
  };
  const first = sampleReceipt('FIRST-1');
  const second = sampleReceipt('SECOND-2');
  /** What lies in the tray as a person finds it: each piece of paper is of one receipt only. */
  const mixed = (simulator: SimulatedThermalPrinter): string[] =>
    simulator.read().filter((text) => text.includes('FIRST-1') && text.includes('SECOND-2'));
  /** The receipt of the second citizen came out whole, on a piece of its own. */
  const expectSecondClean = async (simulator: SimulatedThermalPrinter, printer: EscPosPrinter): Promise<void> => {
    expect(await printer.print(second, job)).toMatchObject({ ok: true });
    expect(mixed(simulator)).toEqual([]);
    const last = simulator.read().at(-1) ?? '';
    expect(last.startsWith('人社自助服务')).toBe(true);
    expect(last).toContain('[qr 社保卡申请凭条\n编号 SECOND-2');
    expect(last.endsWith('2. 领卡时，请带上身份证和这张凭条。')).toBe(true);
    expect(simulator.hanging).toBeUndefined();
  };

  it('prints a receipt and knows from the printer itself that it is out', async () => {
    const { simulator, printer } = await ready();
    const states: string[] = [];
    printer.device.onStatus(({ state }) => states.push(state));
    expect(await printer.print(first, job)).toEqual({ ok: true, value: { jobId: 1 } });
    expect(simulator.read()).toHaveLength(1);
    expect(printer.capabilities).toEqual({ columns: 48, dots: 576, completion: 'process-id' });
    await expectSecondClean(simulator, printer);
    expect(states.filter((state) => state === 'busy').length).toBeGreaterThan(0);
    await whenState(printer.device, 'online');
  });

  it('prints a rare name as a picture', async () => {
    const { simulator, printer } = await ready();
    const receipt = sampleReceipt('FIRST-1', '王㛃𬭎');
    expect(await printer.print(receipt, job)).toMatchObject({ error: { code: 'document-refused' } });
    const drawn = { ...receipt, glyphs: crossedBoxes(charactersToDraw(receipt)) };
    expect(await printer.print(drawn, job)).toMatchObject({ ok: true });
    expect(simulator.read().at(-1)).toContain('[picture');
  });

  it('takes no PDF', async () => {
    const { printer } = await ready();
    expect(await printer.print(new Uint8Array(4), job)).toMatchObject({
      ok: false,
      error: { code: 'document-refused' },
    });
  });

  it.each<[string, Partial<PrinterMake>, string]>([
    ['knows no process id', { processId: false }, 'in-order'],
    ['answers nothing in its turn', { processId: false, inOrderStatus: false }, 'status'],
    ['never answers DLE EOT', { realTimeStatus: false, processId: false, forgets: false }, 'in-order'],
    ['has no flow control and a small buffer', { flowControl: 'none', bufferBytes: 4_096 }, 'process-id'],
  ])('clone that %s: prints all the same, nothing of our questions on the paper', async (_what, make, completion) => {
    const { simulator, printer } = await ready(make);
    expect(await printer.print(first, job)).toMatchObject({ ok: true });
    expect(printer.capabilities.completion).toBe(completion);
    expect(simulator.read()).toHaveLength(1);
    await expectSecondClean(simulator, printer);
    expect(simulator.state.lostBytes).toBe(0);
  });

  it('paper out before: refuses, nothing is sent, and prints when there is paper', async () => {
    const { simulator, printer } = await ready();
    simulator.setPaper(0);
    expect(await printer.status()).toMatchObject({ state: 'userError', paper: 'out' });
    expect(await printer.print(first, job)).toMatchObject({ ok: false, error: { code: 'paper-out' } });
    simulator.openCover();
    await printer.status();
    expect(printer.device.status).toMatchObject({ state: 'userError', cover: 'open' });
    simulator.loadPaper();
    simulator.closeCover();
    await whenState(printer.device, 'online');
    await expectSecondClean(simulator, printer);
    expect(simulator.read().join()).not.toContain('FIRST-1');
  });

  it('paper near end: says so, and prints', async () => {
    const { simulator, printer } = await ready();
    simulator.setPaper(1_000);
    expect(await printer.status()).toMatchObject({ state: 'online', paper: 'low' });
    expect(await printer.print(first, job)).toMatchObject({ ok: true });
  });

  it.each<[string, Partial<PrinterMake>]>([
    ['', {}],
    [', printer that cannot forget', { forgets: false }],
    [', clone without process id that cannot forget', { forgets: false, processId: false }],
  ])('paper out in the middle%s: says so, and the rest never comes out for the next one', async (_what, make) => {
    const { simulator, printer } = await ready({ mmPerSecond: 60, ...make });
    await until(() => simulator.slips.length === 1);
    simulator.setPaper(45);
    const printed = await printer.print(first, job);
    expect(printed).toMatchObject({ ok: false, error: { code: 'paper-out' } });
    if (!printed.ok) expect(printed.error.detail).toMatch(/nothing is resumed$/);
    expect(printer.device.status).toMatchObject({ state: 'userError', paper: 'out' });
    simulator.openCover();
    simulator.loadPaper();
    simulator.closeCover();
    await expectSecondClean(simulator, printer);
  });

  it('cover opened in the middle: says so, and what was printed is cut off before the next', async () => {
    const { simulator, printer } = await ready({ mmPerSecond: 60 });
    const printing = printer.print(first, job);
    await until(() => (simulator.hanging?.marks.length ?? 0) > 30);
    simulator.openCover();
    expect(await printing).toMatchObject({ ok: false, error: { code: 'cover-open' } });
    await whenState(printer.device, 'userError');
    simulator.closeCover();
    await expectSecondClean(simulator, printer);
  });

  it('cutter stuck: says so, and recovers when it is freed', async () => {
    const { simulator, printer } = await ready();
    await until(() => simulator.slips.length === 1);
    simulator.blockCutter();
    expect(await printer.print(first, job)).toMatchObject({ ok: false, error: { code: 'cutter-jammed' } });
    expect(await printer.status()).toMatchObject({ state: 'hardwareError', cutter: 'jammed' });
    simulator.freeCutter();
    await expectSecondClean(simulator, printer);
  });

  it('paper jammed: says so, and recovers', async () => {
    const { simulator, printer } = await ready({ mmPerSecond: 60 });
    const printing = printer.print(first, job);
    await until(() => (simulator.hanging?.marks.length ?? 0) > 30);
    simulator.jamPaper();
    expect(await printing).toMatchObject({ ok: false, error: { code: 'paper-jammed' } });
    expect(await printer.status()).toMatchObject({ state: 'userError', paper: 'jammed' });
    simulator.clearJam();
    await expectSecondClean(simulator, printer);
  });

  it.each<[string, Partial<PrinterMake>]>([
    ['', {}],
    [', printer that answers nothing in its turn', { processId: false, inOrderStatus: false, bufferBytes: 1_024 }],
  ])('head too hot in the middle%s: waits until it has cooled down, and goes on', async (_what, make) => {
    const { simulator, printer } = await ready({ mmPerSecond: 60, ...make });
    const printing = printer.print(second, job);
    await until(() => (simulator.hanging?.marks.length ?? 0) > 30);
    simulator.setHead('hot');
    await whenState(printer.device, 'busy');
    await wait(1_500);
    simulator.setHead('ok');
    expect(await printing).toMatchObject({ ok: true });
    expect(simulator.read().filter((text) => text.includes('SECOND-2'))).toHaveLength(1);
    expect(simulator.hanging).toBeUndefined();
    expect(simulator.state.lostBytes).toBe(0);
  });

  it('head that stays hot: is not waited for without end', async () => {
    const { simulator, printer } = await ready({ mmPerSecond: 60 }, { printMs: 3_000 });
    const printing = printer.print(first, job);
    await until(() => (simulator.hanging?.marks.length ?? 0) > 30);
    simulator.setHead('hot');
    expect(await printing).toMatchObject({ ok: false, error: { code: 'print-timeout' } });
    simulator.setHead('ok');
    await expectSecondClean(simulator, printer);
  });

  it('unplugged in the middle: may or may not be on paper, missed within a second, back within three', async () => {
    const { simulator, printer } = await ready({ mmPerSecond: 60 });
    const printing = printer.print(first, job);
    await until(() => (simulator.hanging?.marks.length ?? 0) > 30);
    const pulled = performance.now();
    await simulator.unplug();
    expect(await printing).toMatchObject({ ok: false, error: { code: 'print-timeout' } });
    await whenState(printer.device, 'noDevice');
    expect(performance.now() - pulled).toBeLessThan(1_000);
    expect(await printer.print(first, job)).toMatchObject({ error: { code: 'printer-unreachable' } });
    const plugged = performance.now();
    await simulator.plug();
    await whenState(printer.device, 'online');
    expect(performance.now() - plugged).toBeLessThan(3_000);
    await expectSecondClean(simulator, printer);
  });

  it('silent while it prints: may or may not be on paper', async () => {
    const { simulator, printer } = await ready({ mmPerSecond: 60 });
    const printing = printer.print(first, job);
    await until(() => (simulator.hanging?.marks.length ?? 0) > 30);
    simulator.setLine('silent');
    expect(await printing).toMatchObject({ ok: false, error: { code: 'print-timeout' } });
    await whenState(printer.device, 'offline');
    simulator.setLine('none');
    await whenState(printer.device, 'online');
    await expectSecondClean(simulator, printer);
  });

  it('silent before: unreachable, nothing is sent', async () => {
    const { simulator, printer } = await ready();
    simulator.setLine('silent');
    expect(await printer.print(first, job)).toMatchObject({ ok: false, error: { code: 'printer-unreachable' } });
    await whenState(printer.device, 'offline');
    simulator.setLine('none');
    await expectSecondClean(simulator, printer);
    expect(simulator.read().join()).not.toContain('FIRST-1');
  });

  it('garbled: unreachable, and back when the line is good', async () => {
    const { simulator, printer } = await ready();
    simulator.setLine('garbled');
    const printed = await printer.print(first, job);
    expect(printed).toMatchObject({ ok: false, error: { code: 'printer-unreachable' } });
    if (!printed.ok) expect(printed.error.detail).toContain('bad-frame');
    await whenState(printer.device, 'offline');
    simulator.setLine('none');
    await expectSecondClean(simulator, printer);
  });

  it('slow to answer: is waited for', async () => {
    const { simulator, printer } = await ready();
    simulator.setLine('slow');
    await expectSecondClean(simulator, printer);
  });

  it('at 9600 baud: prints at the pace of the wire, and is asked in between', async () => {
    const simulator = await simulate({}, 9_600);
    const printer = drive({ baudRate: 9_600 });
    await whenState(printer.device, 'online');
    const began = performance.now();
    await expectSecondClean(simulator, printer);
    expect(performance.now() - began).toBeGreaterThan(700);
    expect(simulator.state.lostBytes).toBe(0);
  });

  it('at another baud rate: no printer there', async () => {
    await simulate({}, 19_200);
    const printer = drive();
    expect(await whenState(printer.device, 'offline')).toMatchObject({ paper: 'unknown' });
    expect(await printer.print(first, job)).toMatchObject({ error: { code: 'printer-unreachable' } });
  });

  it('a slow head and no flow control: the buffer never overflows', async () => {
    const { simulator, printer } = await ready({ flowControl: 'none', mmPerSecond: 60 });
    const long = { blocks: Array.from({ length: 8 }, () => first.blocks.filter(({ kind }) => kind !== 'qr')).flat() };
    expect(await printer.print(long, job)).toMatchObject({ ok: true });
    expect(simulator.state.lostBytes).toBe(0);
  });

  it('a slow head, a small buffer, and nothing answered in its turn: no byte is lost', async () => {
    const { simulator, printer } = await ready({
      mmPerSecond: 60,
      processId: false,
      inOrderStatus: false,
      flowControl: 'none',
      bufferBytes: 1_024,
    });
    const long = { blocks: Array.from({ length: 6 }, () => first.blocks.filter(({ kind }) => kind !== 'qr')).flat() };
    expect(await printer.print(long, job)).toMatchObject({ ok: true });
    expect(simulator.state.lostBytes).toBe(0);
  });

  it('stopped by the caller in the middle: at once, and what was printed is cut off', async () => {
    const { simulator, printer } = await ready({ mmPerSecond: 60 });
    const abort = new AbortController();
    const printing = printer.print(first, { ...job, signal: abort.signal });
    await until(() => (simulator.hanging?.marks.length ?? 0) > 30);
    const aborted = performance.now();
    abort.abort();
    expect(await printing).toMatchObject({ ok: false, error: { code: 'aborted' } });
    expect(performance.now() - aborted).toBeLessThan(100);
    await expectSecondClean(simulator, printer);
  });

  it('a process that died in the middle leaves nothing for the next one', async () => {
    const simulator = await simulate({ mmPerSecond: 60 });
    const dying = createEscPosPrinter({ port: bench.port, baudRate: BAUD });
    void dying.print(first, job);
    await until(() => (simulator.hanging?.marks.length ?? 0) > 30);
    // Nothing is taken back: the port is closed under it.
    await simulator.unplug();
    await dying.device.close();
    await simulator.plug();
    await expectSecondClean(simulator, drive());
  });

  it('prints two receipts one after the other when both are asked for at once', async () => {
    const { simulator, printer } = await ready();
    const both = await Promise.all([printer.print(first, job), printer.print(second, job)]);
    expect(both).toEqual([
      { ok: true, value: { jobId: 1 } },
      { ok: true, value: { jobId: 2 } },
    ]);
    expect(mixed(simulator)).toEqual([]);
    expect(simulator.read()).toHaveLength(2);
  });

  it('no such port, and closed', async () => {
    const printer = drive();
    expect(await printer.print(first, job)).toMatchObject({ error: { code: 'printer-unreachable' } });
    expect(printer.device.status).toMatchObject({ state: 'noDevice', paper: 'unknown' });
    await printer.device.close();
    expect(await printer.print(first, job)).toMatchObject({ error: { code: 'aborted' } });
  });
});

describe('the simulated thermal printer', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.clear());

  it('refuses what nobody can do, and says what to do instead', async () => {
    const created = await createSimulatedThermalPrinter({ link: bench.port, baudRate: BAUD });
    if (!created.ok) throw new Error(created.error.message);
    const simulator = created.value;
    bench.afterwards(() => simulator.close());
    expect(simulator.loadPaper()).toMatchObject({ error: { code: 'COVER_CLOSED', next: 'Open the cover first.' } });
    expect(simulator.closeCover()).toMatchObject({ error: { code: 'COVER_CLOSED' } });
    simulator.openCover();
    expect(simulator.openCover()).toMatchObject({ error: { code: 'COVER_OPEN' } });
    expect(simulator.setPaper(30_001)).toMatchObject({ error: { code: 'BAD_LENGTH' } });
    expect(simulator.clearJam()).toMatchObject({ error: { code: 'NOTHING_TO_CHANGE' } });
    expect(simulator.freeCutter()).toMatchObject({ error: { code: 'NOTHING_TO_CHANGE' } });
    expect(await simulator.plug()).toMatchObject({ error: { code: 'ALREADY_PLUGGED' } });
  });
});
