import QRCode from 'qrcode';

export interface QrSquare {
  readonly x: number;
  readonly y: number;
  /** Edge with the quiet zone, in points. */
  readonly size: number;
  readonly colour: string;
}

/** ISO/IEC 18004: four modules of white on each side, or scanners do not find it. */
const QUIET_ZONE = 4;

/**
 * Draws a QR code as vector squares, sharp at any resolution. Level M: a folded or stained receipt must still scan.
 * Modules of one row that touch are one rectangle, so that no hairline of white shows between them.
 */
export function drawQrCode(document: PDFKit.PDFDocument, text: string, square: QrSquare): void {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const unit = square.size / (modules.size + 2 * QUIET_ZONE);
  for (let row = 0; row < modules.size; row++) {
    for (let from = 0; from < modules.size; from++) {
      if (!modules.get(row, from)) continue;
      let to = from;
      while (to < modules.size && modules.get(row, to)) to++;
      const x = square.x + (from + QUIET_ZONE) * unit;
      document.rect(x, square.y + (row + QUIET_ZONE) * unit, (to - from) * unit, unit);
      from = to;
    }
  }
  document.fill(square.colour);
}
