import type { PhotoVerdict } from './photo/judgePhoto.ts';
import type { PhotoAdvice } from './photo/photoAdvice.ts';
import type { PhotoProfile } from './photo/photoProfile.ts';

/** A picture in memory: RGB, 8 bits, row by row, `width * height * 3` bytes. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Why a photo block did not become a picture. `unknown-format` = not a block this decoder knows: ask the next one. */
export type PhotoDecodeFailure =
  | 'unknown-format'
  | 'damaged'
  | 'helper-missing'
  | 'helper-failed'
  | 'helper-timeout'
  | 'helper-bad-answer';

/** `detail` is for the operator's log: it names files, exit codes and sizes, never anything out of the photo. */
export type DecodedPhoto =
  | { readonly ok: true; readonly image: RgbImage }
  | { readonly ok: false; readonly code: PhotoDecodeFailure; readonly detail: string };

/**
 * Turns the chip's 1024-byte photo block into a picture. Real cards hold WLT, for which only vendors' closed libraries
 * exist: they sit behind this port in a helper process. Never rejects; where no decoder knows the block the journey
 * goes on without a face. The block stays the caller's (who zeroes it), the picture becomes the caller's.
 */
export interface PhotoDecoder {
  readonly name: string;
  decode(block: Uint8Array): Promise<DecodedPhoto>;
}

/** What to tell the citizen about the live picture, worst first. */
export type CaptureAdvice =
  /** Nothing the citizen can do: the other path is for them, and `FrameReport.reason` for the operator. */
  | 'camera-trouble'
  | 'no-face'
  | 'several-faces'
  | 'come-closer'
  | 'move-back'
  | 'move-to-centre'
  | 'face-the-camera'
  | 'look-up'
  | 'look-down'
  | 'more-light'
  | 'less-light'
  | 'even-light'
  | 'uncover-face'
  | 'take-off-glasses'
  | 'hold-still'
  | 'open-eyes'
  /** Good, and there are others behind: only the nearest is looked at. */
  | 'good-nearest'
  | 'good';

/** What the advice alone does not tell, for log and tests. */
export type FrameReason =
  | 'picture-empty'
  | 'picture-broken'
  | 'picture-too-large'
  | 'picture-too-small'
  | 'camera-black'
  | 'camera-frozen'
  | 'camera-upside-down'
  /** The same bytes as the frame before: no new evidence, so it is not collected. */
  | 'frame-repeated'
  /** Another person than in the frames before: the collection has begun anew. */
  | 'identity-changed';

/** One live frame looked at. Rectangle in fractions of the frame (0…1). */
export interface FrameReport {
  readonly advice: CaptureAdvice;
  readonly reason?: FrameReason;
  readonly face?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  /** Good frames of the same person collected so far, and how many the decision needs. */
  readonly collected: number;
  readonly needed: number;
  readonly elapsedMs: number;
}

/** Why a decision is what it is, most important first. */
export type DecisionReason =
  | 'within-threshold'
  | 'beyond-threshold'
  /** Others were in view in some frame; only the nearest was compared. */
  | 'bystanders-in-view'
  /** The threshold was measured on one frame and is used for several: see `operatingPoints.ts`. */
  | 'threshold-of-single-frame';

/** A decision one can defend: the score, what it was held against, and with what. Never a picture. */
export interface FaceDecision {
  readonly match: boolean;
  /** The score: distance between the fused live descriptor and the chip photo's; smaller is more alike. */
  readonly distance: number;
  readonly threshold: number;
  /** Share of impostors the threshold lets through, as measured under the engine's manifest. */
  readonly falseMatchRate: number;
  /** Id and version of the manifest, e.g. `face-api 1.7.15`. */
  readonly engine: string;
  readonly frames: number;
  readonly reasons: readonly DecisionReason[];
  /** Milliseconds the worker spent on the good frames and on comparing them; waiting for the citizen is not in it. */
  readonly elapsedMs: number;
}

export type EnrolResult = 'ready' | 'photo-not-decodable' | 'no-face-in-photo';

/**
 * One citizen at a time: `enrol` the chip photo, feed `frame`s until `collected === needed`, ask `decide`, then
 * `clear`. Every buffer handed in is zeroed before the call resolves. Calls are answered in order. Every method rejects
 * with a `FaceEngineError`, and with nothing else; the engine repairs itself, but has then forgotten the citizen.
 */
export interface FaceEngine {
  /** Id and version of the embedder; known once started. */
  readonly name: string;
  /** Loads and warms the models; resolves with how long that took. */
  start(): Promise<{ loadMs: number }>;
  /** `photoBlock`: the 1024 bytes from the chip. Replaces whoever was enrolled before. */
  enrol(photoBlock: Uint8Array): Promise<EnrolResult>;
  /** `jpeg`: one encoded camera frame (JPEG, PNG or WebP). A frame that cannot be decoded counts as `no-face`, with the reason. */
  frame(jpeg: Uint8Array): Promise<FrameReport>;
  /**
   * Decides on the good frames collected and forgets them (the enrolled photo stays for another try). `undefined`, and
   * nothing forgotten, as long as nobody is enrolled or good frames are missing.
   */
  decide(): Promise<FaceDecision | undefined>;
  /** Forgets everything of this citizen; resolves once the memory has been overwritten. */
  clear(): Promise<void>;
  stop(): Promise<void>;
}

/** What whoever stands for their photo reads now: at most one thing to do. `ready` = take the photo. */
export interface PhotoGuidance {
  readonly advice?: PhotoAdvice;
  readonly ready: boolean;
}

/**
 * The photo for the card, by the same worker: `guidePhoto` with each live frame until it is ready, then `judgePhoto` with
 * a frame as large as the camera gives; or `judgePhoto` with a file somebody brings. Needs nobody to be enrolled. Buffers
 * are zeroed, calls are answered in order and reject as in `FaceEngine`; `clear` begins the guidance anew.
 */
export interface PhotoBooth {
  guidePhoto(jpeg: Uint8Array, profile: PhotoProfile): Promise<PhotoGuidance>;
  judgePhoto(file: Uint8Array, profile: PhotoProfile): Promise<PhotoVerdict>;
}

/** How strict the comparison is. */
export interface FacePolicy {
  /** Share of impostors let through that is accepted, one of those the engine was measured at, e.g. 1e-4. */
  readonly falseMatchRate: number;
  /** Good frames averaged into one decision; more reject fewer honest people and take longer. Default 3. */
  readonly framesNeeded?: number;
}

/** Something the operator should know; the journey has already been told by the result or the rejection. */
export type FaceTrouble =
  | {
      readonly kind: 'photo-decoder';
      readonly decoder: string;
      readonly code: PhotoDecodeFailure;
      readonly detail: string;
    }
  | { readonly kind: 'worker-replaced'; readonly detail: string };
