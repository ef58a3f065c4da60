import '@renshe/ui/styles.css';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { chooseLink } from './client/chooseLink.ts';
import { TerminalConnection } from './client/TerminalConnection.ts';
import { quietErrors } from './crash/CrashBoundary.tsx';

const connection = new TerminalConnection({
  open: chooseLink(window),
  now: () => performance.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
});
void connection.run();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no root');
createRoot(root, quietErrors).render(<App connection={connection} />);
