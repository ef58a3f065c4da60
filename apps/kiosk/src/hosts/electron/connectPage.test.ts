import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { afterEach, expect, it } from 'vitest';
import type { kioskContract } from '../../contract/contract.ts';
import { createKioskRouter } from '../router.ts';
import { createRpcServer } from '../serveRpc.ts';
import { attract, createFakeTerminal } from '../testing/fakeTerminal.ts';
import { createPageConnector, type HostPort } from './connectPage.ts';

const ports: MessagePort[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

/** Node's port in the shape Electron gives one to its main process. */
const asHostPort = (port: MessagePort): HostPort => ({
  on: (event: 'message' | 'close', listener: (event: { data: unknown }) => void) =>
    event === 'message'
      ? port.on('message', (data) => listener({ data }))
      : port.on('close', () => listener({ data: undefined })),
  postMessage: (message) => port.postMessage(message),
  start: () => port.start(),
  close: () => port.close(),
});

function start() {
  const terminal = createFakeTerminal({ simulated: false });
  const logged: unknown[] = [];
  const log = (entry: unknown) => void logged.push(entry);
  const logger = { info: log, warn: log, error: log } as unknown as Parameters<typeof createRpcServer>[1] &
    Parameters<typeof createPageConnector>[0]['logger'];
  const given: MessagePort[] = [];
  const connect = createPageConnector<MessagePort>({
    serveLine: createRpcServer(createKioskRouter(terminal), logger),
    openChannel: () => {
      const { port1, port2 } = new MessageChannel();
      ports.push(port1, port2);
      return { ours: asHostPort(port1), theirs: port2 };
    },
    give: (port) => void given.push(port),
    logger,
  });
  /** What the page does with the port it was given. */
  const open = (index: number) => {
    const port = given[index];
    if (!port) throw new Error(`port ${index} was not given`);
    const closed = new Promise<void>((resolve) => void port.once('close', resolve));
    const link = new RPCLink({ port: port as unknown as ConstructorParameters<typeof RPCLink>[0]['port'] });
    port.start();
    return { port, closed, client: createORPCClient(link) as ContractRouterClient<typeof kioskContract> };
  };
  return { terminal, logged, connect, open };
}

it('speaks the whole contract over the port: answers, streams and bytes', async () => {
  const { terminal, connect, open } = start();
  connect();
  const { client } = open(0);
  expect(await client.settings()).toMatchObject({ terminalId: 'RS-TEST' });
  const snapshots = await client.watch();
  expect((await snapshots.next()).value).toEqual(attract(1));
  terminal.show(attract(2));
  expect((await snapshots.next()).value).toEqual(attract(2));
  const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 1]);
  expect(await client.cameraFrame({ jpeg: new Blob([jpeg]) })).toEqual({ wanted: true });
  expect(terminal.frames).toEqual([jpeg]);
  await expect(client.simulation.state()).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

it('gives a page that was loaded again a new port, and ends the one before', async () => {
  const { terminal, connect, open } = start();
  connect();
  const before = open(0);
  await (await before.client.watch()).next();
  expect(terminal.watchers).toBe(1);
  connect();
  await before.closed;
  await expect.poll(() => terminal.watchers).toBe(0);
  expect(await open(1).client.settings()).toMatchObject({ terminalId: 'RS-TEST' });
});

it.each([
  ['a text that is not JSON', 'good morning'],
  ['an object', { i: '1', p: { u: '/settings' } }],
  ['nothing', null],
  ['bytes without a head', new Uint8Array([1, 2, 0xff, 3])],
  ['a text too long for any frame', 'x'.repeat(2 * 1024 * 1024 + 1)],
])('ends the line of a page that sends %s', async (_what, message) => {
  const { connect, open, logged } = start();
  connect();
  const { port, closed } = open(0);
  port.postMessage(message);
  await closed;
  expect(logged).toContainEqual(expect.objectContaining({ event: 'page.broke-contract' }));
});

it('survives a request whose body is broken', async () => {
  const { connect, open } = start();
  connect();
  const { port, client } = open(0);
  const headers = { 'content-type': 'multipart/form-data; boundary=x' };
  port.postMessage(
    Buffer.concat([Buffer.from(JSON.stringify({ i: 'x', p: { u: '/act', h: headers } })), Buffer.from([0xff, 1])]),
  );
  expect(await client.settings()).toMatchObject({ terminalId: 'RS-TEST' });
});
