import { type Beep, createSoundOutput, gainOf, type Loudness, type Messages, rateOf, Voice } from '@renshe/ui';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { Settings } from '../../contract/contract.ts';
import type { Preferences } from '../../contract/preferences.ts';
import type { TerminalClient } from '../client/TerminalClient.ts';

export interface VoiceInputs {
  readonly client: TerminalClient;
  readonly settings: Settings;
  readonly messages: Messages;
  readonly preferences: Preferences;
}

/** One for the page: audio devices are opened once, and nothing of a citizen is in it. */
export const soundOutput = createSoundOutput();

/**
 * This citizen's voice; silent for good once their page is gone. Undefined on a machine that cannot speak and for a citizen
 * who does not want it. Pace and loudness change under what is being heard.
 */
export function useVoice({ client, settings, messages, preferences }: VoiceInputs): Voice | undefined {
  const wanted = settings.voice && (preferences.voice.on || preferences.audioOnly);
  const now = useRef({ messages, preferences });
  now.current = { messages, preferences };
  const voice = useMemo(() => {
    if (!wanted) return undefined;
    return new Voice({
      render: (text, signal) => client.speak({ text, language: languageHeard(now.current) }, { signal }),
      play: soundOutput.play,
      loudness: (louderBy) => loudnessOf(now.current.preferences, louderBy),
    });
  }, [client, wanted]);
  useEffect(() => () => voice?.end(), [voice]);
  const { rate, volume } = preferences.voice;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what has changed is read through `now`
  useEffect(() => voice?.adjust(), [voice, rate, volume, preferences.form]);
  return voice;
}

/** Beeps as loud as this citizen's voice; none for whoever wants no sound. */
export function useBeep(audible: boolean, preferences: Preferences): (beep: Beep) => void {
  const gain = audible ? loudnessOf(preferences).gain : 0;
  return useCallback(
    (beep) => {
      if (gain > 0) soundOutput.beep(beep, gain);
    },
    [gain],
  );
}

export function loudnessOf({ voice, form }: Preferences, louderBy = 0): Loudness {
  return { rate: rateOf(voice.rate, form), gain: gainOf(voice.volume, louderBy) };
}

/** The tag of what is heard: Chinese of either script is read in Cantonese for those who want it. */
function languageHeard({ messages, preferences }: Pick<VoiceInputs, 'messages' | 'preferences'>): string {
  const { lang } = messages.locale;
  return preferences.voice.dialect === 'cantonese' && lang.startsWith('zh') ? 'yue' : lang;
}
