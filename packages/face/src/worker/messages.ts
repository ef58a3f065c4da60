import type { FaceEngineErrorCode } from '../faceEngineError.ts';
import type { PhotoVerdict } from '../photo/judgePhoto.ts';
import type { PhotoProfile } from '../photo/photoProfile.ts';
import type { EnrolResult, FaceDecision, FrameReport, PhotoGuidance, RgbImage } from '../types.ts';
import type { FaceSessionConfig } from './faceSession.ts';

/** What the engine asks its worker: one request at a time, answered by one reply. */
export type FaceRequest =
  | { readonly kind: 'open'; readonly config: FaceSessionConfig }
  | { readonly kind: 'enrol'; readonly photo: RgbImage }
  | { readonly kind: 'frame'; readonly encoded: Uint8Array }
  | { readonly kind: 'decide' }
  | { readonly kind: 'guidePhoto'; readonly encoded: Uint8Array; readonly profile: PhotoProfile }
  | { readonly kind: 'judgePhoto'; readonly encoded: Uint8Array; readonly profile: PhotoProfile }
  | { readonly kind: 'clear' };

export interface FaceAnswers {
  open: undefined;
  enrol: EnrolResult;
  frame: FrameReport;
  decide: FaceDecision | undefined;
  guidePhoto: PhotoGuidance;
  judgePhoto: PhotoVerdict;
  clear: undefined;
}

/**
 * `spent` hands the request's picture buffer back, overwritten, by transfer: whoever gave it away can see that nothing
 * is left in it. `tensors` is the number alive after the call; it must not grow.
 */
export type FaceReply =
  | {
      readonly ok: true;
      readonly value: FaceAnswers[FaceRequest['kind']];
      readonly tensors: number;
      readonly spent?: Uint8Array;
    }
  /** `code`: of the `FaceEngineError` it was, where it was one. */
  | { readonly ok: false; readonly code?: FaceEngineErrorCode; readonly reason: string };
