export {
  CHIP_PHOTO_HEIGHT,
  CHIP_PHOTO_WIDTH,
  encodeSimulatedPhoto,
  PHOTO_BLOCK_LENGTH,
} from './decoders/simulatedPhotoBlock.ts';
export { makeCameraClip } from './people/cameraClip.ts';
export { makeChipPhoto } from './people/chipPhoto.ts';
export { makeStranger } from './people/makeStranger.ts';
export { type Portrait, PortraitReader } from './people/portrait.ts';
export { seededRandom } from './people/seededRandom.ts';
