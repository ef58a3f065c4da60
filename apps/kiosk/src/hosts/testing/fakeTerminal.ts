import type { PageCrash } from '../../contract/contract.ts';
import type { Intent } from '../../contract/intent.ts';
import { standardPreferences } from '../../contract/preferences.ts';
import type { Snapshot } from '../../contract/snapshot.ts';
import type { Terminal } from '../../terminal/types.ts';

export interface FakeTerminal extends Terminal {
  show(snapshot: Snapshot): void;
  readonly intents: Intent[];
  readonly frames: Uint8Array[];
  readonly crashes: PageCrash[];
  readonly watchers: number;
}

export const attract = (seq: number): Snapshot => ({
  seq,
  session: 0,
  view: { screen: 'attract', notices: [] },
  preferences: standardPreferences,
});

/** A terminal without a workflow: it shows what it is told and remembers what was asked of it. */
export function createFakeTerminal({ simulated }: { simulated: boolean }): FakeTerminal {
  const listeners = new Set<(snapshot: Snapshot) => void>();
  const intents: Intent[] = [];
  const frames: Uint8Array[] = [];
  const crashes: PageCrash[] = [];
  let current = attract(1);
  return {
    settings: {
      terminalId: 'RS-TEST',
      place: '测试大厅',
      hotline: '12333',
      profile: { name: 'test', widthPx: 1080, heightPx: 1920, diagonalInches: 21.5 },
      simulated,
      voice: false,
    },
    current: () => current,
    watch: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    act: (_seq, intent) => {
      intents.push(intent);
      return true;
    },
    cameraFrame: async (jpeg) => {
      frames.push(jpeg);
      return true;
    },
    speak: async ({ text }) => {
      if (text === '坏了') throw new Error('this message may quote a person');
      return new TextEncoder().encode(`RIFF${text}`);
    },
    pageCrashed: (crash) => void crashes.push(crash),
    ...(simulated
      ? {
          simulation: {
            state: async () => [{ name: 'camera', label: '摄像头', state: 'plugged', actions: [] }],
            act: async () => ({ ok: true }),
            sms: async () => [],
          },
        }
      : {}),
    stop: async () => {},
    show: (snapshot) => {
      current = snapshot;
      for (const listener of listeners) listener(snapshot);
    },
    intents,
    frames,
    crashes,
    get watchers() {
      return listeners.size;
    },
  };
}
