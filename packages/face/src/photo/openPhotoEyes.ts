import { analyseFace } from '../analysis/analyseFace.ts';
import type { FaceModels } from '../analysis/faceModels.ts';
import type { PictureMemory } from '../analysis/pictureMemory.ts';
import type { PhotoEyes } from './judgePhoto.ts';
import type { PersonSegmenter } from './personSegmenter.ts';

/** The real nets as the gate's eyes. What they make of a picture goes into `memory`, for whoever wipes it. */
export function openPhotoEyes(models: FaceModels, segmenter: PersonSegmenter, memory: PictureMemory): PhotoEyes {
  return {
    async look(image) {
      const { analysis } = await analyseFace(models, image, memory, 'portrait');
      return { boxes: analysis.boxes, ...(analysis.face ? { landmarks: analysis.face.landmarks } : {}) };
    },
    segment: (image) => segmenter.segment(image, memory),
  };
}
