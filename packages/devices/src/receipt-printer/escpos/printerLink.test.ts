import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../core/fakeClock.ts';
import type { BytePort, ModemLines } from '../../transports/serialPort.ts';
import { type FlowControl, PrinterLink } from './printerLink.ts';

/** A port that keeps what is written, and when. */
class KeptPort implements BytePort {
  readonly written: { readonly at: number; readonly length: number }[] = [];
  lines: ModemLines | undefined;
  #hear: (bytes: Uint8Array) => void = () => {};
  #lose: () => void = () => {};
  readonly #clock: FakeClock;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  get bytes(): number {
    return this.written.reduce((sum, { length }) => sum + length, 0);
  }

  write(bytes: Uint8Array): void {
    this.written.push({ at: this.#clock.now(), length: bytes.length });
  }
  setBaudRate = async () => true;
  modemLines = async () => this.lines;
  onData(listener: (bytes: Uint8Array) => void): void {
    this.#hear = listener;
  }
  onClose(listener: () => void): void {
    this.#lose = listener;
  }
  close = async () => this.#lose();
  say(...bytes: number[]): void {
    this.#hear(Uint8Array.from(bytes));
  }
}

const never = new AbortController().signal;

function open(flowControl: FlowControl, baudRate = 9_600) {
  const clock = new FakeClock();
  const port = new KeptPort(clock);
  return { clock, port, link: new PrinterLink(port, { clock, flowControl, baudRate }) };
}

describe('the line to a printer', () => {
  it('sends at the pace of the wire and never far ahead of it', async () => {
    const { clock, port, link } = open('none');
    let done = false;
    void link.send(new Uint8Array(960), never).then(() => {
      done = true;
    });
    await clock.advance(500);
    // 960 bytes a second: half of them, and two pieces.
    expect(port.bytes).toBeGreaterThanOrEqual(460);
    expect(port.bytes).toBeLessThanOrEqual(480 + 2 * 19 + 19);
    await clock.advance(600);
    expect(port.bytes).toBe(960);
    expect(done).toBe(true);
  });

  it('waits between XOFF and XON', async () => {
    const { clock, port, link } = open('xon-xoff');
    void link.send(new Uint8Array(960), never);
    await clock.advance(200);
    port.say(0x13);
    const before = port.bytes;
    await clock.advance(5_000);
    expect(port.bytes - before).toBeLessThanOrEqual(19);
    expect(link.heldMs).toBeGreaterThanOrEqual(4_900);
    port.say(0x11);
    await clock.advance(1_500);
    expect(port.bytes).toBe(960);
    expect(link.heldMs).toBe(0);
  });

  it('does not mind XOFF where none is agreed', async () => {
    const { clock, port, link } = open('none');
    port.say(0x13);
    void link.send(new Uint8Array(96), never);
    await clock.advance(200);
    expect(port.bytes).toBe(96);
  });

  it('waits while the printer has taken its DTR back, and goes on without where a port has no such lines', async () => {
    const { clock, port, link } = open('dtr');
    port.lines = { dsr: false, cts: false };
    void link.send(new Uint8Array(96), never);
    await clock.advance(1_000);
    expect(port.bytes).toBe(0);
    expect(link.heldMs).toBeGreaterThan(900);
    port.lines = { dsr: true, cts: false };
    await clock.advance(200);
    expect(port.bytes).toBe(96);
    port.lines = undefined;
    void link.send(new Uint8Array(96), never);
    await clock.advance(200);
    expect(port.bytes).toBe(192);
  });

  it('asks past a printer that says "not now"', async () => {
    const { clock, port, link } = open('xon-xoff');
    port.say(0x13);
    const asked = link.askStatus(1);
    expect(port.bytes).toBe(3);
    port.say(0x1a);
    expect(await asked).toEqual({ kind: 'answer', byte: 0x1a });
    const silent = link.askStatus(2);
    await clock.advance(600);
    expect(await silent).toEqual({ kind: 'silent' });
    const garbled = link.askStatus(4);
    port.say(0x1a);
    await clock.advance(600);
    expect(await garbled).toEqual({ kind: 'bad-frame' });
  });

  it('stops sending when it is told to, and when the port goes', async () => {
    const { clock, port, link } = open('none');
    const abort = new AbortController();
    const sending = link.send(new Uint8Array(960), abort.signal);
    await clock.advance(100);
    abort.abort();
    await sending;
    const sent = port.bytes;
    expect(sent).toBeLessThan(200);
    const more = link.send(new Uint8Array(960), never);
    await port.close();
    await more;
    expect(link.closed).toBe(true);
    expect(await link.askStatus(1)).toEqual({ kind: 'closed' });
  });
});
