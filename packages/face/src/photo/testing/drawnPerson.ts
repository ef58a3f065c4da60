import sharp from 'sharp';
import type { Point } from '../../geometry/similarityTransform.ts';
import { seededRandom } from '../../people/seededRandom.ts';
import type { RgbImage } from '../../types.ts';
import { studioTransform } from '../composePhoto.ts';
import type { PhotoEyes } from '../judgePhoto.ts';
import { makePlane } from '../planes.ts';
import { resample } from '../resample.ts';

/** What is different from a compliant picture of the drawn person. */
export interface Drawing {
  readonly background?: string;
  /** SVG drawn between background and person, and over the person. */
  readonly behind?: string;
  readonly before?: string;
  readonly clothes?: string;
  readonly hair?: string;
  readonly skin?: string;
  readonly longHair?: boolean;
  readonly fringe?: boolean;
  readonly eyesShut?: boolean;
  /** Pixels the irises are moved sideways, the nose sideways and downwards. */
  readonly gaze?: number;
  readonly turn?: number;
  readonly nod?: number;
  readonly mouthGap?: number;
  readonly mouthWidth?: number;
  /** Standard deviation of the noise, 0…255. */
  readonly noise?: number;
}

/** Somebody nobody has to be asked: a drawing whose landmarks and outline are known. */
export interface DrawnPerson {
  readonly image: RgbImage;
  readonly landmarks: readonly Point[];
  /** 255 where the person is. */
  readonly silhouette: RgbImage;
}

export const DRAWN_WIDTH = 720;
export const DRAWN_HEIGHT = 900;
const SKIN = '#d9a98a';
const HAIR = '#2b2320';
const COLLAR = 660;
const TEXTURE = 1.4;

export async function drawPerson(drawing: Drawing = {}): Promise<DrawnPerson> {
  const { noise = TEXTURE } = drawing;
  const [image, silhouette] = await Promise.all([render(picture(drawing)), render(outline(drawing))]);
  const random = seededRandom('grain');
  // The mean of four uniform values is close to a bell; its variance is a twelfth of a fourth.
  for (let at = 0; at < image.data.length; at += 3) {
    const grain = (random() + random() + random() + random() - 2) * Math.sqrt(3) * noise;
    for (let c = at; c < at + 3; c++)
      image.data[c] = Math.min(255, Math.max(0, Math.round((image.data[c] ?? 0) + grain)));
  }
  return { image, silhouette, landmarks: landmarksOf(drawing) };
}

/** Nets that know the drawing by heart. */
export function eyesOn({ landmarks, silhouette }: DrawnPerson, faces: readonly number[] = [300]): PhotoEyes {
  return {
    look: async () => ({ boxes: faces.map((width) => ({ width })), ...(faces.length > 0 ? { landmarks } : {}) }),
    segment: async ({ width, height }) => {
      const { image, covered } = resample(silhouette, studioTransform(landmarks), width, height);
      const mask = makePlane(width, height);
      // A net sees what goes on beyond the picture's edge as it sees the edge itself.
      for (let at = 0; at < covered.length; at++) mask.data[at] = (image.data[at * 3] ?? 0) / 255;
      return mask;
    },
  };
}

function landmarksOf({ turn = 0, nod = 0, mouthGap = 4, mouthWidth = 100 }: Drawing): Point[] {
  const jaw = Array.from({ length: 17 }, (_, index) => {
    const angle = Math.PI - (index / 16) * Math.PI;
    return { x: 360 + 150 * Math.cos(angle), y: 410 + 210 * Math.sin(angle) };
  });
  const brow = (x: number) =>
    [0, 1, 2, 3, 4].map((step) => ({ x: x + step * 22, y: 362 - 8 * Math.sin((step / 4) * Math.PI) }));
  const bridge = [0, 1, 2, 3].map((step) => ({ x: 360 + (turn * step) / 3, y: 405 + step * 25 + (nod * step) / 3 }));
  const base = [-30, -15, 0, 15, 30].map((x) => ({ x: 360 + x + turn, y: 497 + nod }));
  const eye = (x: number) => [
    { x: x - 28, y: 405 },
    { x: x - 10, y: 395 },
    { x: x + 10, y: 395 },
    { x: x + 28, y: 405 },
    { x: x + 10, y: 414 },
    { x: x - 10, y: 414 },
  ];
  const half = mouthWidth / 2;
  const lips = (reach: number, up: number, down: number, count: number) =>
    Array.from({ length: count * 2 }, (_, index) => {
      const angle = Math.PI + (index / count) * Math.PI;
      const height = index > 0 && index < count ? up : down;
      return { x: 360 + reach * Math.cos(angle), y: 545 + height * Math.sin(angle) };
    });
  return [
    ...jaw,
    ...brow(246),
    ...brow(386),
    ...bridge,
    ...base,
    ...eye(295),
    ...eye(425),
    ...lips(half, 14, 18, 6),
    ...lips(half - 8, mouthGap / 2, mouthGap / 2, 4),
  ];
}

