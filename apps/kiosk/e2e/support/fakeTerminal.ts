import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { implement } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import { WebSocketServer } from 'ws';
import { kioskContract, type PageCrash, type Settings } from '../../src/contract/contract.ts';
import type { Intent } from '../../src/contract/intent.ts';
import type { Snapshot } from '../../src/contract/snapshot.ts';

const builtPage = fileURLToPath(new URL('../../dist/renderer/', import.meta.url));

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
};

/** The built page with a terminal behind it that shows what it is told and remembers what was asked of it. */
export interface FakeTerminal {
  readonly url: string;
  readonly settings: Settings;
  /** Sends a snapshot to every page, now and to those that come. */
  show(snapshot: Snapshot): void;
  /** What the page did by touch, and what it had spoken, since the last `forget`. */
  readonly intents: { seq: number; intent: Intent }[];
  readonly spoken: string[];
  readonly frames: { count: number };
  readonly crashes: PageCrash[];
  forget(): void;
  /** Breaks every connection, as a terminal that restarts does. */
  disconnect(): void;
  close(): Promise<void>;
}

export interface FakeTerminalOptions {
  /** Folder of the built page to serve; the kiosk's own by default. */
  readonly page?: string;
  /** Called with every intent as it comes, for a terminal that answers; false: not taken. */
  readonly onIntent?: (intent: Intent, seq: number) => boolean | undefined;
  /** What every sentence sounds like, as WAV; nothing by default. */
  readonly sound?: Uint8Array<ArrayBuffer>;
}

export async function startFakeTerminal(
  settings: Settings,
  first: Snapshot,
  { page = builtPage, onIntent, sound }: FakeTerminalOptions = {},
): Promise<FakeTerminal> {
  const token = randomUUID();
  const intents: FakeTerminal['intents'] = [];
  const spoken: string[] = [];
  const frames = { count: 0 };
  const crashes: PageCrash[] = [];
  const watchers = new Set<() => void>();
  let current = first;

  const contract = implement(kioskContract);
  const router = contract.router({
    settings: contract.settings.handler(() => settings),
    watch: contract.watch.handler(async function* ({ signal }) {
      let sent: Snapshot | undefined;
      while (!signal?.aborted) {
        if (sent !== current) {
          sent = current;
          yield current;
          continue;
        }
        await new Promise<void>((resolve) => {
          watchers.add(resolve);
          signal?.addEventListener('abort', () => resolve(), { once: true });
        });
      }
    }),
    act: contract.act.handler(({ input }) => {
      intents.push(input);
      return { accepted: onIntent?.(input.intent, input.seq) ?? true };
    }),
    cameraFrame: contract.cameraFrame.handler(() => {
      frames.count += 1;
      return { wanted: true };
    }),
    speak: contract.speak.handler(({ input }) => {
      spoken.push(input.text);
      return new Blob(sound ? [sound] : [], { type: 'audio/wav' });
    }),
    crashed: contract.crashed.handler(({ input }) => void crashes.push(input)),
    simulation: {
      state: contract.simulation.state.handler(() => simulatedDevices),
      act: contract.simulation.act.handler(() => ({ ok: true })),
      sms: contract.simulation.sms.handler(() => [
        { phone: '13800005678', text: '验证码 204816，5 分钟内有效。', sentAt: '2026-11-24T15:16:00+08:00' },
      ]),
    },
  });

  const http = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://page').pathname);
    readFile(join(page, path === '/' ? 'index.html' : path)).then(
      (body) => {
        response.writeHead(200, { 'content-type': contentTypes[extname(path)] ?? 'text/html; charset=utf-8' });
        response.end(body);
      },
      () => response.writeHead(404).end(),
    );
  });
  const sockets = new WebSocketServer({ noServer: true });
  const handler = new RPCHandler(router);
  http.on('upgrade', (request, socket, head) => {
    const url = new URL(request.url ?? '/', 'http://page');
    if (url.pathname !== '/rpc' || url.searchParams.get('token') !== token) {
      socket.destroy();
      return;
    }
    sockets.handleUpgrade(request, socket, head, (peer) => void handler.upgrade(peer, { context: {} }));
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}/#token=${token}`,
    settings,
    intents,
    spoken,
    frames,
    crashes,
    show(snapshot) {
      current = snapshot;
      for (const wake of watchers) wake();
      watchers.clear();
    },
    forget() {
      intents.length = 0;
      spoken.length = 0;
      frames.count = 0;
      crashes.length = 0;
    },
    disconnect() {
      for (const peer of sockets.clients) peer.terminate();
    },
    async close() {
      for (const peer of sockets.clients) peer.terminate();
      for (const wake of watchers) wake();
      sockets.close();
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
}

const simulatedDevices = [
  {
    name: 'id-card-reader',
    label: '身份证阅读器 ID card reader',
    state: 'no card',
    actions: [
      {
        name: 'place',
        label: '放卡 place',
        possible: true,
        choices: [
          { value: 'lu-chunxiao', label: '陆春晓 · 一个申请' },
          { value: 'zheng-wlt', label: '郑某 · 照片读不出' },
        ],
      },
      { name: 'take', label: '取卡 take', possible: false },
      { name: 'unplug', label: '拔线 unplug', possible: true },
    ],
  },
  {
    name: 'receipt-printer',
    label: '凭条打印机 receipt printer',
    state: 'ready, 2 printed',
    actions: [
      { name: 'paper-out', label: '用完纸 paper out', possible: true },
      { name: 'refill', label: '装纸 refill', possible: false },
    ],
  },
  {
    name: 'network',
    label: '网络 network',
    state: 'up',
    actions: [{ name: 'cut', label: '剪断 cut', possible: true }],
  },
];
