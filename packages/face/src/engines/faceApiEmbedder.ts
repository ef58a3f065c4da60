import * as faceApi from '@vladmandic/face-api/dist/face-api.node-wasm.js';
import { faceApiWeights, startWasm, withTensor } from '../analysis/wasmBackend.ts';
import { sizeOf } from '../geometry/alignFace.ts';
import type { Embedder } from './embedder.ts';

/** The descriptor of face-api: dlib's ResNet. Its tensors are overwritten as they are freed (`wipingBackend.ts`). */
export async function openFaceApiEmbedder(): Promise<Embedder> {
  await startWasm();
  const net = new faceApi.FaceRecognitionNet();
  await net.loadFromDisk(faceApiWeights());
  const size = sizeOf('dlib-150');
  return {
    embed: async (chip) => {
      const found = await withTensor(chip, size, size, (tensor) => net.computeFaceDescriptor(tensor));
      const descriptor = Array.isArray(found) ? found[0] : found;
      if (!descriptor) throw new Error('the descriptor net gave no answer');
      return descriptor;
    },
    forget: async () => undefined,
    close: async () => net.dispose(),
  };
}
