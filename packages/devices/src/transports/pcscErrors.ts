import type { DeviceError, PortErrorCode } from '../core/device.ts';
import { SCARD } from './pcscLibrary.ts';

export type CardErrorCode =
  | PortErrorCode
  | 'unplugged' // the reader, or the PC/SC service, went away
  | 'answer-timeout' // neither card nor reader nor service said anything
  | 'no-card'
  | 'card-pulled' // it was there when this began
  | 'card-mute' // no answer to reset, or none in a protocol that is known
  | 'card-reset' // somebody else has reset it: what was selected and verified is lost
  | 'bad-frame'; // the card is there, and what came is no answer

export type CardError = DeviceError<CardErrorCode>;

const named = (code: number): string => `0x${code.toString(16).toUpperCase()}`;
export const late = (who: string): CardError => ({ code: 'answer-timeout', detail: `${who} did not answer` });
export const noAnswer = (): CardError => ({ code: 'bad-frame', detail: 'the card gave no whole answer' });
export const unplugged = (name: string): CardError => ({ code: 'unplugged', detail: `${name} went away` });
export const serviceGone = (code: number): CardError => ({
  code: 'unplugged',
  detail: `the PC/SC service went away (${named(code)})`,
});

export function notFound(names: readonly string[], wanted: string | undefined): CardError {
  const there = names.length === 0 ? 'no card reader is plugged in' : `the card readers are: ${names.join(', ')}`;
  return {
    code: 'port-missing',
    detail: wanted === undefined ? there : `no card reader is named "${wanted}"; ${there}`,
  };
}

export function openError(code: number): CardError {
  if (code === SCARD.noService || code === SCARD.serviceStopped) {
    return { code: 'port-failed', detail: 'the PC/SC service does not run' };
  }
  return { code: 'port-failed', detail: `the PC/SC service refused: ${named(code)}` };
}

/** What connecting to a card, or a command to it, came to. */
export function cardError(code: number, reader: string): CardError {
  switch (code) {
    case SCARD.noSmartcard:
      return { code: 'no-card', detail: 'there is no card in the reader' };
    case SCARD.removedCard:
      return { code: 'card-pulled', detail: 'the card was pulled' };
    case SCARD.resetCard:
      return { code: 'card-reset', detail: 'another program has reset the card' };
    case SCARD.unresponsiveCard:
    case SCARD.unpoweredCard:
    case SCARD.unsupportedCard:
    case SCARD.protocolMismatch:
      return { code: 'card-mute', detail: `the card does not answer to a reset (${named(code)})` };
    case SCARD.sharingViolation:
      return { code: 'port-busy', detail: 'another program keeps the card to itself' };
    case SCARD.unknownReader:
    case SCARD.readerUnavailable:
      return unplugged(reader);
    case SCARD.notTransacted:
      return { code: 'bad-frame', detail: 'the reader could not talk to the card' };
    default:
      return serviceGone(code);
  }
}
