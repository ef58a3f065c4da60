import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { PictureMemory } from '../analysis/pictureMemory.ts';
import { FaceEngineError } from '../faceEngineError.ts';
import { sizeOf } from '../geometry/alignFace.ts';
import type { Embedder } from './embedder.ts';
import type { OnnxManifest } from './engineManifest.ts';

/**
 * Any embedder in ONNX with one picture in and one vector out, on one thread: the browser needs the other core. `model`:
 * the bytes that were checked, so that nothing can be exchanged between the check and the loading. Throws
 * `FaceEngineError` (`model-unusable`).
 */
export async function openOnnxEmbedder(manifest: OnnxManifest, model: Uint8Array): Promise<Embedder> {
  const { file } = manifest.model;
  const session = await InferenceSession.create(model, {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    // Only what is fatal: a warning of the runtime would go past the terminal's log.
    logSeverityLevel: 4,
  }).catch((error: unknown) => {
    throw unusable(file, 'is no model this runtime can load', error);
  });
  const [input, ...moreInputs] = session.inputNames;
  const [output] = session.outputNames;
  if (input === undefined || output === undefined || moreInputs.length > 0) {
    await session.release();
    throw unusable(file, `takes ${session.inputNames.length} inputs, and an embedder takes one picture`);
  }
  const size = sizeOf(manifest.alignment);
  const shape = manifest.input.layout === 'NCHW' ? [1, 3, size, size] : [1, size, size, 3];
  const run = async (values: Float32Array): Promise<Float32Array> => {
    const answers = await session.run({ [input]: new Tensor('float32', values, shape) }, [output]).catch((error) => {
      throw unusable(file, `does not take a float32 picture of ${shape.join('×')}`, error);
    });
    const data = answers[output]?.data;
    if (!(data instanceof Float32Array)) throw unusable(file, 'does not answer with float32 values');
    return data;
  };
  return {
    embed: (chip, memory) => run(toTensor(chip, size, manifest.input, memory)),
    // The runtime plans its memory once and uses the same places in every run: another picture overwrites the last.
    forget: async () => void (await run(new Float32Array(size * size * 3))).fill(0),
    close: () => session.release(),
  };
}

/** The picture in the order and scale the network was trained on. */
export function toTensor(
  chip: Float32Array,
  size: number,
  { layout, channels, mean, scale }: OnnxManifest['input'],
  memory: PictureMemory,
): Float32Array {
  const pixels = size * size;
  const tensor = memory.hold(new Float32Array(pixels * 3));
  for (let channel = 0; channel < 3; channel++) {
    const from = channels === 'RGB' ? channel : 2 - channel;
    const offset = mean[channel] ?? 0;
    const factor = scale[channel] ?? 1;
    for (let pixel = 0; pixel < pixels; pixel++) {
      const to = layout === 'NCHW' ? channel * pixels + pixel : pixel * 3 + channel;
      tensor[to] = ((chip[pixel * 3 + from] ?? 0) - offset) * factor;
    }
  }
  return tensor;
}

function unusable(file: string, what: string, cause?: unknown): FaceEngineError {
  const reason = cause instanceof Error ? ` (${cause.message.split('\n', 1)[0]})` : '';
  return new FaceEngineError(
    'model-unusable',
    `${file} ${what}${reason}. Compare input, alignment and output in the manifest with the model's own description.`,
  );
}
