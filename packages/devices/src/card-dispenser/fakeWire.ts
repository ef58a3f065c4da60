import { FakeClock } from '../core/fakeClock.ts';
import type { BytePort } from '../transports/serialPort.ts';

/** The other end of a serial line for unit tests: bytes as hex in both directions, on a clock the test moves. */
export class FakeWire {
  readonly clock = new FakeClock();
  /** Everything the host has written, one entry a write, as it was when it was written. */
  readonly sent: string[] = [];
  /** The buffers themselves, to see whether they are wiped. */
  readonly buffers: Uint8Array[] = [];
  readonly #closed = Promise.withResolvers<void>();
  #receive: (bytes: Uint8Array) => void = () => {};

  readonly port: BytePort = {
    write: (bytes) => {
      this.sent.push(Buffer.from(bytes).toString('hex').toUpperCase());
      this.buffers.push(bytes);
    },
    setBaudRate: async () => true,
    onData: (listener) => {
      this.#receive = listener;
    },
    onClose: (listener) => void this.#closed.promise.then(listener),
    close: async () => this.#closed.resolve(),
  };

  /** What the device says, and what it brings about. */
  async say(hex: string): Promise<void> {
    this.#receive(Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex')));
    await this.clock.advance(0);
  }
}
