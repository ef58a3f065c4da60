import { KioskFrame, type Messages, readKeypadKey } from '@renshe/ui';
import { useEffect, useRef } from 'react';
import type { Settings } from '../../contract/contract.ts';
import type { Snapshot } from '../../contract/snapshot.ts';
import type { TerminalClient } from '../client/TerminalClient.ts';
import { useVoice } from '../voice/useVoice.ts';
import { CrashStage } from './CrashStage.tsx';

/** The one key that does something here. */
const BEGIN_KEY = '1';

export interface CrashPageProps {
  readonly client: TerminalClient;
  readonly settings: Settings;
  readonly messages: Messages;
  readonly snapshot: Snapshot;
  readonly onAgain: () => void;
}

/** In the place of the whole page, where the crash was not in a screen but around it. Uses as little of the page as it can. */
export function CrashPage({ client, settings, messages, snapshot, onAgain }: CrashPageProps) {
  const { preferences, seq } = snapshot;
  const voice = useVoice({ client, settings, messages, preferences });
  const { crashed, keypad } = messages;
  const { audioOnly } = preferences;
  useEffect(() => {
    const way = audioOnly ? `\n${crashed.begin}\n${keypad.choose({ key: BEGIN_KEY })}` : '';
    voice?.say(crashed.trouble.spoken + way);
  }, [voice, crashed, keypad, audioOnly]);

  const begin = () => void beginAgain(client, seq, onAgain);
  const pressed = useRef(begin);
  pressed.current = begin;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const key = readKeypadKey(event);
      if (key?.kind === 'digit' && key.digit === BEGIN_KEY) pressed.current();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);

  return (
    <KioskFrame screen="crashed" seq={seq} brand={messages.brand.name} place={settings.place} scene="open">
      <CrashStage messages={messages} onBegin={begin} onAgain={onAgain} />
    </KioskFrame>
  );
}

/**
 * Ends the session by the way every screen has off it, so that the card is asked for and everything is wiped. Where the
 * terminal does not let go now, because it is at work or nobody is there, what crashed is tried again.
 */
export async function beginAgain(client: TerminalClient, seq: number, onAgain: () => void): Promise<boolean> {
  const { accepted } = await client.act({ seq, intent: { type: 'leave' } }).catch(() => ({ accepted: false }));
  if (!accepted) onAgain();
  return true;
}
