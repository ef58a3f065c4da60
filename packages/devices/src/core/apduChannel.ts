import type { DeviceResult } from './device.ts';

/**
 * The way to a chip, whatever holds the card: a PC/SC reader, a motorised one. One command APDU in, the response APDU
 * with its status word out; 61xx and 6Cxx are passed on as the chip said them, for whoever speaks with it.
 *
 * A command whose response was lost is never sent again by the channel: it may have been a PIN, and the second try
 * would be the citizen's.
 */
export interface ApduChannel<Code extends string = string> {
  transmit(command: Uint8Array, options?: { readonly signal?: AbortSignal }): DeviceResult<Uint8Array, Code>;
}
