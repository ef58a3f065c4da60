import { applyDeviceProfile, applyPreferences, KioskFrame, Stage, Waiting } from '@renshe/ui';
import { useCallback, useLayoutEffect, useState, useSyncExternalStore } from 'react';
import { standardPreferences } from '../contract/preferences.ts';
import type { TerminalConnection } from './client/TerminalConnection.ts';
import { CrashBoundary } from './crash/CrashBoundary.tsx';
import { CrashPage } from './crash/CrashPage.tsx';
import { KioskPage } from './KioskPage.tsx';
import { type LoadMessages, loadByTag, useMessages } from './useMessages.ts';

export interface AppProps {
  readonly connection: TerminalConnection;
  readonly load?: LoadMessages;
}

/** The page: whatever the terminal shows, or a calm word while it cannot be reached. */
export function App({ connection, load = loadByTag }: AppProps) {
  const current = useSyncExternalStore(connection.subscribe, connection.getCurrent);
  const profile = current.state === 'connected' ? current.settings.profile : undefined;
  const preferences = current.state === 'connected' ? current.snapshot.preferences : standardPreferences;
  const messages = useMessages(preferences, load);
  useLayoutEffect(() => {
    if (profile) applyDeviceProfile(document.documentElement, profile);
  }, [profile]);
  useLayoutEffect(() => applyPreferences(document.documentElement, preferences), [preferences]);

  const [tries, setTries] = useState(0);
  const tryAgain = useCallback(() => setTries((count) => count + 1), []);

  if (current.state !== 'connected') {
    const { title, lead } = current.state === 'connecting' ? messages.screens.starting : messages.restoring;
    return (
      <KioskFrame screen={current.state} brand={messages.brand.name} place="" scene="open">
        <Stage title={title} lead={lead} figure={<Waiting />} />
      </KioskFrame>
    );
  }
  const { session, view } = current.snapshot;
  return (
    <CrashBoundary
      chance={`${session} ${view.screen} ${tries}`}
      onCrash={(error) => void current.client.crashed({ screen: view.screen, error }).catch(() => undefined)}
      instead={<CrashPage messages={messages} onAgain={tryAgain} {...current} />}
    >
      <KioskPage key={session} messages={messages} {...current} />
    </CrashBoundary>
  );
}
