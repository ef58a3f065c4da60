/** How big a screen is in the real world: its resolution and its diagonal. */
export interface DeviceProfile {
  readonly name: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly diagonalInches: number;
}

const MILLIMETRES_PER_INCH = 25.4;

/** Pixels in one millimetre of this screen. 21.5″ at 1920×1080: 4.03. */
export function pixelsPerMillimetre(profile: DeviceProfile): number {
  const diagonalPx = Math.hypot(profile.widthPx, profile.heightPx);
  return diagonalPx / (profile.diagonalInches * MILLIMETRES_PER_INCH);
}
