/** A picture in memory: RGB, 8 bits, row by row, `width * height * 3` bytes. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/**
 * Turns the chip's 1024-byte photo block into a picture. Real cards hold WLT, for which only vendors' closed libraries
 * exist: they sit behind this port in a helper process. `undefined` means "not a block this decoder knows": the
 * journey then goes on without a face.
 */
export interface PhotoDecoder {
  readonly name: string;
  decode(block: Uint8Array): Promise<RgbImage | undefined>;
}

/** What to tell the citizen about the live picture, worst first. */
export type CaptureAdvice =
  | 'no-face'
  | 'several-faces'
  | 'come-closer'
  | 'move-back'
  | 'move-to-centre'
  | 'face-the-camera'
  | 'more-light'
  | 'less-light'
  | 'hold-still'
  | 'good';

/** One live frame looked at. Rectangle in fractions of the frame (0…1). */
export interface FrameReport {
  readonly advice: CaptureAdvice;
  readonly face?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  /** Good frames collected so far, and how many the decision needs. */
  readonly collected: number;
  readonly needed: number;
  readonly elapsedMs: number;
}

/** A decision one can defend: the score, what it was held against, and with what. Never a picture. */
export interface FaceDecision {
  readonly match: boolean;
  /** Euclidean distance between the fused live descriptor and the chip photo's; smaller is more alike. */
  readonly distance: number;
  readonly threshold: number;
  readonly falseMatchRate: number;
  readonly engine: string;
  readonly frames: number;
  readonly elapsedMs: number;
}

export type EnrolResult = 'ready' | 'photo-not-decodable' | 'no-face-in-photo';

/**
 * One citizen at a time: `enrol` the chip photo, feed `frame`s until `collected === needed`, ask `decide`, then
 * `clear`. Every buffer handed in is zeroed before the call resolves.
 */
export interface FaceEngine {
  readonly name: string;
  /** Loads and warms the models; resolves with how long that took. */
  start(): Promise<{ loadMs: number }>;
  enrol(photoBlock: Uint8Array): Promise<EnrolResult>;
  /** `jpeg`: one encoded camera frame (JPEG, PNG or WebP). A frame that cannot be decoded counts as `no-face`. */
  frame(jpeg: Uint8Array): Promise<FrameReport>;
  /** Decides on the good frames collected and forgets them (the enrolled photo stays for another try). */
  decide(): Promise<FaceDecision | undefined>;
  /** Forgets everything of this citizen; resolves once the memory has been overwritten. */
  clear(): Promise<void>;
  stop(): Promise<void>;
}
