import type { Beep, Messages, Urgency } from '@renshe/ui';
import { createContext, type RefObject, useContext } from 'react';
import type { Settings } from '../contract/contract.ts';
import type { Intent } from '../contract/intent.ts';
import type { Preferences, PreferencesChange } from '../contract/preferences.ts';
import type { TerminalClient } from './client/TerminalClient.ts';
import type { DigitKeys } from './voice/useDigitEntry.ts';

/** What every screen may use besides its own view. */
export interface Kiosk {
  readonly client: TerminalClient;
  readonly settings: Settings;
  readonly messages: Messages;
  /** How this citizen is served: which form, which reach. Language and colours are already in `messages` and the page. */
  readonly preferences: Preferences;
  /** Sends an intent for the snapshot that is on the screen now. */
  readonly act: (intent: Intent) => void;
  /** The same, and whether the terminal took it. */
  readonly send: (intent: Intent) => Promise<boolean>;
  readonly change: (some: PreferencesChange) => Promise<boolean>;
  /** Says a sentence that is not the screen's own, such as advice at the camera. */
  readonly say: (text: string, urgency?: Urgency) => void;
  readonly beep: (beep: Beep) => void;
  /** The field on the screen that takes digits now, for the tactile keypad. */
  readonly digitKeys: RefObject<DigitKeys | undefined>;
}

export const KioskContext = createContext<Kiosk | undefined>(undefined);

export function useKiosk(): Kiosk {
  const kiosk = useContext(KioskContext);
  if (!kiosk) throw new Error('useKiosk outside of a kiosk');
  return kiosk;
}
