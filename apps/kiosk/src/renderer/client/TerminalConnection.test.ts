import { expect, it } from 'vitest';
import type { Settings } from '../../contract/contract.ts';
import { standardPreferences } from '../../contract/preferences.ts';
import type { Snapshot } from '../../contract/snapshot.ts';
import type { Link, TerminalClient } from './TerminalClient.ts';
import { TerminalConnection } from './TerminalConnection.ts';

const settings: Settings = {
  terminalId: 'RS-TEST',
  place: '测试大厅',
  hotline: '12333',
  profile: { name: 'test', widthPx: 1080, heightPx: 1920, diagonalInches: 21.5 },
  simulated: true,
  voice: false,
};
const snapshot: Snapshot = {
  seq: 1,
  session: 1,
  preferences: standardPreferences,
  view: { screen: 'attract', notices: [] },
};

/** A link that delivers one snapshot and then stays open until it is broken. */
function openLink(): { link: Link; lose: () => void } {
  let lose = () => {};
  const closed = new Promise<void>((resolve) => {
    lose = resolve;
  });
  async function* watch() {
    yield snapshot;
    await closed;
  }
  const client = { settings: async () => settings, watch: async () => watch() } as unknown as TerminalClient;
  return { link: { client, closed, close: () => lose() }, lose };
}

it('follows the terminal, says so when it is lost, and begins again with growing pauses', async () => {
  const links: ReturnType<typeof openLink>[] = [];
  const pauses: number[] = [];
  const seen: string[] = [];
  let refusals = 2;
  const connection = new TerminalConnection({
    open: async () => {
      if (links.length > 0 && refusals-- > 0) throw new Error('refused');
      const opened = openLink();
      links.push(opened);
      return opened.link;
    },
    now: () => 0,
    wait: async (ms) => void pauses.push(ms),
  });
  const until = (state: string, count: number) =>
    new Promise<void>((resolve) => {
      const check = () => seen.filter((one) => one === state).length >= count && resolve();
      connection.subscribe(check);
      check();
    });
  connection.subscribe(() => seen.push(connection.getCurrent().state));
  const running = connection.run();
  await until('connected', 1);
  links[0]?.lose();
  await until('connected', 2);
  expect(seen).toEqual(['connected', 'restoring', 'connected']);
  expect(pauses).toEqual([300, 600, 1200]);
  connection.stop();
  await running;
});

it('hears nothing more of a connection that was lost', async () => {
  const seen: number[] = [];
  let sendLate = () => {};
  const late = new Promise<void>((resolve) => {
    sendLate = resolve;
  });
  let lose = () => {};
  const closed = new Promise<void>((resolve) => {
    lose = resolve;
  });
  async function* watch() {
    yield snapshot;
    await late;
    yield { ...snapshot, seq: 2 };
  }
  const client = { settings: async () => settings, watch: async () => watch() } as unknown as TerminalClient;
  const connection = new TerminalConnection({
    open: async () => ({ client, closed, close: () => {} }),
    now: () => 0,
    wait: async () => {
      sendLate();
      connection.stop();
    },
  });
  connection.subscribe(() => {
    const current = connection.getCurrent();
    seen.push(current.state === 'connected' ? current.snapshot.seq : 0);
    if (current.state === 'connected') lose();
  });
  await connection.run();
  await late;
  await Promise.resolve();
  expect(seen).toEqual([1, 0]);
});
