import { useEffect, useState } from 'react';
import { useKiosk } from '../kioskContext.ts';
import type { DigitEntry } from '../screens/screenDefinition.ts';

/** The last digit can be seen, and taken back, for this long before the code is sent by itself. */
const LAST_LOOK_MS = 700;

/** The keys of a field that takes digits, for the tactile keypad. */
export interface DigitKeys {
  type(digit: string): void;
  /** False when there was nothing to take back. */
  takeBack(): boolean;
  clear(): void;
  /** Sends the code, or says how many digits are missing. */
  send(): void;
}

export interface TypedDigits {
  readonly digits: string;
  readonly type: (digit: string) => void;
  readonly takeBack: () => void;
  readonly clear: () => void;
}

/**
 * A code typed on the screen or on the tactile keypad. Each digit is answered by the same tone whichever it is, and to those
 * who listen by how many there are: never by what they are. Whoever sees it has it sent after the last digit; whoever
 * listens sends it, so that a slip can still be mended. Undefined: no digits are taken now, those typed stay to be seen.
 */
export function useDigitEntry(entry: DigitEntry | undefined): TypedDigits {
  const { act, say, beep, digitKeys, messages, preferences } = useKiosk();
  const { keypad } = messages;
  const listening = preferences.audioOnly;
  const [digits, setDigits] = useState('');
  const length = entry?.length;
  const complete = length !== undefined && digits.length === length;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the entry is made anew with every snapshot and means the same
  useEffect(() => {
    if (!complete || !entry || listening) return;
    const timer = setTimeout(() => act(entry.intent(digits)), LAST_LOOK_MS);
    return () => clearTimeout(timer);
  }, [complete, digits, listening, act]);

  const tell = (sentence: string) => {
    if (listening) say(sentence, 'echo');
  };
  const refuse = (sentence: string) => {
    beep('refused');
    tell(sentence);
  };
  const keys: DigitKeys = {
    type(digit) {
      if (length === undefined) return;
      if (digits.length >= length) {
        refuse(keypad.complete);
        return;
      }
      setDigits(digits + digit);
      beep('digit');
      const count = digits.length + 1;
      tell(count === length ? keypad.complete : keypad.typed({ count }));
    },
    takeBack() {
      if (length === undefined || digits === '') return false;
      setDigits(digits.slice(0, -1));
      beep('taken-back');
      tell(keypad.typed({ count: digits.length - 1 }));
      return true;
    },
    clear() {
      setDigits('');
      beep('taken-back');
      tell(keypad.cleared);
    },
    send() {
      if (!entry) return;
      if (!complete) {
        refuse(keypad.missing({ count: entry.length - digits.length }));
        return;
      }
      act(entry.intent(digits));
    },
  };

  // After every drawing: the keys see the digits that are shown.
  useEffect(() => {
    digitKeys.current = length === undefined ? undefined : keys;
    return () => {
      digitKeys.current = undefined;
    };
  });
  return { digits, ...keys };
}
