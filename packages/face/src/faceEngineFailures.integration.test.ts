import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import { createFaceEngine, type FaceTimeouts } from './faceEngine.ts';
import type { FaceEngine, FaceTrouble, PhotoDecoder } from './types.ts';

const folder = mkdtempSync(join(tmpdir(), 'renshe-face-worker-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A worker that speaks the real messages and breaks in a way of its own at each. */
const script = join(folder, 'worker.mjs');
writeFileSync(
  script,
  `import { parentPort } from 'node:worker_threads';
const done = (value) => parentPort.postMessage({ ok: true, value, tensors: 0 });
parentPort.on('message', ({ kind, encoded }) => {
  if (kind === 'open' || kind === 'clear') return done(undefined);
  if (kind === 'enrol') throw new Error('out of memory');
  if (kind === 'decide') return parentPort.postMessage({ ok: false, reason: 'kernel failed' });
  if (encoded[0] === 1) while (true);
  if (encoded[0] === 2) process.exit(5);
  done({ advice: 'no-face', collected: 0, needed: 3, elapsedMs: 1 });
});`,
);
const decoder: PhotoDecoder = {
  name: 'any',
  decode: async () => ({ ok: true, image: { width: 2, height: 2, data: new Uint8Array(12) } }),
};

function breaking(timeouts: Partial<FaceTimeouts> = {}) {
  const troubles: FaceTrouble[] = [];
  const engine = createFaceEngine({
    decoders: [decoder],
    policy: { falseMatchRate: 1e-4 },
    workerScript: pathToFileURL(script),
    onTrouble: (trouble) => troubles.push(trouble),
    timeouts,
  });
  onTestFinished(() => engine.stop());
  return { engine, troubles };
}
const code = (expected: string) => expect.objectContaining({ name: 'FaceEngineError', code: expected });

it('refuses a policy nobody has measured, before anything is loaded', async () => {
  const engine = createFaceEngine({ decoders: [], policy: { falseMatchRate: 1e-6 } });
  await expect(engine.start()).rejects.toEqual(code('false-match-rate-not-measured'));
});

it('says that it was not started, and that it was stopped', async () => {
  const { engine } = breaking();
  const frame = Uint8Array.of(9, 9);
  await expect(engine.frame(frame)).rejects.toEqual(code('not-started'));
  expect([...frame]).toEqual([0, 0]);
  await engine.start();
  await engine.stop();
  await expect(engine.decide()).rejects.toEqual(code('stopped'));
  await expect(engine.start()).rejects.toEqual(code('stopped'));
});

it.each<[string, string, (engine: FaceEngine) => Promise<unknown>]>([
  ['throws', 'worker-crashed', (engine) => engine.enrol(new Uint8Array(1024))],
  ['exits', 'worker-crashed', (engine) => engine.frame(Uint8Array.of(2))],
  ['reports a failure', 'worker-failed', (engine) => engine.decide()],
  ['hangs', 'worker-timeout', (engine) => engine.frame(Uint8Array.of(1))],
])('replaces a worker that %s, with a typed rejection', async (_what, expected, call) => {
  const { engine, troubles } = breaking({ frame: 500 });
  await engine.start();
  // The second call is already waiting when the first breaks the worker.
  const [broken, next] = await Promise.allSettled([call(engine), engine.frame(Uint8Array.of(3))]);
  expect(broken).toEqual({ status: 'rejected', reason: code(expected) });
  expect(next).toMatchObject({ status: 'fulfilled', value: { advice: 'no-face' } });
  expect(troubles).toEqual([{ kind: 'worker-replaced', detail: expect.stringContaining(expected) }]);
});

it('rejects what is under way when it is stopped', async () => {
  const { engine } = breaking();
  await engine.start();
  const waiting = engine.frame(Uint8Array.of(1));
  const outcome = expect(waiting).rejects.toEqual(code('stopped'));
  await engine.stop();
  await outcome;
});

it('says that the models did not load, and tries again with the next call', async () => {
  const engine = createFaceEngine({
    decoders: [],
    policy: { falseMatchRate: 1e-4 },
    workerScript: pathToFileURL(join(folder, 'missing.mjs')),
  });
  onTestFinished(() => engine.stop());
  await expect(engine.start()).rejects.toEqual(code('start-failed'));
  await expect(engine.clear()).rejects.toEqual(code('start-failed'));
});

it('tells the operator which decoder failed, and asks the next one', async () => {
  const troubles: FaceTrouble[] = [];
  const vendor: PhotoDecoder = {
    name: 'vendor',
    decode: async () => ({ ok: false, code: 'helper-timeout', detail: 'killed after 5000 ms' }),
  };
  const other: PhotoDecoder = {
    name: 'other',
    decode: async () => ({ ok: false, code: 'unknown-format', detail: '' }),
  };
  const engine = createFaceEngine({
    decoders: [other, vendor, other],
    policy: { falseMatchRate: 1e-4 },
    workerScript: pathToFileURL(script),
    onTrouble: (trouble) => troubles.push(trouble),
  });
  onTestFinished(() => engine.stop());
  await engine.start();
  expect(await engine.enrol(new Uint8Array(1024))).toBe('photo-not-decodable');
  expect(troubles).toEqual([
    { kind: 'photo-decoder', decoder: 'vendor', code: 'helper-timeout', detail: 'killed after 5000 ms' },
  ]);
});
