import type { ApduChannel } from '../core/apduChannel.ts';
import { failure, success } from '../core/result.ts';
import type { CardError, CardErrorCode, CardLink, CardReaderPort, OpenCardReader, Slot } from '../transports/pcsc.ts';

/** A card that another device holds, and where this driver finds it. */
export interface CardAtChannel {
  /** For `createSocialCardReader`. */
  readonly openReader: OpenCardReader;
  /** To be called before the other device moves the card away, or when it has gone. */
  removed(): void;
}

/**
 * Lets the social card's driver work on a card at the contacts of another device, for example a motorised reader, through
 * its `ApduChannel`. `chip` is what that device said when it powered the card. Moving the card is its affair.
 */
export function cardAtChannel(
  channel: ApduChannel,
  chip: { readonly atr: Uint8Array; readonly protocol: 'T=0' | 'T=1' },
): CardAtChannel {
  const listeners = new Set<(slot: Slot) => void>();
  let slot: Slot = { card: 'present', changes: 1, atr: chip.atr };
  const link: CardLink = {
    atr: chip.atr,
    protocol: chip.protocol === 'T=1' ? 't1' : 't0',
    transmit: async (command) => {
      if (slot.card === 'none') return failure({ code: 'card-pulled', detail: 'the card was moved away' });
      const sent = await channel.transmit(command);
      if (sent.ok) return success(sent.value);
      return failure({ code: codeOf(sent.error.code), detail: sent.error.detail });
    },
    // Nobody else has a way to this card.
    transaction: async (work) => success(await work()),
    close: async () => {},
  };
  const port = (): CardReaderPort => {
    const closed = Promise.withResolvers<CardError>();
    return {
      name: 'card at another device',
      get slot() {
        return slot;
      },
      onSlot: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      onClose: (listener) => {
        let listens = true;
        void closed.promise.then((error) => listens && listener(error));
        return () => {
          listens = false;
        };
      },
      connect: async () => success(link),
      close: async () => closed.resolve({ code: 'unplugged', detail: 'closed' }),
    };
  };
  return {
    openReader: async () => success(port()),
    removed: () => {
      if (slot.card === 'none') return;
      slot = { card: 'none', changes: slot.changes + 1, atr: new Uint8Array() };
      for (const listener of [...listeners]) listener(slot);
    },
  };
}

/** What other devices call it when a command came to nothing. Whatever is not known may have reached the chip. */
function codeOf(code: string): CardErrorCode {
  switch (code) {
    case 'unplugged':
    case 'port-missing':
    case 'port-busy':
    case 'port-failed':
      return 'unplugged';
    case 'no-answer':
    case 'answer-timeout':
      return 'answer-timeout';
    case 'card-not-at-chip':
    case 'chip-not-powered':
      return 'card-pulled';
    case 'chip-no-answer':
      return 'card-mute';
    default:
      return 'bad-frame';
  }
}
