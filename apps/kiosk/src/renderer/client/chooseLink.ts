import { listenForMessagePorts } from './messagePortLink.ts';
import type { OpenLink } from './TerminalClient.ts';
import { openWebSocketLink } from './webSocketLink.ts';

declare global {
  interface Window {
    /** Set by Electron's preload. */
    readonly rensheHost?: 'electron';
  }
}

/** Which way this page reaches its terminal is decided by the host that shows it. */
export function chooseLink(target: Window): OpenLink {
  return target.rensheHost === 'electron' ? listenForMessagePorts(target) : () => openWebSocketLink(target.location);
}
