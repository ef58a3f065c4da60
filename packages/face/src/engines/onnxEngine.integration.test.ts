import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { PictureMemory } from '../analysis/pictureMemory.ts';
import { createFaceEngine } from '../faceEngine.ts';
import { openEmbeddingEngine } from './embeddingEngine.ts';
import { readEngineManifest } from './engineManifest.ts';
import { type TinyModel, tinyOnnx } from './testing/tinyOnnx.ts';

const folder = mkdtempSync(join(tmpdir(), 'renshe-face-onnx-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const LENGTH = 16;
const good: TinyModel = {
  input: [1, 3, 112, 112],
  output: LENGTH,
  // Fixed and disorderly, so that different pictures get different answers.
  weight: (row, column) => (((row * 31 + column * 57 + ((row * column) % 13)) % 101) - 50) / 1e5,
};

const point = {
  condition: 'id-photo',
  frames: 1,
  falseMatchRate: 1e-4,
  threshold: 0.5,
  trueAcceptRate: 0.9,
  genuinePairs: 1000,
  impostorPairs: 1_000_000,
  source: 'made-up',
};
const manifest = {
  format: 'renshe-face-engine/1',
  id: 'tiny',
  version: '1',
  about: 'A matrix, for tests',
  runtime: 'onnx',
  model: { file: 'tiny.onnx', sha256: '' },
  input: { layout: 'NCHW', channels: 'RGB', mean: [127.5, 127.5, 127.5], scale: [1 / 128, 1 / 128, 1 / 128] },
  alignment: 'five-point-112',
  mirrored: false,
  output: { length: LENGTH, normalisation: 'none' },
  distance: 'euclidean',
  operatingPoints: [point],
  sources: { 'made-up': 'nothing was measured' },
  licence: { name: 'MIT', text: 'for tests' },
};

/** Writes a model and its manifest, changed as wanted; the path of the manifest. */
function install(name: string, model: Uint8Array, change: object = {}): string {
  writeFileSync(join(folder, `${name}.onnx`), model);
  const sha256 = createHash('sha256').update(model).digest('hex');
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify({ ...manifest, model: { file: `${name}.onnx`, sha256 }, ...change }));
  return file;
}
const code = (expected: string, says = '') =>
  expect.objectContaining({ name: 'FaceEngineError', code: expected, message: expect.stringContaining(says) });

describe('the ONNX slot', () => {
  it.each(['NCHW', 'NHWC'] as const)('gives the model the picture it was trained on (%s)', async (layout) => {
    // Each value of the answer is the mean of one channel.
    const channelOf = (row: number) => (layout === 'NCHW' ? Math.floor(row / 12544) : row % 3);
    const model = tinyOnnx({
      input: layout === 'NCHW' ? [1, 3, 112, 112] : [1, 112, 112, 3],
      output: LENGTH,
      weight: (row, column) => (channelOf(row) === column ? 1 / 12544 : 0),
    });
    for (const channels of ['RGB', 'BGR']) {
      const input = { layout, channels, mean: [10, 20, 30], scale: [1, 2, 0.5] };
      const engine = await openEmbeddingEngine(readEngineManifest(install('channels', model, { input })));
      onTestFinished(() => engine.close());
      const picture = Float32Array.from({ length: 112 * 112 * 3 }, (_, at) => [200, 150, 100][at % 3] ?? 0);
      const [first, second, third] = await engine.describeAligned(picture, new PictureMemory());
      const [one = 0, two = 0, three = 0] = channels === 'RGB' ? [200, 150, 100] : [100, 150, 200];
      expect(first).toBeCloseTo(one - 10, 2);
      expect(second).toBeCloseTo((two - 20) * 2, 2);
      expect(third).toBeCloseTo((three - 30) / 2, 2);
    }
  });

  it('brings descriptors to unit length and averages the mirror image where the manifest says so', async () => {
    const change = { mirrored: true, output: { length: LENGTH, normalisation: 'l2' } };
    const engine = await openEmbeddingEngine(readEngineManifest(install('mirrored', tinyOnnx(good), change)));
    onTestFinished(() => engine.close());
    const picture = Float32Array.from({ length: 112 * 112 * 3 }, (_, at) => (at * 7) % 251);
    const memory = new PictureMemory();
    const descriptor = await engine.describeAligned(picture, memory);
    expect(Math.hypot(...descriptor)).toBeCloseTo(1, 5);
    for (const array of memory.wipe()) expect(array.every((value) => value === 0)).toBe(true);
  });
});

const NAN = { ...good, weight: () => Number.NaN };
const spoilt: [what: string, file: string, expected: string, says: string][] = [
  ['a manifest that is not there', join(folder, 'nowhere.json'), 'manifest-unreadable', 'face.engine.manifest'],
  ['a key nobody knows', install('key', tinyOnnx(good), { treshold: 1 }), 'manifest-invalid', 'treshold'],
  [
    'a rate nobody can have counted',
    install('few', tinyOnnx(good), { operatingPoints: [{ ...point, impostorPairs: 300 }] }),
    'manifest-invalid',
    'measure more impostor pairs',
  ],
  [
    'a source that is not told',
    install('source', tinyOnnx(good), { operatingPoints: [{ ...point, source: 'hearsay' }] }),
    'manifest-invalid',
    'source',
  ],
  [
    'a rate nobody has measured',
    install('rate', tinyOnnx(good), { operatingPoints: [{ ...point, falseMatchRate: 1e-3 }] }),
    'false-match-rate-not-measured',
    '0.001',
  ],
  [
    'no licence',
    install('licence', tinyOnnx(good), { licence: { name: '', text: '' } }),
    'manifest-invalid',
    'licence',
  ],
  [
    'a model that is not there',
    install('gone', tinyOnnx(good), { model: { file: 'other.onnx', sha256: 'a'.repeat(64) } }),
    'model-missing',
    'beside its manifest',
  ],
  [
    'another model than the one measured',
    install('changed', tinyOnnx(good), { model: { file: 'changed.onnx', sha256: 'a'.repeat(64) } }),
    'model-changed',
    'its own measurement',
  ],
  ['no model at all', install('text', Buffer.from('GET / HTTP/1.1')), 'model-unusable', 'no model'],
  ['half a model', install('half', tinyOnnx(good).subarray(0, 9000)), 'model-unusable', 'no model'],
  [
    'a model for other pictures',
    install('shape', tinyOnnx({ ...good, input: [1, 1, 64, 64] })),
    'model-unusable',
    '1×3×112×112',
  ],
  [
    'a longer answer than the manifest says',
    install('length', tinyOnnx({ ...good, output: 32 })),
    'model-unusable',
    'answers with 32 values',
  ],
  ['a model with NaN', install('nan', tinyOnnx(NAN)), 'model-not-finite', 'Export the model anew'],
  [
    'a model that overflows',
    install('infinite', tinyOnnx({ ...good, weight: () => 3e38 })),
    'model-not-finite',
    'Export the model anew',
  ],
  [
    'a model that answers the same to everything',
    install('collapsed', tinyOnnx({ ...good, weight: () => 0 })),
    'model-unusable',
    'whatever it is shown',
  ],
];

describe('what cannot be an engine', () => {
  it.each(spoilt)('%s is refused at start, with what to do', async (_what, file, expected, says) => {
    const engine = createFaceEngine({ decoders: [], policy: { falseMatchRate: 1e-4 }, manifest: file });
    onTestFinished(() => engine.stop());
    await expect(engine.start()).rejects.toEqual(code(expected, says));
  });

  it('starts as soon as the right model is put back', async () => {
    const file = install('mended', tinyOnnx(good));
    const engine = createFaceEngine({ decoders: [], policy: { falseMatchRate: 1e-4 }, manifest: file });
    onTestFinished(() => engine.stop());
    writeFileSync(join(folder, 'mended.onnx'), tinyOnnx(NAN));
    await expect(engine.start()).rejects.toEqual(code('model-changed'));
    writeFileSync(join(folder, 'mended.onnx'), tinyOnnx(good));
    await engine.start();
    expect(engine.name).toBe('tiny 1');
    expect(await engine.frame(new Uint8Array(0))).toMatchObject({ advice: 'no-face', reason: 'picture-empty' });
  });
});
