import { connect, type Socket } from 'node:net';
import { type Clock, pause } from '../core/clock.ts';

/** What vpcd asks of a card, one byte each; everything longer is a command. */
const CONTROL = { off: 0x00, on: 0x01, reset: 0x02, atr: 0x04 } as const;
/** A service that was restarted is found again within this time. */
const RECONNECT_MS = 100;
/** Length of a message: two bytes before it. */
const HEAD = 2;

export interface VpcdHandler {
  atr(): Uint8Array;
  /** Power was cut or given, or the reader reset the card. */
  onReset(): void;
  /** `silent`: no answer, ever. `pulled`: the card is gone instead of answering. */
  answer(command: Uint8Array): Promise<Uint8Array | 'silent' | 'pulled'>;
}

/**
 * A card in vpcd's slot: a connection to its port, which is what "inserted" means there. While it is in, it comes back to a
 * service that was killed and started again.
 */
export class VpcdCard {
  readonly #port: number;
  readonly #handler: VpcdHandler;
  readonly #clock: Clock;
  readonly #out = new AbortController();
  #socket: Socket | undefined;

  /** The card is in after `delayMs`. */
  constructor(port: number, handler: VpcdHandler, clock: Clock, delayMs: number) {
    this.#port = port;
    this.#handler = handler;
    this.#clock = clock;
    void this.#comeBack(delayMs);
  }

  /** Out of the slot, in the middle of whatever is being said. */
  pull(): void {
    this.#out.abort();
    this.#socket?.destroy();
  }

  #connect(): void {
    const socket = connect(this.#port, '127.0.0.1');
    this.#socket = socket;
    socket.setNoDelay(true);
    let received: Buffer = Buffer.alloc(0);
    // One message after another: vpcd waits for an answer before it asks again.
    let work = Promise.resolve();
    socket.on('data', (bytes) => {
      received = Buffer.concat([received, bytes]);
      for (;;) {
        const length = received.length >= HEAD ? received.readUInt16BE(0) : Number.POSITIVE_INFINITY;
        if (received.length < HEAD + length) return;
        const message = Uint8Array.from(received.subarray(HEAD, HEAD + length));
        received = received.subarray(HEAD + length);
        work = work.then(() => this.#hear(message, socket));
      }
    });
    socket.on('error', () => {});
    socket.on('close', () => void this.#comeBack(RECONNECT_MS));
  }

  async #comeBack(delayMs: number): Promise<void> {
    await pause(this.#clock, delayMs, this.#out.signal);
    if (!this.#out.signal.aborted) this.#connect();
  }

  async #hear(message: Uint8Array, socket: Socket): Promise<void> {
    if (this.#out.signal.aborted) return;
    if (message.length === 1) {
      if (message[0] === CONTROL.atr) send(socket, this.#handler.atr());
      else this.#handler.onReset();
      return;
    }
    const answer = await this.#handler.answer(message);
    message.fill(0);
    if (answer === 'pulled') this.pull();
    else if (answer !== 'silent' && !this.#out.signal.aborted) send(socket, answer);
  }
}

function send(socket: Socket, bytes: Uint8Array): void {
  const message = Buffer.alloc(HEAD + bytes.length);
  message.writeUInt16BE(bytes.length);
  message.set(bytes, HEAD);
  if (socket.writable) socket.write(message);
}
