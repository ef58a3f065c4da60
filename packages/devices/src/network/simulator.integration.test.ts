import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSimulatedNetwork, type SimulatedNetwork } from './simulator.ts';

const SLOW_MS = 150;
/** Longer than everything that works here takes. */
const PATIENCE_MS = 1_000;

describe('the simulated network', () => {
  let service: Server;
  let network: SimulatedNetwork;
  let received: string[];

  /** One request over a connection of its own; resolves with the answer's text or with "failed". */
  const post = async (text: string, timeoutMs = PATIENCE_MS): Promise<string> => {
    try {
      const response = await fetch(network.url, {
        method: 'POST',
        body: text,
        headers: { connection: 'close' },
        signal: AbortSignal.timeout(timeoutMs),
      });
      return await response.text();
    } catch (error) {
      return error instanceof DOMException && error.name === 'TimeoutError' ? 'timed out' : 'failed';
    }
  };

  beforeEach(async () => {
    received = [];
    service = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const text = Buffer.concat(chunks).toString();
      received.push(text);
      response.end(`got ${text}`);
    });
    await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
    const target = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
    network = await createSimulatedNetwork({ target, slowMs: SLOW_MS });
  });
  afterEach(async () => {
    await network.close();
    service.closeAllConnections();
    await new Promise((resolve) => service.close(resolve));
  });

  it('passes requests and answers', async () => {
    expect(await post('a')).toBe('got a');
    expect(received).toEqual(['a']);
  });

  it('passes a large body whole and in order', async () => {
    const large = Array.from({ length: 20_000 }, (_, index) => index).join(' ');
    expect(await post(large)).toBe(`got ${large}`);
  });

  it('refuses connections while it is cut, and serves the same address afterwards', async () => {
    await network.set('cut');
    expect(await post('a')).toBe('failed');
    await network.set('up');
    expect(await post('b')).toBe('got b');
    expect(received).toEqual(['b']);
  });

  it('destroys what was open when it is cut', async () => {
    await network.set('hang');
    const waiting = post('a');
    while (network.state.connections === 0) await new Promise((resolve) => setImmediate(resolve));
    await network.set('cut');
    expect(await waiting).toBe('failed');
    expect(network.state).toEqual({ condition: 'cut', connections: 0 });
  });

  it('accepts and passes nothing while it hangs', async () => {
    await network.set('hang');
    expect(await post('a', 200)).toBe('timed out');
    expect(received).toEqual([]);
    await network.set('up');
    expect(await post('b')).toBe('got b');
  });

  it('takes its time each way while it is slow', async () => {
    await network.set('slow');
    const began = performance.now();
    expect(await post('a')).toBe('got a');
    expect(performance.now() - began).toBeGreaterThanOrEqual(2 * SLOW_MS - 5);
  });

  it('delivers the request and loses the answer', async () => {
    await network.set('cut-after-request');
    expect(await post('a')).toBe('failed');
    expect(received).toEqual(['a']);
    await network.set('up');
    expect(await post('a')).toBe('got a');
    expect(received).toEqual(['a', 'a']);
  });

  it('fails as the service does when nobody is behind it', async () => {
    service.closeAllConnections();
    await new Promise((resolve) => service.close(resolve));
    expect(await post('a')).toBe('failed');
  });
});
