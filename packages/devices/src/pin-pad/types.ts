import type { CallOptions } from '../core/callQueue.ts';
import type { Device, DeviceError, DeviceResult, DeviceStatus, LinkErrorCode } from '../core/device.ts';

export interface PinPadStatus extends DeviceStatus {
  /** Whether somebody is asked for a PIN now. */
  readonly entry: 'idle' | 'active';
  /** Whether the pad can encrypt: `notReady` without a master key. A pad that never encrypts is `none`. */
  readonly encryption: 'unknown' | 'ready' | 'notReady' | 'none';
}

/** What a finger did. Which digit it was stays in the pad. */
export interface KeyEvent {
  readonly key: 'digit' | 'clear' | 'confirm' | 'cancel';
  /** How many digits stand there now: so many stars the screen shows. */
  readonly entered: number;
}

export type PinPadErrorCode =
  | LinkErrorCode
  | 'cancelled' // the person pressed cancel
  | 'entry-timeout' // nobody confirmed in the time given
  | 'too-short' // confirmed with fewer digits than asked for
  | 'not-encrypting' // it sent a digit in clear where it must not; the entry was stopped
  | 'key-missing' // no master key, or no such work key
  | 'key-refused' // the check value is not the one expected
  | 'bad-parameter' // the caller's, or the pad refused one
  | 'unsupported' // this pad cannot do that: see `capabilities`
  | 'pad-fault'; // the pad says that a part of it is broken

export type PinPadError = DeviceError<PinPadErrorCode>;

export interface EntryOptions extends CallOptions {
  /** 4 to 12. Default 4 and 12; the same number twice for a PIN of a fixed length. */
  readonly minDigits?: number;
  readonly maxDigits?: number;
  /** From the moment the keys are alive; at most 255 s. Default 60 s. */
  readonly entryMs?: number;
  readonly onKey?: (event: KeyEvent) => void;
}

export interface PinOptions extends EntryOptions {
  /** The card's account number, 13 to 19 digits: the block is bound to it. */
  readonly account: string;
}

export interface EncryptedPin {
  /** ISO 9564 format 0 under the work key, 8 bytes. */
  readonly block: Uint8Array;
  readonly digits: number;
}

export interface PinPad extends Device<PinPadStatus> {
  readonly capabilities: {
    /** The PIN leaves the pad encrypted only. Where this is false there is `enterClearPin`, and only that. */
    readonly encrypts: boolean;
  };
  /** Loads a work key that is encrypted under the pad's master key; compares the check value when one is given. */
  loadWorkKey(options: WorkKeyOptions): DeviceResult<'loaded', PinPadErrorCode>;
  enterPin(options: PinOptions): DeviceResult<EncryptedPin, PinPadErrorCode>;
  /**
   * For pads that cannot encrypt. The digits, in ASCII, are in one buffer that `use` may read until it is done; then, and
   * on every other way out, it is zeroed. Nothing may keep them.
   */
  enterClearPin<Value>(
    options: EntryOptions,
    use: (digits: Uint8Array) => Value | Promise<Value>,
  ): DeviceResult<Value, PinPadErrorCode>;
}

export interface WorkKeyOptions extends CallOptions {
  /** 16 or 24 bytes. Zeroed by nobody: it is encrypted. */
  readonly encryptedKey: Uint8Array;
  /** First bytes of eight zeros encrypted under the key, as whoever made the key says them. */
  readonly checkValue?: Uint8Array;
}
