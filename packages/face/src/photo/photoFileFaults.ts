import type { PhotoFileFacts } from './inspectPhotoFile.ts';
import type { PhotoProfile } from './photoProfile.ts';

/** What keeps a readable JPEG from being a card photo as it is. */
export type PhotoFileFault =
  | 'wrong-size'
  | 'progressive'
  | 'not-colour'
  | 'printing-colours'
  | 'not-24-bit'
  | 'density-missing'
  | 'density-too-low'
  | 'file-too-small'
  | 'file-too-large'
  | 'turned-by-exif'
  | 'carries-metadata'
  | 'trailing-bytes';

/** What keeps an upload from being looked at: it has no pixels to make a photo of, or too many to be safe to decode. */
export type UploadFault = 'too-few-pixels' | 'too-many-pixels' | 'printing-colours';

/** The smallest edge a head and shoulders can be on; a 1×1 "photo" ends here. */
const MIN_UPLOAD_EDGE = 200;
/** Phones take 12 megapixels as they come; a 50 megapixel picture would take 150 MB of the machine's memory. */
export const MAX_UPLOAD_PIXELS = 32_000_000;

/** Everything that is wrong with the bytes of a finished photo; empty = they are what the profile asks for. */
export function findPhotoFileFaults(facts: PhotoFileFacts, profile: PhotoProfile): PhotoFileFault[] {
  const { size, density, fileBytes } = profile;
  const faults: (readonly [PhotoFileFault, boolean])[] = [
    ['wrong-size', facts.width !== size.width || facts.height !== size.height],
    ['progressive', facts.process !== 'baseline'],
    ['not-colour', facts.components < 3],
    ['printing-colours', facts.components > 3],
    ['not-24-bit', facts.precision !== 8],
    ['density-missing', facts.density === undefined],
    ['density-too-low', facts.density !== undefined && facts.density < density.accept],
    ['file-too-small', facts.bytes < fileBytes.min],
    ['file-too-large', facts.bytes > fileBytes.max],
    ['turned-by-exif', facts.orientation !== 1],
    ['carries-metadata', facts.metadata.length > 0],
    ['trailing-bytes', facts.trailingBytes > 0],
  ];
  return faults.filter(([, found]) => found).map(([fault]) => fault);
}

/**
 * Why an upload is not even looked at. Progressive coding, Exif rotation, metadata, size and density are no reason: the
 * photo is composed and written anew. Printing inks are, since nobody can say which colours they mean on a screen.
 */
export function findUploadFault(facts: PhotoFileFacts): UploadFault | undefined {
  if (Math.min(facts.width, facts.height) < MIN_UPLOAD_EDGE) return 'too-few-pixels';
  if (facts.width * facts.height > MAX_UPLOAD_PIXELS) return 'too-many-pixels';
  return facts.components > 3 ? 'printing-colours' : undefined;
}
