import type { Clock } from '../core/clock.ts';
import type { BytePort } from '../transports/serialPort.ts';
import { answers, CRT591_FRAME, encode591 } from './crt591Codec.ts';
import { Line } from './line.ts';
import {
  ACK_MS,
  AFTER_BAD_MS,
  type CommandLink,
  type LinkCommand,
  type Outcome,
  sendRepeating,
  TRIES,
} from './link.ts';

/** How long a device that was told to stop, or to say its answer again, may take to do so. */
const AGAIN_MS = 2_000;

/**
 * Link layer of the F2 frame: command, ACK, execution, response, ACK of the host. A NAK of either side has the other
 * say its frame again; EOT stops what is being executed.
 */
export class Crt591Link implements CommandLink {
  readonly #line: Line;
  readonly #address: number;

  constructor(port: BytePort, clock: Clock, address = 0) {
    this.#line = new Line(port, clock, CRT591_FRAME);
    this.#address = address;
  }

  send(command: LinkCommand): Promise<Outcome> {
    const frame = encode591(command.text, this.#address);
    return sendRepeating(command, frame, () => this.#sendOnce(command, frame));
  }

  async #sendOnce(command: LinkCommand, frame: Uint8Array): Promise<Outcome> {
    this.#line.flush();
    const taken = await this.#hand(command, frame);
    return taken === 'taken' ? this.#awaitReply(command) : taken;
  }

  /** Until the device has the command; a reply whose ACK was lost counts as well. */
  async #hand(command: LinkCommand, frame: Uint8Array): Promise<Outcome | 'taken'> {
    const limit = command.tries ?? TRIES;
    let refused = 0;
    for (let tries = 1; tries <= limit; tries += 1) {
      this.#line.write(frame);
      const heard = await this.#awaitAck(command);
      if (heard === 'nak') refused += 1;
      else if (heard !== 'silent') return heard;
      // A command that was refused was not executed; one that met silence may have been.
      else if (!command.repeatable) break;
    }
    if (refused === limit) {
      const detail = `${command.name}: the device finds every frame spoilt`;
      return { kind: 'unheard', fault: 'garbled', detail };
    }
    return { kind: 'unheard', fault: 'silent', detail: `${command.name}: not acknowledged` };
  }

  async #awaitAck(command: LinkCommand): Promise<Outcome | 'taken' | 'nak' | 'silent'> {
    const deadline = this.#line.now + (command.ackMs ?? ACK_MS);
    for (;;) {
      const event = await this.#line.next(deadline);
      switch (event.kind) {
        case 'closed':
          return event;
        case 'quiet':
          return 'silent';
        case 'bad-frame':
          // Its ACK was lost, and the reply was spoilt.
          return this.#askAgain(command, event.detail);
        case 'frame':
          if (this.#isReply(event, command)) return this.#accept(event.text);
          this.#line.say('ack');
          break;
        case 'control':
          if (event.control === 'ack') return 'taken';
          if (event.control === 'nak') return 'nak';
          break;
      }
    }
  }

  async #awaitReply(command: LinkCommand): Promise<Outcome> {
    const deadline = this.#line.now + command.replyMs;
    for (;;) {
      const event = await this.#line.next(deadline);
      switch (event.kind) {
        case 'closed':
          return event;
        case 'quiet':
          return this.#stop(command);
        case 'bad-frame':
          return this.#askAgain(command, event.detail);
        case 'frame':
          if (this.#isReply(event, command)) return this.#accept(event.text);
          // The late one to an earlier command; the device waits for its ACK.
          this.#line.say('ack');
          break;
        case 'control':
          if (event.control === 'eot') return lost(command, 'silent', 'the device stopped');
          break;
      }
    }
  }

  /** The device keeps its response until it is acknowledged: nothing is executed twice. */
  async #askAgain(command: LinkCommand, detail: string): Promise<Outcome> {
    let said = detail;
    for (let tries = 1; tries < TRIES; tries += 1) {
      const behind = await this.#skipWreckage(command);
      if (behind) return behind;
      this.#line.flush();
      this.#line.say('nak');
      const event = await this.#nextFrame(command, this.#line.now + AGAIN_MS);
      if (event.kind === 'reply' || event.kind === 'closed') return event;
      said = event.detail;
    }
    return lost(command, 'garbled', said);
  }

  /** Waits until the line is quiet; a good reply behind the bad one is taken. */
  async #skipWreckage(command: LinkCommand): Promise<Outcome | undefined> {
    const end = this.#line.now + command.replyMs;
    while (this.#line.now < end) {
      const event = await this.#line.next(this.#line.now + AFTER_BAD_MS);
      if (event.kind === 'closed') return event;
      if (event.kind === 'quiet') return undefined;
      if (event.kind === 'frame' && this.#isReply(event, command)) return this.#accept(event.text);
    }
    return undefined;
  }

  async #nextFrame(command: LinkCommand, deadline: number): Promise<Outcome & { detail?: string }> {
    for (;;) {
      const event = await this.#line.next(deadline);
      if (event.kind === 'closed') return event;
      if (event.kind === 'quiet') return lost(command, 'silent', 'no answer to NAK');
      if (event.kind === 'bad-frame') return lost(command, 'garbled', event.detail);
      if (event.kind === 'frame' && this.#isReply(event, command)) return this.#accept(event.text);
    }
  }

  /** Ends what has taken too long, so that the device listens again. */
  async #stop(command: LinkCommand): Promise<Outcome> {
    for (let tries = 1; tries <= TRIES; tries += 1) {
      this.#line.say('eot');
      const deadline = this.#line.now + ACK_MS;
      for (;;) {
        const event = await this.#line.next(deadline);
        if (event.kind === 'closed') return event;
        if (event.kind === 'quiet') break;
        // It had just finished.
        if (event.kind === 'frame' && this.#isReply(event, command)) return this.#accept(event.text);
        if (event.kind === 'control' && event.control === 'eot') return lost(command, 'silent', 'stopped');
      }
    }
    return lost(command, 'silent', `no reply within ${command.replyMs} ms`);
  }

  #isReply(event: { address: number; text: Uint8Array }, command: LinkCommand): boolean {
    return event.address === this.#address && answers(event.text, command.text);
  }

  #accept(text: Uint8Array): Outcome {
    this.#line.say('ack');
    return { kind: 'reply', text };
  }
}

function lost(command: LinkCommand, fault: 'silent' | 'garbled', detail: string): Extract<Outcome, { kind: 'lost' }> {
  return { kind: 'lost', fault, detail: `${command.name}: ${detail}` };
}
