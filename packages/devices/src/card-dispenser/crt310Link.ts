import type { Clock } from '../core/clock.ts';
import type { BytePort } from '../transports/serialPort.ts';
import { answers310, CRT310_FRAME, encode310 } from './crt310Codec.ts';
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

/**
 * Link layer of the CRT-310: command, ACK, ENQ of the host, execution, response. Nothing is executed before the ENQ,
 * so a command may be sent again until then whatever it is; EOT takes it back. The response is not acknowledged, and
 * cannot be asked for again.
 */
export class Crt310Link implements CommandLink {
  readonly #line: Line;

  constructor(port: BytePort, clock: Clock) {
    this.#line = new Line(port, clock, CRT310_FRAME);
  }

  send(command: LinkCommand): Promise<Outcome> {
    const frame = encode310(command.text);
    return sendRepeating(command, frame, () => this.#sendOnce(command, frame));
  }

  async #sendOnce(command: LinkCommand, frame: Uint8Array): Promise<Outcome> {
    const handed = await this.#hand(command, frame);
    if (handed !== 'taken') return handed;
    this.#line.say('enq');
    return this.#awaitReply(command);
  }

  async #hand(command: LinkCommand, frame: Uint8Array): Promise<Outcome | 'taken'> {
    const limit = command.tries ?? TRIES;
    let refused = 0;
    for (let tries = 1; tries <= limit; tries += 1) {
      this.#line.flush();
      this.#line.write(frame);
      const heard = await this.#control();
      if (heard === 'ack') return 'taken';
      if (heard === 'closed') return { kind: 'closed' };
      if (heard === 'nak') refused += 1;
      else await this.#takeBack();
    }
    const { name } = command;
    return refused === limit
      ? { kind: 'unheard', fault: 'garbled', detail: `${name}: the device finds every frame spoilt` }
      : { kind: 'unheard', fault: 'silent', detail: `${name}: not acknowledged within ${ACK_MS} ms` };
  }

  /** Its ACK may have been lost: a device that waits for ENQ would take the next frame for noise. */
  async #takeBack(): Promise<boolean> {
    this.#line.say('eot');
    return (await this.#control()) === 'eot';
  }

  async #control(): Promise<'ack' | 'nak' | 'eot' | 'quiet' | 'closed'> {
    const deadline = this.#line.now + ACK_MS;
    for (;;) {
      const event = await this.#line.next(deadline);
      if (event.kind === 'quiet' || event.kind === 'closed') return event.kind;
      if (event.kind === 'control' && event.control !== 'enq') return event.control;
    }
  }

  async #awaitReply(command: LinkCommand): Promise<Outcome> {
    const deadline = this.#line.now + command.replyMs;
    let bad: string | undefined;
    for (;;) {
      const event = await this.#line.next(bad ? this.#line.now + AFTER_BAD_MS : deadline);
      switch (event.kind) {
        case 'closed':
          return event;
        case 'quiet':
          if (bad) return { kind: 'lost', fault: 'garbled', detail: `${command.name}: ${bad}` };
          return this.#giveUp(command);
        case 'bad-frame':
          bad = event.detail;
          break;
        case 'frame':
          if (answers310(event.text, command.text)) return { kind: 'reply', text: event.text };
          break;
        case 'control':
          break;
      }
    }
  }

  /** The ENQ may have been lost: then the device still waits for it, and a late one must not find it waiting. */
  async #giveUp(command: LinkCommand): Promise<Outcome> {
    const stopped = await this.#takeBack();
    const why = stopped ? 'no reply; taken back' : `no reply within ${command.replyMs} ms`;
    return { kind: 'lost', fault: 'silent', detail: `${command.name}: ${why}` };
  }
}
