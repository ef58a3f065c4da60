import { afterEach, describe, expect, it } from 'vitest';
import { FakeClock, settle } from '../terminal/testing/fakeClock.ts';
import { type DeviceHost, startDeviceHost } from './deviceHostClient.ts';
import type { DeviceHostConfig } from './messages.ts';
import { syntheticReading } from './testing/fakeDevices.ts';
import { createFakeLauncher } from './testing/fakeLauncher.ts';

const config: DeviceHostConfig = {
  devices: {
    'id-card-reader': { interface: 'serial', port: '/dev/ttyTEST' },
    'receipt-printer': { interface: 'ipp', uri: 'ipp://printer.test/ipp' },
  },
  printUser: 'kiosk-TEST',
};
const hosts: DeviceHost[] = [];

async function start({ settings = config, ...options }: { broken?: () => boolean; settings?: DeviceHostConfig } = {}) {
  const clock = new FakeClock();
  const launcher = createFakeLauncher(options);
  const host = startDeviceHost({ config: settings, launch: launcher.launch, timers: clock });
  hosts.push(host);
  const states: string[] = [];
  host.idCardReader.onStatus(({ state }) => states.push(state));
  const losses: [number, string][] = [];
  host.onRestart((restarts, reason) => losses.push([restarts, reason]));
  await settle();
  return { clock, host, launcher, states, losses };
}

afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.stop()));
});

describe('a device host that lives', () => {
  it('gives the configuration to the host and the reader’s status to the terminal', async () => {
    const { host, launcher, states } = await start();
    expect(launcher.child(0).received[0]).toEqual({ type: 'open', config });
    expect(host.idCardReader.status).toEqual({ state: 'online' });
    launcher.child(0).devices.setReaderStatus({ state: 'noDevice', detail: 'unplugged' });
    await settle();
    expect(host.idCardReader.status).toEqual({ state: 'noDevice', detail: 'unplugged' });
    expect(states).toEqual(['online', 'noDevice']);
  });

  it('passes a reading on whole, with its progress, and keeps no photo in the host', async () => {
    const { host, launcher } = await start();
    const progress: string[] = [];
    const read = await host.idCardReader.readCard({ timeoutMs: 1000, onProgress: (step) => progress.push(step) });
    expect(read).toEqual({ ok: true, value: syntheticReading() });
    expect(progress).toEqual(['card-found']);
    expect(launcher.child(0).devices.lastPhoto).toEqual(new Uint8Array(1024));
  });

  it('passes an abort on, and answers one that came before the call by itself', async () => {
    const { host, launcher } = await start();
    const abort = new AbortController();
    const reading = host.idCardReader.readCard({ signal: abort.signal });
    await settle();
    abort.abort();
    expect(await reading).toMatchObject({ ok: false, error: { code: 'aborted', detail: 'by the caller' } });
    const calls = launcher.child(0).received.length;
    expect(await host.idCardReader.readCard({ signal: abort.signal })).toMatchObject({ error: { code: 'aborted' } });
    expect(launcher.child(0).received).toHaveLength(calls);
  });

  it('prints, asks the printer, and keeps no receipt in the host', async () => {
    const { host, launcher } = await start();
    expect(await host.receiptPrinter.status()).toEqual({ state: 'online', paper: 'full' });
    const pdf = new Uint8Array([37, 80, 68, 70]);
    expect(await host.receiptPrinter.print(pdf, { jobName: 'R-1' })).toEqual({ ok: true, value: { jobId: 17 } });
    expect(pdf).toEqual(new Uint8Array([37, 80, 68, 70]));
    expect(launcher.child(0).devices.lastPdf).toEqual(new Uint8Array(4));
  });

  it('says what the printer takes, and hands a receipt for a strip of paper over whole', async () => {
    const pages = await start();
    expect(pages.host.receiptPrinter.accepts).toBe('pdf');
    const thermal = { interface: 'escpos', port: '/dev/ttyTEST2' } as const;
    const strips = await start({ settings: { ...config, devices: { ...config.devices, 'receipt-printer': thermal } } });
    expect(strips.host.receiptPrinter.accepts).toBe('receipt-blocks');
    const glyph = { width: 24, height: 24, bits: new Uint8Array(72).fill(1) };
    const receipt = { blocks: [{ kind: 'heading', text: '凭条' }, { kind: 'cut' }], glyphs: { 㛃: glyph } } as const;
    expect(await strips.host.receiptPrinter.print(receipt, { jobName: 'R-1' })).toMatchObject({ ok: true });
    expect(strips.launcher.child(0).received).toContainEqual(
      expect.objectContaining({
        type: 'call',
        device: 'receipt-printer',
        method: 'print',
        args: { document: expect.objectContaining({ blocks: receipt.blocks }), jobName: 'R-1' },
      }),
    );
    expect(glyph.bits[0]).toBe(1);
  });

  it('tells of every device by its name, with its supplies', async () => {
    const { host, launcher } = await start();
    const seen: unknown[] = [];
    const stop = host.onDeviceStatus((device, status) => seen.push([device, status]));
    launcher.child(0).devices.setPrinterStatus({ state: 'userError', paper: 'out', cover: 'closed' });
    launcher.child(0).devices.setPrinterStatus({ state: 'userError', paper: 'out', cover: 'closed' });
    launcher.child(0).devices.setReaderStatus({ state: 'noDevice', detail: 'unplugged' });
    await settle();
    expect(seen).toEqual([
      ['receipt-printer', { state: 'userError', paper: 'out', cover: 'closed' }],
      ['id-card-reader', { state: 'noDevice', detail: 'unplugged' }],
    ]);
    expect(host.statuses.map(({ device, status }) => [device, status.state])).toEqual([
      ['id-card-reader', 'noDevice'],
      ['receipt-printer', 'userError'],
    ]);
    stop();
  });

  it('has no word for a device devices.yaml does not name, and asks the host nothing of it', async () => {
    const { 'receipt-printer': _, ...devices } = config.devices;
    const { host, launcher } = await start({ settings: { ...config, devices } });
    const printed = await host.receiptPrinter.print(new Uint8Array(1), { jobName: 'R-1' });
    expect(printed).toMatchObject({ ok: false, error: { code: 'printer-unreachable' } });
    expect(!printed.ok && printed.error.detail).toContain('add it to devices.yaml');
    expect(launcher.child(0).received.some(({ type }) => type === 'call')).toBe(false);
    expect(host.statuses.map(({ device }) => device)).toEqual(['id-card-reader']);
  });

  it('lets go of the devices when the terminal stops, and starts nothing again', async () => {
    const { clock, host, launcher } = await start();
    const reading = host.idCardReader.readCard();
    await host.stop();
    expect(await reading).toMatchObject({ error: { code: 'unplugged' } });
    expect(launcher.child(0).devices.closed).toBe(true);
    expect(launcher.child(0).killed).toBe(false);
    await clock.advance(60_000);
    expect(launcher.children).toHaveLength(1);
    expect(await host.idCardReader.readCard()).toMatchObject({ error: { code: 'port-failed' } });
  });

  it('kills a host that does not end when asked', async () => {
    const { clock, host, launcher } = await start();
    launcher.child(0).hang();
    const stopped = host.stop();
    await clock.advance(3_000);
    await stopped;
    expect(launcher.child(0).killed).toBe(true);
  });
});

