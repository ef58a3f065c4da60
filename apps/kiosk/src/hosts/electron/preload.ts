import { contextBridge, ipcRenderer } from 'electron';

/**
 * All that our page gets from Electron: the word that it is there, and a MessagePort to the terminal each time it was
 * loaded. The port itself does everything else, by the contract.
 */
declare const window: {
  postMessage(message: string, targetOrigin: string, ports: unknown[]): void;
  readonly location: { readonly origin: string };
};

contextBridge.exposeInMainWorld('rensheHost', 'electron');
ipcRenderer.on('renshe:port', ({ ports }) => window.postMessage('renshe:port', window.location.origin, [...ports]));
