import sharp from 'sharp';
import type { Shot } from './screencast.ts';

/** Tried from the finest on until the film is small enough; a film is looked at in documents, not on a kiosk. */
const GRADES = [
  { framesPerSecond: 10, quality: 62 },
  { framesPerSecond: 8, quality: 48 },
  { framesPerSecond: 6, quality: 38 },
  { framesPerSecond: 4, quality: 30 },
  { framesPerSecond: 2, quality: 25 },
] as const;
/** How long the last picture stays before the film begins again. */
const LAST_MS = 1_500;

/** An endless animated WebP of at most `maxBytes`. Throws when even the coarsest grade is larger. */
export async function encodeFilm(shots: readonly Shot[], maxBytes: number): Promise<Buffer> {
  if (shots.length === 0) throw new Error('nothing was filmed');
  for (const { framesPerSecond, quality } of GRADES) {
    const { frames, delays } = thin(shots, 1000 / framesPerSecond);
    const film = await sharp(frames, { join: { animated: true } })
      .webp({ quality, delay: delays, loop: 0, effort: 4, minSize: true })
      .toBuffer();
    if (film.length <= maxBytes) return film;
  }
  throw new Error(`the film is larger than ${maxBytes} bytes at its coarsest`);
}

/** At most one picture for each stretch of `everyMs`, the last one in it; still pictures simply stay longer. */
function thin(shots: readonly Shot[], everyMs: number): { frames: Buffer[]; delays: number[] } {
  const began = shots[0]?.at ?? 0;
  const kept = new Map<number, Shot>();
  for (const shot of shots) kept.set(Math.floor((shot.at - began) / everyMs), shot);
  const slots = [...kept.entries()];
  return {
    frames: slots.map(([, { jpeg }]) => jpeg),
    delays: slots.map(([slot], index) => {
      const next = slots[index + 1]?.[0];
      return Math.round(next === undefined ? LAST_MS : (next - slot) * everyMs);
    }),
  };
}
