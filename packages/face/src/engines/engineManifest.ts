import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { FaceEngineError } from '../faceEngineError.ts';

/**
 * A false match rate counts as measured when at least this many impostors were let through at its threshold: with 30, the
 * true rate is within 30 % of the counted one with 90 % confidence (the "rule of 30", Doddington et al. 2000).
 */
export const FALSE_MATCHES_NEEDED = 30;

const triple = z.tuple([z.number(), z.number(), z.number()]);

/** `id-photo`: a live picture against 102×126 pixels in at most 1,024 bytes. `full`: two pictures of full quality. */
export const conditionSchema = z.enum(['id-photo', 'full']);
export type Condition = z.infer<typeof conditionSchema>;

const operatingPointSchema = z
  .strictObject({
    condition: conditionSchema,
    /** Live frames fused into one descriptor. */
    frames: z.int().min(1).max(30),
    /** Share of impostor pairs at or below the threshold. */
    falseMatchRate: z.number().gt(0).lt(1),
    /** At or below it, the same person. */
    threshold: z.number().positive(),
    /** Share of genuine pairs at or below it. */
    trueAcceptRate: z.number().min(0).max(1),
    /** How many pairs were measured; where only a lower bound is known, that one. */
    genuinePairs: z.int().positive(),
    impostorPairs: z.int().positive(),
    /** Key of `sources`. */
    source: z.string(),
  })
  .refine(({ falseMatchRate, impostorPairs }) => Math.round(falseMatchRate * impostorPairs) >= FALSE_MATCHES_NEEDED, {
    message: `a rate needs at least ${FALSE_MATCHES_NEEDED} false matches to count as measured: measure more impostor pairs`,
    path: ['impostorPairs'],
  });

/** One measured point of the trade: who gets in wrongly against who is turned away wrongly. */
export type OperatingPoint = z.infer<typeof operatingPointSchema>;

const common = {
  format: z.literal('renshe-face-engine/1'),
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
  version: z.string().regex(/^[\w.+-]{1,40}$/),
  about: z.string().min(1),
  /** `sha256` is of the file that holds the weights; another file is refused. */
  model: z.strictObject({ file: z.string().min(1), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  /** Whether the descriptor is the mean with the mirrored face's. */
  mirrored: z.boolean(),
  output: z.strictObject({ length: z.int().min(16).max(4096), normalisation: z.enum(['none', 'l2']) }),
  distance: z.enum(['euclidean', 'cosine']),
  operatingPoints: z.array(operatingPointSchema),
  /** What was measured on, under which conditions, and what is wrong with it. */
  sources: z.record(z.string(), z.string().min(1)),
  licence: z.strictObject({ name: z.string().min(1), text: z.string().min(1) }),
} as const;

const manifestSchema = z
  .discriminatedUnion('runtime', [
    /** The descriptor of face-api, whose input is fixed by its library: the 150-pixel chip dlib aligns. */
    z.strictObject({ ...common, runtime: z.literal('face-api'), alignment: z.literal('dlib-150') }),
    /** Any embedder in ONNX with one float32 picture in and one vector out. */
    z.strictObject({
      ...common,
      runtime: z.literal('onnx'),
      alignment: z.enum(['five-point-112', 'dlib-150']),
      /** A value of the tensor is (pixel − mean) · scale, pixels 0…255; both in the order of `channels`. */
      input: z.strictObject({
        layout: z.enum(['NCHW', 'NHWC']),
        channels: z.enum(['RGB', 'BGR']),
        mean: triple,
        scale: triple,
      }),
    }),
  ])
  .refine(({ operatingPoints, sources }) => operatingPoints.every(({ source }) => source in sources), {
    message: 'an operating point names a source that is not among the sources',
    path: ['sources'],
  });

/** What an engine is, what it was measured at, and under which licence it may run. */
export type EngineManifest = z.infer<typeof manifestSchema>;
export type OnnxManifest = Extract<EngineManifest, { runtime: 'onnx' }>;

/** Parses the content of a manifest. `name`: for the error. Throws `FaceEngineError` (`manifest-invalid`). */
export function parseEngineManifest(value: unknown, name: string): EngineManifest {
  const parsed = manifestSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new FaceEngineError(
    'manifest-invalid',
    `${name} does not describe a face engine:\n${z.prettifyError(parsed.error)}\n` +
      'Correct the keys named above; packages/face/README.md says what each means.',
  );
}

/** A manifest and the folder its `model.file` is relative to. */
export interface LocatedManifest {
  readonly manifest: EngineManifest;
  readonly folder: string;
}

/** Reads a manifest file. Throws `FaceEngineError` (`manifest-unreadable`, `manifest-invalid`). */
export function readEngineManifest(file: string): LocatedManifest {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new FaceEngineError(
      'manifest-unreadable',
      `${file} cannot be read: ${reason}. Check face.engine.manifest in the terminal's configuration.`,
    );
  }
  return { manifest: parseEngineManifest(value, file), folder: dirname(resolve(file)) };
}

/** How decisions, logs and audit name an engine. */
export function nameOf({ id, version }: EngineManifest): string {
  return `${id} ${version}`;
}
