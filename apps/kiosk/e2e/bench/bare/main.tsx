import { useState, useSyncExternalStore } from 'react';
import { createRoot } from 'react-dom/client';
import type { Intent } from '../../../src/contract/intent.ts';
import { chooseLink } from '../../../src/renderer/client/chooseLink.ts';
import { TerminalConnection } from '../../../src/renderer/client/TerminalConnection.ts';

/** What the buttons of these screens ask for; a screen that is not named here has none. */
const buttons: Record<string, [control: string, intent: Intent][]> = {
  attract: [['start', { type: 'start' }]],
  services: [['choose-service', { type: 'choose-service', service: 'verify-application' }]],
  consent: [
    ['consent-face', { type: 'consent', path: 'face' }],
    ['consent-sms', { type: 'consent', path: 'sms' }],
  ],
  confirm: [['confirm', { type: 'confirm' }]],
  receipt: [['done', { type: 'done' }]],
};

/**
 * The floor the kiosk is measured against: the same snapshots over the same connection, shown by React as unstyled text
 * and buttons. One square moves, so that the compositor has a frame to make as often as the kiosk asks it for one.
 */
function Bare({ connection }: { readonly connection: TerminalConnection }) {
  const current = useSyncExternalStore(connection.subscribe, connection.getCurrent);
  if (current.state !== 'connected') return <main data-screen={current.state} />;
  const { snapshot, client } = current;
  const { view, seq } = snapshot;
  const act = (intent: Intent) => void client.act({ seq, intent });
  return (
    <main data-screen={view.screen}>
      <h1>{view.screen}</h1>
      <div className="square" />
      {(buttons[view.screen] ?? []).map(([control, intent]) => (
        <button key={control} type="button" data-control={control} onClick={() => act(intent)}>
          {control}
        </button>
      ))}
      {view.screen === 'sms-code' ? <Keypad onCode={(code) => act({ type: 'sms-answer', code })} /> : undefined}
    </main>
  );
}

function Keypad({ onCode }: { readonly onCode: (code: string) => void }) {
  const [code, setCode] = useState('');
  const type = (digit: string) => {
    const typed = code + digit;
    setCode(typed);
    if (typed.length === 6) onCode(typed);
  };
  return (
    <p>
      {code}
      {[...'1234567890'].map((digit) => (
        <button key={digit} type="button" data-key={digit} onClick={() => type(digit)}>
          {digit}
        </button>
      ))}
    </p>
  );
}

const connection = new TerminalConnection({
  open: chooseLink(window),
  now: () => performance.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
});
void connection.run();

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  .square { width: 40px; height: 40px; background: #17544a; animation: move 4s linear infinite alternate; }
  @keyframes move { to { transform: translateX(300px); } }
`);
document.adoptedStyleSheets = [sheet];
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no root');
createRoot(root).render(<Bare connection={connection} />);
