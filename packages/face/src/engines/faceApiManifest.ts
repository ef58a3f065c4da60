import { faceApiWeights } from '../analysis/wasmBackend.ts';
import { type LocatedManifest, parseEngineManifest } from './engineManifest.ts';
import manifest from './face-api.manifest.json' with { type: 'json' };

/** The engine that ships: where nothing is configured, it is this one. */
export function faceApiManifest(): LocatedManifest {
  return { manifest: parseEngineManifest(manifest, 'face-api.manifest.json'), folder: faceApiWeights() };
}
