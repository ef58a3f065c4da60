import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type LocatedManifest, readEngineManifest } from '../engineManifest.ts';

/** Describes a model that is not part of this project: see the manifest. */
export const TRIAL_MANIFEST = join(import.meta.dirname, '../../../../../fixtures/face-engines/mobilefacenet.json');

/** The manifest of the trial model for the ONNX slot; undefined where the model is not beside the repository. */
export function findTrialEngine(): LocatedManifest | undefined {
  const located = readEngineManifest(TRIAL_MANIFEST);
  return existsSync(resolve(located.folder, located.manifest.model.file)) ? located : undefined;
}

/** For the titles of tests that need it. */
export const whyTrialIsMissing = findTrialEngine() ? '' : ', skipped: no ../shared/models beside the repository';