describe('a device host that dies', () => {
  it('fails what waits with what is known, shows the reader starting, and reads the devices anew', async () => {
    const { clock, host, launcher, states, losses } = await start();
    const reading = host.idCardReader.readCard();
    const removal = host.idCardReader.waitForRemoval();
    const printing = host.receiptPrinter.print(new Uint8Array(1), { jobName: 'endless' });
    await settle();
    launcher.child(0).end('ended with SIGSEGV');
    expect(await reading).toMatchObject({ ok: false, error: { code: 'unplugged' } });
    expect(await removal).toMatchObject({ ok: false, error: { code: 'unplugged' } });
    // It had been sent, and nobody saw the end of it.
    expect(await printing).toMatchObject({ ok: false, error: { code: 'print-timeout' } });
    expect(host.statuses.map(({ device, status }) => [device, status.state])).toEqual([
      ['id-card-reader', 'starting'],
      ['receipt-printer', 'starting'],
    ]);
    expect(losses).toEqual([[1, 'ended with SIGSEGV']]);
    expect(await host.idCardReader.readCard()).toMatchObject({ ok: false, error: { code: 'port-failed' } });
    expect(await host.receiptPrinter.status()).toMatchObject({ state: 'starting', paper: 'unknown' });

    await clock.advance(200);
    expect(states).toEqual(['online', 'starting', 'online']);
    expect(await host.idCardReader.readCard({ timeoutMs: 1000 })).toMatchObject({ ok: true });
    // Nothing of before was asked again.
    expect(launcher.child(1).received.filter(({ type }) => type === 'call')).toHaveLength(1);
  });

  it('holds a receipt back until the new host is there', async () => {
    const { clock, host, launcher } = await start();
    launcher.child(0).end('ended with exit code 1');
    await settle();
    const printing = host.receiptPrinter.print(new Uint8Array(1), { jobName: 'R-2' });
    await clock.advance(200);
    expect(await printing).toEqual({ ok: true, value: { jobId: 17 } });
  });

  it('gives a receipt up honestly when no host comes', async () => {
    let broken = false;
    const { clock, host, launcher } = await start({ broken: () => broken });
    broken = true;
    launcher.child(0).end('ended with exit code 1');
    await settle();
    const printing = host.receiptPrinter.print(new Uint8Array(1), { jobName: 'R-3' });
    await clock.advance(8_000);
    expect(await printing).toMatchObject({ ok: false, error: { code: 'printer-unreachable' } });
  });

  it('is started again with growing pauses, up to ten seconds', async () => {
    const { clock, launcher } = await start({ broken: () => true });
    const startedAt = [clock.now()];
    for (let second = 0; second < 600; second++) {
      await clock.advance(100);
      while (startedAt.length < launcher.children.length) startedAt.push(clock.now());
    }
    const pauses = startedAt.slice(1).map((at, index) => at - (startedAt[index] ?? 0));
    expect(pauses.slice(0, 8)).toEqual([200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000]);
  });

  it('has its first pause back after it lived for a while', async () => {
    const { clock, launcher } = await start();
    launcher.child(0).end('ended with exit code 1');
    await clock.advance(200);
    launcher.child(1).end('ended with exit code 1');
    await clock.advance(400);
    await clock.advance(30_000);
    launcher.child(2).end('ended with exit code 1');
    await clock.advance(200);
    expect(launcher.children).toHaveLength(4);
  });
});

