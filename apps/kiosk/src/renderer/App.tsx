import { applyDeviceProfile, KioskFrame, Stage, Waiting, zhHans } from '@renshe/ui';
import { useLayoutEffect, useSyncExternalStore } from 'react';
import type { TerminalConnection } from './client/TerminalConnection.ts';
import { KioskPage } from './KioskPage.tsx';

/** The page: whatever the terminal shows, or a calm word while it cannot be reached. */
export function App({ connection }: { readonly connection: TerminalConnection }) {
  const current = useSyncExternalStore(connection.subscribe, connection.getCurrent);
  const profile = current.state === 'connected' ? current.settings.profile : undefined;
  useLayoutEffect(() => {
    if (profile) applyDeviceProfile(document.documentElement, profile);
  }, [profile]);

  if (current.state !== 'connected') {
    const { title, lead } = current.state === 'connecting' ? zhHans.screens.starting : zhHans.restoring;
    return (
      <KioskFrame screen={current.state} brand={zhHans.brand.name} place="" scene="open">
        <Stage title={title} lead={lead} figure={<Waiting />} />
      </KioskFrame>
    );
  }
  return <KioskPage key={current.snapshot.session} messages={zhHans} {...current} />;
}
