import { z } from 'zod';

const pixels = z.number().nonnegative();
const range = (min: number, max: number) =>
  z
    .object({ min: pixels.default(min), max: pixels.default(max) })
    .prefault({})
    .refine(({ min, max }) => min <= max, {
      message: 'min is above max',
    });

/**
 * What a region asks of the photo on the card, as data: part of its policy pack, never code. The defaults are the
 * national figures.
 *
 * "Spec" is 社会保障卡制证用数字相片技术要求 as published by card offices (rsc.sdws.edu.cn, 2019-04-16: 358×441 pixels,
 * 350 dpi, 24-bit RGB, JPEG quality 70, 14–40 KB, white without a border). Regions differ in file size (5–50 KB in Anhui,
 * up to 100 KB elsewhere) and popular explainers ask for "at least 300 dpi", so both are data.
 */
export const photoProfileSchema = z.object({
  id: z.string().min(1).default('national'),
  /** Spec: 358×441. 26×32 mm at 350 dpi are 358.3×440.9 pixels. */
  size: z.object({ width: z.int().min(64).default(358), height: z.int().min(64).default(441) }).prefault({}),
  /** Spec: 350 dpi. Written into every photo; an upload that says 300 (the popular figure) has the same pixels. */
  density: z
    .object({ write: z.int().min(72).max(1200).default(350), accept: z.int().positive().default(300) })
    .prefault({}),
  /**
   * Spec: 14–40 KB. Nobody says whether a KB has 1,000 or 1,024 bytes, so the defaults keep to both readings: the larger
   * lower bound and the smaller upper one.
   */
  fileBytes: range(14 * 1024, 40 * 1000),
  /** Spec: quality 70. Where the search for a file size begins; it ends within these bounds or fails. */
  quality: z
    .object({
      start: z.int().min(1).max(100).default(70),
      min: z.int().min(1).max(100).default(55),
      max: z.int().min(1).max(100).default(100),
    })
    .prefault({}),
  head: z
    .object({
      /** Spec: width of the face 179–255 px. */
      faceWidth: range(179, 255),
      /** GA 461-2004 (photo of the identity card) asks for 207±14 px: aimed at, so that one photo serves both. */
      faceWidthAim: pixels.default(207),
      /** Spec: 7–21 px from the upper edge to the top of the hair. */
      hairTop: range(7, 21),
      /** Spec: the middle between the eyes 162–196 px from the left edge. */
      eyesX: range(162, 196),
      /** Spec: the line of the eyes at least 207 px above the lower edge. */
      eyesAboveLowerEdge: pixels.default(207),
      /** Spec: where hair and eye line cannot both hold, the hair may be cut off. */
      hairMayBeCut: z.boolean().default(true),
    })
    .prefault({}),
  background: z
    .object({
      /** Spec: white. RGB; every channel of the background must come this close to it, 0…255. */
      colour: z.tuple([z.int(), z.int(), z.int()]).default([255, 255, 255]),
      tolerance: z.number().positive().default(20),
      /** Whether the machine may put the person before white. Where not, the wall behind the citizen is judged. */
      mayBeReplaced: z.boolean().default(true),
    })
    .prefault({}),
  /**
   * Checks that are reported but do not turn the photo away. Heuristics about hair and ears are wrong for too many
   * people to have the last word (long hair, head scarves worn for faith, hearing aids), so a clerk has it.
   */
  advisory: z.array(z.string()).default(['ears-visible', 'brows-visible', 'bareheaded', 'not-retouched']),
});

export type PhotoProfile = z.infer<typeof photoProfileSchema>;

/** The national figures. */
export const nationalPhotoProfile: PhotoProfile = photoProfileSchema.parse({});
