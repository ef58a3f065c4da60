import { describe, expect, it } from 'vitest';
import { PictureMemory } from '../analysis/pictureMemory.ts';
import { composePhoto, placeHead } from './composePhoto.ts';
import { nationalPhotoProfile, photoProfileSchema } from './photoProfile.ts';
import { resample } from './resample.ts';
import { spreadColour } from './spreadColour.ts';
import { drawPerson, eyesOn } from './testing/drawnPerson.ts';

describe('placeHead', () => {
  const { head, size } = nationalPhotoProfile;

  it('holds every figure of the spec for hair from a shaved head to a tall one', () => {
    for (let hair = 0.5; hair < 1.25; hair += 0.01) {
      const { faceWidth, eyesY, hairCut } = placeHead(hair, nationalPhotoProfile);
      expect(faceWidth).toBeGreaterThanOrEqual(head.faceWidth.min);
      expect(faceWidth).toBeLessThanOrEqual(head.faceWidth.max);
      expect(size.height - eyesY).toBeGreaterThanOrEqual(head.eyesAboveLowerEdge);
      const top = eyesY - hair * faceWidth;
      expect(top).toBeLessThanOrEqual(head.hairTop.max);
      if (!hairCut) expect(top).toBeGreaterThanOrEqual(head.hairTop.min);
    }
  });

  it('aims at the width that suits the identity card as well', () => {
    expect(placeHead(0.8, nationalPhotoProfile)).toMatchObject({ faceWidth: 207, hairCut: false });
  });

  it('cuts hair rather than eyes, unless the region forbids it', () => {
    expect(placeHead(1.4, nationalPhotoProfile).hairCut).toBe(true);
    const whole = photoProfileSchema.parse({ head: { hairMayBeCut: false } });
    expect(placeHead(1.4, whole).hairCut).toBe(false);
  });
});

describe('composePhoto', () => {
  const compose = async (turned = 0, scale = 1) => {
    const person = await drawPerson({ noise: 0, background: '#4d7a58' });
    const a = Math.cos(turned) * scale;
    const b = Math.sin(turned) * scale;
    const transform = { a, b, tx: 360 - a * 400 + b * 450, ty: 450 - b * 400 - a * 450 };
    const source = resample(person.image, transform, 800, 900).image;
    const silhouette = resample(person.silhouette, transform, 800, 900).image;
    const { invertSimilarity, mapPoints } = await import('./frame.ts');
    const landmarks = mapPoints(person.landmarks, invertSimilarity(transform));
    const eyes = eyesOn({ image: source, silhouette, landmarks });
    return composePhoto(source, landmarks, nationalPhotoProfile, eyes.segment, new PictureMemory());
  };

  it.each([
    [0, 1],
    [0.12, 1],
    [-0.15, 0.8],
    [0.05, 1.3],
  ])('places the head the same, turned by %d and scaled by %d', async (turned, scale) => {
    const { placement, landmarks } = await compose(turned, scale);
    expect(placement.faceWidth).toBeCloseTo(207, 0);
    expect(placement.eyesX).toBeCloseTo(179, 0);
    expect(placement.hairTop).toBeGreaterThanOrEqual(11);
    expect(placement.hairTop).toBeLessThanOrEqual(17);
    expect(Math.abs((landmarks[36]?.y ?? 0) - (landmarks[45]?.y ?? 9))).toBeLessThan(1);
  });

  it('leaves nothing of the wall: white where nobody is, and none of its green in the edge', async () => {
    const { image, person } = await compose();
    let green = 0;
    for (let at = 0; at < person.data.length; at++) {
      const [r = 0, g = 0, b = 0] = image.data.subarray(at * 3, at * 3 + 3);
      if ((person.data[at] ?? 0) === 0) expect(r + g + b).toBe(765);
      if (g > Math.max(r, b) + 12) green++;
    }
    expect(green).toBe(0);
  });
});

describe('spreadColour', () => {
  it('fills what is unknown with what is around it, and leaves the rest alone', () => {
    const size = 33;
    const colour = Float32Array.from({ length: size * size * 3 }, (_, at) =>
      Math.floor(at / 3) % size < 16 ? 40 : 200,
    );
    const weight = Float32Array.from({ length: size * size }, (_, at) => (at % size < 10 || at % size > 22 ? 1 : 0));
    const filled = spreadColour(colour, weight, size, size);
    const row = (x: number) => filled[(16 * size + x) * 3] ?? 0;
    expect([row(2), row(30)]).toEqual([40, 200]);
    for (let x = 10; x <= 22; x++) {
      expect(row(x)).toBeGreaterThanOrEqual(40);
      expect(row(x)).toBeLessThanOrEqual(200);
    }
    expect(row(11)).toBeLessThan(row(21));
  });
});
