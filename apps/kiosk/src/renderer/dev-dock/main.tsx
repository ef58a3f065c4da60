import { createRoot } from 'react-dom/client';
import { openWebSocketLink } from '../client/webSocketLink.ts';
import { DevDock } from './DevDock.tsx';
import './dock.css';

const root = document.getElementById('dock');
if (!root) throw new Error('dev.html has no dock');
createRoot(root).render(<DevDock open={() => openWebSocketLink(window.location, 'dock')} />);
