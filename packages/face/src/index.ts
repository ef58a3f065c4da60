export { createExternalPhotoDecoder, type ExternalPhotoDecoderOptions } from './decoders/externalPhotoDecoder.ts';
export { createSimulatedPhotoDecoder } from './decoders/simulatedPhotoDecoder.ts';
export type { Condition, EngineManifest, OperatingPoint } from './engines/engineManifest.ts';
export { createFaceEngine, type FaceEngineOptions, type FaceTimeouts } from './faceEngine.ts';
export { FaceEngineError, type FaceEngineErrorCode } from './faceEngineError.ts';
export type * from './types.ts';
