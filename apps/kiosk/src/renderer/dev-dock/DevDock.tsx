import { useCallback, useEffect, useRef, useState } from 'react';
import type { Settings, SimulatedDevice } from '../../contract/contract.ts';
import type { Link, OpenLink, TerminalClient } from '../client/TerminalClient.ts';
import { DevicePanel } from './DevicePanel.tsx';
import { KioskFrameView } from './KioskFrameView.tsx';
import { type Sms, SmsInbox } from './SmsInbox.tsx';

const POLL_MS = 1_000;
const RETRY_MS = 1_000;

/** Development only: the kiosk at one side, the world around it (cards, paper, cables, phones) at the other. */
export function DevDock({ open }: { readonly open: OpenLink }) {
  const client = useReconnecting(open);
  const [settings, setSettings] = useState<Settings>();
  const [devices, setDevices] = useState<readonly SimulatedDevice[]>([]);
  const [inbox, setInbox] = useState<readonly Sms[]>([]);
  const [trouble, setTrouble] = useState('');

  const refresh = useCallback(async () => {
    if (!client) return;
    const [state, sms] = await Promise.all([client.simulation.state(), client.simulation.sms()]);
    setDevices(state);
    setInbox(sms);
  }, [client]);

  useEffect(() => {
    if (!client) return;
    const quietly = () => refresh().catch(() => setTrouble('The terminal did not answer.'));
    client.settings().then(setSettings, () => setTrouble('The terminal did not answer.'));
    void quietly();
    const timer = setInterval(quietly, POLL_MS);
    return () => clearInterval(timer);
  }, [client, refresh]);

  const act = async (device: string, action: string, choice: string | undefined) => {
    if (!client) return;
    try {
      const result = await client.simulation.act({ device, action, ...(choice === undefined ? {} : { choice }) });
      setTrouble(result.ok ? '' : (result.message ?? 'Refused.'));
      await refresh();
    } catch {
      setTrouble('The terminal did not answer.');
    }
  };

  return (
    <div className="dock">
      <KioskFrameView profile={settings?.profile} />
      <aside className="dock__panel">
        <header className="dock__head">
          <h1>
            仿真 <small>Simulation</small>
          </h1>
          <p>{settings ? `${settings.terminalId} · ${settings.profile.name}` : 'Connecting …'}</p>
        </header>
        {trouble ? (
          <p className="dock__trouble" role="alert">
            {trouble}
          </p>
        ) : undefined}
        {devices.map((device) => (
          <DevicePanel key={device.name} device={device} onAct={(action, choice) => act(device.name, action, choice)} />
        ))}
        <SmsInbox messages={inbox} />
      </aside>
    </div>
  );
}

/** A client that comes back by itself after the terminal was restarted. */
function useReconnecting(open: OpenLink): TerminalClient | undefined {
  const [client, setClient] = useState<TerminalClient>();
  const openRef = useRef(open);
  useEffect(() => {
    let stopped = false;
    let link: Link | undefined;
    const run = async () => {
      while (!stopped) {
        try {
          link = await openRef.current();
          setClient(() => link?.client);
          await link.closed;
        } catch {
          // Not there yet: tried again below.
        }
        setClient(undefined);
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    };
    void run();
    return () => {
      stopped = true;
      link?.close();
    };
  }, []);
  return client;
}
