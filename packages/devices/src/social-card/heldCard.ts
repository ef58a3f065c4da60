import { failure, type Result, success } from '../core/result.ts';
import type { CardLink, CardReaderPort } from '../transports/pcsc.ts';
import { type Chip, chipOn } from './chip.ts';
import { cardFailure, linkFailure } from './errors.ts';
import type { SocialCardError } from './types.ts';

/**
 * The card in the slot, connected to once and held until it is taken away, so that what it was proved stays proved. One
 * command of the driver's is one transaction: no other program comes in between, and each begins with a selection.
 */
export class HeldCard {
  #held: { readonly port: CardReaderPort; readonly changes: number; readonly link: CardLink } | undefined;

  async use<Value>(
    port: CardReaderPort,
    work: (chip: Chip) => Promise<Result<Value, SocialCardError>>,
  ): Promise<Result<Value, SocialCardError>> {
    for (let tries = 1; ; tries += 1) {
      const link = await this.#link(port);
      if (!link.ok) return link;
      const done = await link.value.transaction(() => work(chipOn(link.value)));
      if (done.ok) {
        if (!done.value.ok && LOST.has(done.value.error.code)) await this.release('as-is');
        return done.value;
      }
      await this.release('as-is');
      // Nothing was sent yet. A card that was swapped, or reset by another program, is connected to anew, once.
      const again = done.error.code === 'card-reset' || done.error.code === 'card-pulled';
      if (!again || tries > 1) return failure(linkFailure(done.error));
    }
  }

  async release(leave: 'as-is' | 'reset'): Promise<void> {
    const held = this.#held;
    this.#held = undefined;
    await held?.link.close(leave);
  }

  /** Lets go of a card that is not in the slot any more. */
  async releaseIfGone(): Promise<void> {
    const held = this.#held;
    if (held && !isThere(held.port, held.changes)) await this.release('as-is');
  }

  async #link(port: CardReaderPort): Promise<Result<CardLink, SocialCardError>> {
    if (this.#held?.port === port && isThere(port, this.#held.changes)) return success(this.#held.link);
    await this.release('as-is');
    const { card, changes } = port.slot;
    if (card === 'none') return failure(cardFailure('no-card', 'there is no card in the reader'));
    if (card === 'mute') return failure(cardFailure('card-mute', 'the card does not answer to a reset'));
    const connected = await port.connect('shared');
    if (!connected.ok) return failure(linkFailure(connected.error));
    this.#held = { port, changes, link: connected.value };
    return success(connected.value);
  }
}

const isThere = (port: CardReaderPort, changes: number): boolean =>
  port.slot.card === 'present' && port.slot.changes === changes;

/** After these a link is of no use any more. */
const LOST: ReadonlySet<string> = new Set([
  'card-pulled',
  'card-mute',
  'no-card',
  'unplugged',
  'answer-timeout',
  'bad-frame',
  'port-busy',
]);
