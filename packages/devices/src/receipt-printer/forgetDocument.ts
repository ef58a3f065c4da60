import type { PrintDocument } from './types.ts';

/** Zeroes what of a document can be zeroed, once nobody needs it: pages and pictures. Strings are the runtime's. */
export function forgetDocument(document: PrintDocument): void {
  if (document instanceof Uint8Array) {
    document.fill(0);
    return;
  }
  for (const block of document.blocks) if (block.kind === 'raster') block.image.bits.fill(0);
  for (const glyph of Object.values(document.glyphs ?? {})) glyph.bits.fill(0);
}
