import { expect, test } from 'vitest';
import { settle } from '../testing/fakeClock.ts';
import { RenderQueue } from './renderQueue.ts';

/** Work that ends when it is told to. */
function works() {
  const begun: string[] = [];
  const stopped: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => (signal: AbortSignal) => {
    begun.push(name);
    signal.addEventListener('abort', () => stopped.push(name));
    return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
  };
  const end = async (name: string) => {
    ends.get(name)?.();
    await settle();
  };
  return { begun, stopped, work, end };
}

test('does one thing at a time, in order', async () => {
  const { begun, work, end } = works();
  const queue = new RenderQueue();
  const results = Promise.all([queue.add(work('a')), queue.add(work('b'))]);
  await settle();
  expect(begun).toEqual(['a']);
  await end('a');
  await end('b');
  expect(await results).toEqual(['a', 'b']);
});

test('does not begin what is no longer wanted, and stops what has begun', async () => {
  const { begun, stopped, work, end } = works();
  const queue = new RenderQueue();
  const wanted = new AbortController();
  const first = queue.add(work('a'), wanted.signal);
  const second = queue.add(work('b'), wanted.signal);
  const third = queue.add(work('c'));
  wanted.abort();
  expect(await Promise.all([first, second])).toEqual([undefined, undefined]);
  expect(stopped).toEqual(['a']);
  await end('a');
  await end('c');
  expect(await third).toBe('c');
  expect(begun).toEqual(['a', 'c']);
});

test('a failure is an answer, and does not stop the rest', async () => {
  const queue = new RenderQueue();
  const failing = queue.add(async () => Promise.reject(new Error('played by a test')));
  expect(await failing).toBeUndefined();
  expect(await queue.add(async () => 'next')).toBe('next');
});

test('gives up the oldest when too much waits', async () => {
  const { begun, work, end } = works();
  const queue = new RenderQueue();
  const names = Array.from({ length: 18 }, (_, index) => `${index}`);
  const results = names.map((name) => queue.add(work(name)));
  expect(await results[1]).toBeUndefined();
  for (const name of names) await end(name);
  expect(begun).toEqual(names.filter((name) => name !== '1'));
});
