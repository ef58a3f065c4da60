export {
  CHIP_PHOTO_HEIGHT,
  CHIP_PHOTO_WIDTH,
  encodeSimulatedPhoto,
  PHOTO_BLOCK_LENGTH,
} from './decoders/simulatedPhotoBlock.ts';
