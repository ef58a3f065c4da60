/** The screens a kiosk has. Only the diagonal and the shape count: a frame's pixels are as many as there is room for. */
export interface ScreenSize {
  readonly id: string;
  readonly name: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly diagonalInches: number;
}

export const screenSizes = [
  { id: '21-portrait', name: '21.5″ portrait', widthPx: 1080, heightPx: 1920, diagonalInches: 21.5 },
  { id: '21-landscape', name: '21.5″ landscape', widthPx: 1920, heightPx: 1080, diagonalInches: 21.5 },
  { id: '15-landscape', name: '15.6″ landscape', widthPx: 1920, heightPx: 1080, diagonalInches: 15.6 },
  { id: '32-landscape', name: '32″ landscape', widthPx: 1920, heightPx: 1080, diagonalInches: 32 },
  { id: '32-portrait', name: '32″ portrait', widthPx: 1080, heightPx: 1920, diagonalInches: 32 },
] as const satisfies readonly ScreenSize[];

export type ScreenSizeId = (typeof screenSizes)[number]['id'];

export function getScreenSize(id: string | null): ScreenSize {
  return screenSizes.find((size) => size.id === id) ?? screenSizes[0];
}
