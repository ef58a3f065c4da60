import '@renshe/ui/styles.css';
import { loadPseudoMessages, pseudoLocales } from '@renshe/ui/pseudo';
import { createRoot } from 'react-dom/client';
import { App } from '../App.tsx';
import { TerminalConnection } from '../client/TerminalConnection.ts';
import { openWebSocketLink } from '../client/webSocketLink.ts';
import { quietErrors } from '../crash/CrashBoundary.tsx';
import { type LoadMessages, loadByTag } from '../useMessages.ts';

/** Development only: the kiosk's page, which also has the two languages that nobody speaks. */
const load: LoadMessages = async (language, form) => {
  if (language === pseudoLocales.long.lang) return loadPseudoMessages('long');
  if (language === pseudoLocales.rtl.lang) return loadPseudoMessages('rtl');
  return loadByTag(language, form);
};

const connection = new TerminalConnection({
  open: () => openWebSocketLink(window.location),
  now: () => performance.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
});
void connection.run();

const root = document.getElementById('root');
if (!root) throw new Error('languages.html has no root');
createRoot(root, quietErrors).render(<App connection={connection} load={load} />);