describe('a device host that hangs or talks nonsense', () => {
  it('is killed after three missed heartbeats and replaced, within ten seconds', async () => {
    const { clock, host, launcher, losses } = await start();
    await clock.advance(60_000);
    expect(losses).toEqual([]);
    const reading = host.idCardReader.readCard();
    await settle();
    launcher.child(0).hang();
    await clock.advance(10_000);
    expect(launcher.child(0).killed).toBe(true);
    expect(await reading).toMatchObject({ error: { code: 'unplugged' } });
    expect(losses).toEqual([[1, 'missed 3 heartbeats']]);
    expect(host.idCardReader.status.state).toBe('online');
  });

  it('is replaced when it never becomes ready', async () => {
    const clock = new FakeClock();
    const launcher = createFakeLauncher();
    const host = startDeviceHost({ config, launch: launcher.launch, timers: clock });
    hosts.push(host);
    launcher.child(0).hang();
    await clock.advance(20_200);
    expect(launcher.child(0).killed).toBe(true);
    expect(host.idCardReader.status.state).toBe('online');
  });

  it('is replaced when it says what is not in the contract', async () => {
    const { clock, launcher, losses } = await start();
    launcher.child(0).say({ type: 'status', device: 'id-card-reader', status: { state: 'splendid' } });
    await clock.advance(200);
    expect(launcher.child(0).killed).toBe(true);
    expect(losses).toEqual([[1, 'said of id-card-reader what is no status: state']]);
    expect(launcher.children).toHaveLength(2);
  });

  it('is replaced when it says what is no message at all', async () => {
    const { clock, launcher, losses } = await start();
    launcher.child(0).say({ type: 'reader-status', status: { state: 'online' } });
    await clock.advance(200);
    expect(losses).toEqual([[1, 'said something that is not in the contract: type']]);
    expect(launcher.children).toHaveLength(2);
  });

  it('is replaced when it answers wrongly, and what it answered is not told', async () => {
    const { host, launcher, losses } = await start();
    const reading = host.idCardReader.readCard();
    await settle();
    const { photo: _, ...damaged } = syntheticReading();
    launcher.child(0).say({ type: 'answer', id: 1, value: { ok: true, value: damaged } });
    expect(await reading).toMatchObject({ error: { code: 'unplugged' } });
    expect(losses).toEqual([[1, 'answered readCard wrongly at value.photo']]);
  });

  it('is not listened to any more once it was given up', async () => {
    const { clock, host, launcher } = await start();
    launcher.child(0).end('ended with exit code 1');
    await settle();
    launcher.child(0).say({ type: 'status', device: 'id-card-reader', status: { state: 'hardwareError' } });
    expect(host.idCardReader.status.state).toBe('starting');
    await clock.advance(200);
    launcher.child(0).say({ type: 'status', device: 'id-card-reader', status: { state: 'hardwareError' } });
    expect(host.idCardReader.status.state).toBe('online');
  });
});