function outline({ longHair = false }: Drawing): string {
  return svg(`<rect width="100%" height="100%" fill="#000"/>${body('#fff')}${head('#fff', '#fff', longHair)}`);
}

function picture(drawing: Drawing): string {
  const { background = '#f7f7f5', clothes = '#27406b', hair = HAIR, skin = SKIN, longHair = false } = drawing;
  return svg(
    `<rect width="100%" height="100%" fill="${background}"/>${drawing.behind ?? ''}${body(clothes)}` +
      `${head(skin, hair, longHair)}${face(drawing, skin)}${drawing.before ?? ''}`,
  );
}

function body(fill: string): string {
  return `<path d="M 60 900 Q 80 740 300 ${COLLAR} L 420 ${COLLAR} Q 640 740 660 900 Z" fill="${fill}"/>`;
}

function head(skin: string, hair: string, longHair: boolean): string {
  const ears = longHair
    ? ''
    : [203, 517].map((x) => `<ellipse cx="${x}" cy="430" rx="20" ry="46" fill="${skin}"/>`).join('');
  const locks = longHair
    ? `<path d="M 190 330 Q 160 600 200 700 L 260 700 Q 225 500 245 330 Z M 530 330 Q 560 600 520 700 L 460 700 Q 495 500 475 330 Z" fill="${hair}"/>`
    : '';
  return (
    `<rect x="300" y="560" width="120" height="140" fill="${skin}"/>${ears}` +
    `<path d="M 202 400 Q 190 170 360 165 Q 530 170 518 400 Q 360 330 202 400 Z" fill="${hair}"/>` +
    `<path d="M 212 350 Q 250 255 360 252 Q 470 255 508 350 L 510 410 Q 500 610 360 620 Q 220 610 210 410 Z" fill="${skin}"/>${locks}`
  );
}

function face(
  { eyesShut = false, gaze = 0, fringe = false, turn = 0, nod = 0, hair = HAIR, ...mouth }: Drawing,
  skin: string,
): string {
  const { mouthGap = 4, mouthWidth = 100 } = mouth;
  const eye = (x: number) =>
    eyesShut
      ? `<path d="M ${x - 28} 414 Q ${x} 424 ${x + 28} 414" stroke="#33241f" stroke-width="4" fill="none"/>`
      : `<path d="M ${x - 30} 405 Q ${x} 386 ${x + 30} 405 Q ${x} 424 ${x - 30} 405 Z" fill="#d6cec8"/>` +
        `<circle cx="${x + gaze}" cy="404" r="12" fill="#2a1b14"/><path d="M ${x - 30} 405 Q ${x} 386 ${x + 30} 405" stroke="#241713" stroke-width="4" fill="none"/>`;
  const brow = (x: number) =>
    `<path d="M ${x} 362 Q ${x + 44} 344 ${x + 88} 362" stroke="#2a211d" stroke-width="9" fill="none"/>`;
  const half = mouthWidth / 2;
  return (
    brow(246) +
    brow(386) +
    (fringe ? `<path d="M 225 300 L 495 300 L 500 372 L 220 372 Z" fill="${hair}"/>` : '') +
    eye(295) +
    eye(425) +
    `<path d="M ${360 + turn} ${480 + nod} m -26 14 q 26 16 52 0" stroke="#a87556" stroke-width="4" fill="none"/>` +
    `<path d="M ${360 - half} 545 Q 360 ${528 - mouthGap / 2} ${360 + half} 545 Q 360 ${566 + mouthGap / 2} ${360 - half} 545 Z" fill="#b0605a"/>` +
    `<ellipse cx="360" cy="546" rx="${half - 8}" ry="${mouthGap / 2}" fill="#4a2020"/>` +
    // Freckles: skin has something to be sharp about.
    Array.from({ length: 60 }, (_, index) => {
      const x = 240 + ((index * 37) % 240);
      const y = 430 + ((index * 53) % 110);
      return `<circle cx="${x}" cy="${y}" r="1.2" fill="${skin}" stroke="#c08f70" stroke-width="0.8"/>`;
    }).join('')
  );
}

function svg(content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${DRAWN_WIDTH}" height="${DRAWN_HEIGHT}">${content}</svg>`;
}

async function render(source: string): Promise<RgbImage> {
  const { data, info } = await sharp(Buffer.from(source))
    .flatten()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}
