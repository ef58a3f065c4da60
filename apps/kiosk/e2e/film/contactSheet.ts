import type { Browser } from '@playwright/test';
import sharp from 'sharp';

export interface Picture {
  readonly caption: string;
  readonly jpeg: Buffer;
}

const QUALITIES = [82, 70, 58, 46, 34];

/**
 * Lays pictures out with their names underneath and returns one WebP of at most `maxBytes`. The browser draws it, so
 * that captions need no fonts of another program.
 */
export async function makeContactSheet(
  browser: Browser,
  sheet: { title: string; pictures: readonly Picture[]; width: number; columns: number; maxBytes: number },
): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: sheet.width, height: 600 } });
  const figures = sheet.pictures.map(
    ({ caption, jpeg }) =>
      `<figure><img src="data:image/jpeg;base64,${jpeg.toString('base64')}"><figcaption>${escapeHtml(caption)}</figcaption></figure>`,
  );
  await page.setContent(`<!doctype html><style>
    body { margin: 0; padding: 18px; background: #e9e4d8; font: 12px/1.5 sans-serif; color: #1b2927 }
    h1 { margin: 0 0 12px; font-size: 18px }
    main { display: grid; grid-template-columns: repeat(${sheet.columns}, 1fr); gap: 12px }
    figure { margin: 0 } img { display: block; width: 100% } figcaption { overflow: hidden; white-space: nowrap; text-overflow: ellipsis }
    </style><h1>${escapeHtml(sheet.title)}</h1><main>${figures.join('')}</main>`);
  const png = await page.screenshot({ fullPage: true });
  await page.close();
  for (const quality of QUALITIES) {
    const webp = await sharp(png).webp({ quality, effort: 5 }).toBuffer();
    if (webp.length <= sheet.maxBytes) return webp;
  }
  throw new Error(`the contact sheet is larger than ${sheet.maxBytes} bytes at its coarsest`);
}

const escapeHtml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
