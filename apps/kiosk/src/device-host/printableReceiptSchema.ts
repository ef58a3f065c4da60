import type { Bitmap, PrintableReceipt } from '@renshe/devices';
import { z } from 'zod';

/** A receipt for a strip of paper, on its way to the device host. The driver refuses what cannot be printed. */

const bitmapSchema = z.object({
  width: z.int(),
  height: z.int(),
  bits: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
}) satisfies z.ZodType<Bitmap>;

export const printableReceiptSchema = z.object({
  blocks: z
    .array(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('heading'), text: z.string() }),
        z.object({
          kind: z.literal('text'),
          text: z.string(),
          align: z.enum(['left', 'centre', 'right']).exactOptional(),
          bold: z.boolean().exactOptional(),
          mark: z.string().exactOptional(),
        }),
        z.object({
          kind: z.literal('pairs'),
          rows: z.array(z.object({ label: z.string(), value: z.string() })).readonly(),
        }),
        z.object({ kind: z.literal('rule') }),
        z.object({ kind: z.literal('qr'), text: z.string() }),
        z.object({ kind: z.literal('raster'), image: bitmapSchema }),
        z.object({ kind: z.literal('feed'), lines: z.int() }),
        z.object({ kind: z.literal('cut') }),
      ]),
    )
    .readonly(),
  glyphs: z.record(z.string(), bitmapSchema).exactOptional(),
}) satisfies z.ZodType<PrintableReceipt>;
