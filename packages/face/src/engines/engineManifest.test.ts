import { expect, it } from 'vitest';
import { FALSE_MATCHES_NEEDED, nameOf, parseEngineManifest } from './engineManifest.ts';
import { faceApiManifest } from './faceApiManifest.ts';
import { findTrialEngine, whyTrialIsMissing } from './testing/trialEngine.ts';

const { manifest } = faceApiManifest();

it('describes the engine that ships, with its licence and where its figures come from', () => {
  expect(nameOf(manifest)).toBe('face-api 1.7.15');
  expect(manifest.licence).toMatchObject({
    name: 'MIT',
    text: expect.stringContaining('Permission is hereby granted'),
  });
  for (const { source } of manifest.operatingPoints) expect(manifest.sources[source]).toContain('LFW');
});

it('names no rate that fewer than thirty false matches stand behind', () => {
  for (const { falseMatchRate, impostorPairs } of manifest.operatingPoints) {
    expect(Math.round(falseMatchRate * impostorPairs)).toBeGreaterThanOrEqual(FALSE_MATCHES_NEEDED);
  }
});

it('refuses what is no manifest, naming file and key', () => {
  const refused = (change: object) => () => parseEngineManifest({ ...manifest, ...change }, 'engine.json');
  expect(() => parseEngineManifest('text', 'engine.json')).toThrow(/engine\.json/);
  expect(refused({ runtime: 'tflite' })).toThrow(/runtime/);
  expect(refused({ alignment: 'five-point-112' })).toThrow(/alignment/);
  expect(refused({ model: { file: 'x', sha256: 'short' } })).toThrow(/sha256/);
  expect(refused({ input: {} })).toThrow(/input/);
  expect(refused({ format: 'renshe-face-engine/2' })).toThrow(expect.objectContaining({ code: 'manifest-invalid' }));
});

// Skipped where the model is not beside the repository.
it.skipIf(!findTrialEngine())(`reads the manifest of the trial model${whyTrialIsMissing}`, () => {
  expect(findTrialEngine()?.manifest).toMatchObject({ runtime: 'onnx', licence: { name: 'not established' } });
});
