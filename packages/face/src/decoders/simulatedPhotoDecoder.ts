import type { PhotoDecoder } from '../types.ts';
import { decodeSimulatedPhoto } from './simulatedPhotoBlock.ts';

/** Decodes the photo blocks of simulated cards, and no others. Belongs only into a terminal with simulated devices. */
export function createSimulatedPhotoDecoder(): PhotoDecoder {
  return { name: 'simulated', decode: decodeSimulatedPhoto };
}
