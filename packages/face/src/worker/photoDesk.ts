import { analyseFace } from '../analysis/analyseFace.ts';
import { decodePicture } from '../analysis/decodePicture.ts';
import type { FaceModels } from '../analysis/faceModels.ts';
import { PictureMemory } from '../analysis/pictureMemory.ts';
import { type GuideMemory, guideFrame, NEW_GUIDE } from '../photo/guideFrame.ts';
import { judgePhotoFile, type PhotoVerdict } from '../photo/judgePhoto.ts';
import { openPhotoEyes } from '../photo/openPhotoEyes.ts';
import { PersonSegmenter } from '../photo/personSegmenter.ts';
import type { PhotoProfile } from '../photo/photoProfile.ts';
import type { PhotoGuidance } from '../types.ts';

/** The photo for the card, in the worker: guides whoever stands for it, judges what was taken or brought. */
export class PhotoDesk {
  readonly #models: FaceModels;
  readonly #memory = new PictureMemory();
  /** Most sessions need no photo, so the segmenter is loaded with the first frame of one that does. */
  #segmenter: Promise<PersonSegmenter> | undefined;
  #guide: GuideMemory = NEW_GUIDE;

  constructor(models: FaceModels) {
    this.#models = models;
  }

  /** One encoded camera frame (zeroed on return). A frame that cannot be decoded shows nobody. */
  async guide(encoded: Uint8Array, profile: PhotoProfile): Promise<PhotoGuidance> {
    try {
      await this.#loadSegmenter();
      const decoded = await decodePicture(encoded, this.#memory);
      const { analysis } = decoded.ok
        ? await analyseFace(this.#models, decoded.image, this.#memory)
        : { analysis: { width: 0, height: 0, boxes: [] } };
      const { memory, ...guidance } = guideFrame(analysis, profile, this.#guide);
      this.#guide = memory;
      return guidance;
    } finally {
      this.#memory.wipe();
    }
  }

  /** A camera frame at full size or an uploaded file (zeroed on return). */
  async judge(file: Uint8Array, profile: PhotoProfile): Promise<PhotoVerdict> {
    try {
      this.#memory.hold(file);
      const segmenter = await this.#loadSegmenter();
      return await judgePhotoFile(file, profile, openPhotoEyes(this.#models, segmenter, this.#memory), this.#memory);
    } finally {
      this.#memory.wipe();
    }
  }

  /** The next citizen begins anew. */
  forget(): void {
    this.#guide = NEW_GUIDE;
  }

  #loadSegmenter(): Promise<PersonSegmenter> {
    this.#segmenter ??= PersonSegmenter.load();
    return this.#segmenter;
  }
}
