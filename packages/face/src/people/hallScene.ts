import sharp from 'sharp';
import type { RgbImage } from '../types.ts';

export const CAMERA_WIDTH = 640;
export const CAMERA_HEIGHT = 480;

/** An empty service hall as the kiosk's camera sees it, out of focus: counters, windows, lamps, a row of seats. */
const HALL = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480">
  <defs>
    <linearGradient id="wall" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#c9cdcb"/><stop offset="1" stop-color="#a9aeb0"/></linearGradient>
    <linearGradient id="floor" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#8e8a83"/><stop offset="1" stop-color="#6f6a63"/></linearGradient>
  </defs>
  <rect width="640" height="330" fill="url(#wall)"/>
  <rect y="330" width="640" height="150" fill="url(#floor)"/>
  <g fill="#eef1f2"><rect x="40" y="18" width="150" height="12"/><rect x="250" y="18" width="150" height="12"/><rect x="460" y="18" width="150" height="12"/></g>
  <g fill="#dfe8ee"><rect x="20" y="80" width="90" height="150"/><rect x="122" y="80" width="90" height="150"/></g>
  <g fill="#7d8a94"><rect x="300" y="110" width="310" height="26"/><rect x="300" y="136" width="8" height="120"/><rect x="400" y="136" width="8" height="120"/><rect x="500" y="136" width="8" height="120"/><rect x="602" y="136" width="8" height="120"/></g>
  <rect x="290" y="250" width="330" height="80" fill="#9c7f5f"/>
  <g fill="#4c5f73"><rect x="20" y="330" width="60" height="44" rx="6"/><rect x="90" y="330" width="60" height="44" rx="6"/><rect x="160" y="330" width="60" height="44" rx="6"/></g>
</svg>`;
const OUT_OF_FOCUS = 4;

export async function renderHall(): Promise<RgbImage> {
  const { data, info } = await sharp(Buffer.from(HALL))
    .flatten()
    .blur(OUT_OF_FOCUS)
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}
