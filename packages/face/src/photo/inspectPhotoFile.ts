/** Why a file is not a JPEG that can be read to its end. */
export type PhotoFileFailure = 'empty' | 'not-jpeg' | 'truncated' | 'damaged';

/** How the picture is coded. Card printers and many offices' systems read `baseline` only. */
export type JpegProcess = 'baseline' | 'extended' | 'progressive' | 'lossless' | 'arithmetic';

/** What a JPEG file says of itself, read from its segments (ITU-T T.81, JFIF 1.02, Exif 2.3), without decoding it. */
export interface PhotoFileFacts {
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
  readonly process: JpegProcess;
  /** Bits a component; 24-bit colour has 8. */
  readonly precision: number;
  /** 1 grey, 3 colour, 4 printing inks. */
  readonly components: number;
  /** Sampling factors of each component, e.g. `2x2 1x1 1x1` (4:2:0). */
  readonly sampling: string;
  /** Dots per inch of the JFIF header; undefined where it states none, or only a ratio. */
  readonly density?: number;
  /** Name of each segment in order, e.g. `JFIF`, `DQT`, `SOF0`, `APP1 Exif`. */
  readonly segments: readonly string[];
  /** Segments that say more than the picture: Exif, XMP, ICC, IPTC, comments. */
  readonly metadata: readonly string[];
  /** 1 upright … 8, from Exif: how the picture has to be turned to be seen as it was taken. */
  readonly orientation: number;
  /** Bytes after the end of the picture (phones hide films there). */
  readonly trailingBytes: number;
  /** The 1–100 quality whose luminance table (T.81 K.1, libjpeg's scaling) comes closest to the one in the file. */
  readonly quality: number;
}

export type InspectedPhotoFile =
  | { readonly ok: true; readonly facts: PhotoFileFacts }
  | { readonly ok: false; readonly code: PhotoFileFailure; readonly detail: string };

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const DQT = 0xdb;
const COM = 0xfe;

/** Mean of the luminance table of T.81 K.1, which libjpeg scales to a quality. */
const STANDARD_LUMINANCE_MEAN = 57.625;

const SIGNATURES: readonly (readonly [string, readonly number[], number])[] = [
  ['PNG', [0x89, 0x50, 0x4e, 0x47], 0],
  ['GIF', [0x47, 0x49, 0x46, 0x38], 0],
  ['BMP', [0x42, 0x4d], 0],
  ['PDF', [0x25, 0x50, 0x44, 0x46], 0],
  ['WebP', [0x57, 0x45, 0x42, 0x50], 8],
  ['HEIF', [0x66, 0x74, 0x79, 0x70], 4],
];

/** Reads all segments of a JPEG up to its end. Trusts no length in it. */
export function inspectPhotoFile(file: Uint8Array): InspectedPhotoFile {
  if (file.length === 0) return failed('empty', 'no bytes');
  if (file[0] !== 0xff || file[1] !== SOI) return failed('not-jpeg', `looks like ${nameFormat(file)}`);
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const draft: Draft = { segments: [], metadata: [], orientation: 1, quality: 0 };
  for (let at = 2; ; ) {
    if (at + 1 >= bytes.length) return failed('truncated', `ends at byte ${bytes.length} without an end marker`);
    if (bytes[at] !== 0xff) return failed('damaged', `no marker at byte ${at}`);
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === EOI) return finish(draft, bytes, at + 2);
    if (at + 3 >= bytes.length) return failed('truncated', `segment at byte ${at} has no length`);
    const length = bytes.readUInt16BE(at + 2);
    if (length < 2) return failed('damaged', `segment at byte ${at} is ${length} bytes long`);
    if (at + 2 + length > bytes.length) return failed('truncated', `segment at byte ${at} ends after the file`);
    const body = bytes.subarray(at + 4, at + 2 + length);
    const wrong = readSegment(draft, marker, body);
    if (wrong) return failed('damaged', wrong);
    at += 2 + length;
    if (marker === SOS) at = endOfScan(bytes, at);
  }
}

interface Draft {
  frame?: Pick<PhotoFileFacts, 'width' | 'height' | 'process' | 'precision' | 'components' | 'sampling'>;
  density?: number;
  orientation: number;
  quality: number;
  readonly segments: string[];
  readonly metadata: string[];
}

/** Takes in what a segment says; returns what is wrong with it. */
function readSegment(draft: Draft, marker: number, body: Buffer): string | undefined {
  const name = nameSegment(marker, body);
  draft.segments.push(name);
  if (name === 'JFIF') {
    if (body.length < 12) return 'the JFIF header is cut off';
    const unit = body[7];
    const across = body.readUInt16BE(8);
    if (unit === 1) draft.density = across;
    if (unit === 2) draft.density = Math.round(across * 2.54);
  } else if (/^APP|^COM/.test(name)) {
    draft.metadata.push(name);
    if (name === 'APP1 Exif') draft.orientation = readOrientation(body.subarray(6)) ?? 1;
  } else if (marker === DQT) {
    draft.quality ||= readQuality(body);
  } else if (name.startsWith('SOF')) {
    return readFrame(draft, marker, body);
  }
  return undefined;
}

function readFrame(draft: Draft, marker: number, body: Buffer): string | undefined {
  const components = body[5] ?? 0;
  if (body.length < 6 + components * 3 || components === 0) return 'the frame header is cut off';
  if (draft.frame) return 'two frames in one file';
  const factors = Array.from({ length: components }, (_, index) => body[7 + index * 3] ?? 0);
  draft.frame = {
    precision: body[0] ?? 0,
    height: body.readUInt16BE(1),
    width: body.readUInt16BE(3),
    components,
    sampling: factors.map((factor) => `${factor >> 4}x${factor & 15}`).join(' '),
    process: nameProcess(marker),
  };
  return draft.frame.width === 0 || draft.frame.height === 0 ? 'the picture has no size' : undefined;
}

function finish(draft: Draft, bytes: Buffer, end: number): InspectedPhotoFile {
  const { frame, density, ...rest } = draft;
  if (!frame || !draft.segments.includes('SOS')) return failed('damaged', 'no picture between start and end');
  const facts: PhotoFileFacts = {
    bytes: bytes.length,
    ...frame,
    ...rest,
    ...(density === undefined ? {} : { density }),
    trailingBytes: bytes.length - end,
  };
  return { ok: true, facts };
}

/** Where the next marker stands: inside of a scan FF is followed by 00 or by a restart marker. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next === undefined) break;
    if (next !== 0 && (next < 0xd0 || next > 0xd7)) return at;
  }
  return bytes.length;
}

function nameSegment(marker: number, body: Buffer): string {
  if (isFrame(marker)) return `SOF${marker - 0xc0}`;
  if (marker >= 0xe0 && marker <= 0xef) {
    const label = body.toString('latin1', 0, 29);
    if (marker === 0xe0 && label.startsWith('JFIF\0')) return 'JFIF';
    const known = [
      ['Exif', 'Exif'],
      ['http://ns.adobe.com/xap', 'XMP'],
      ['ICC_PROFILE', 'ICC'],
      ['Photoshop', 'IPTC'],
      ['Adobe', 'Adobe'],
    ].find(([start]) => start && label.startsWith(start));
    return `APP${marker - 0xe0}${known ? ` ${known[1]}` : ''}`;
  }
  const names: Record<number, string> = {
    [SOS]: 'SOS',
    [DQT]: 'DQT',
    [COM]: 'COM',
    196: 'DHT',
    221: 'DRI',
    204: 'DAC',
  };
  return names[marker] ?? `0x${marker.toString(16)}`;
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function nameProcess(marker: number): JpegProcess {
  if (marker >= 0xc9) return 'arithmetic';
  switch (marker & 3) {
    case 0:
      return 'baseline';
    case 1:
      return 'extended';
    case 2:
      return 'progressive';
    default:
      return 'lossless';
  }
}

/** The Orientation tag (0x0112) of the first directory of the TIFF structure that Exif is. */
function readOrientation(tiff: Buffer): number | undefined {
  if (tiff.length < 14) return undefined;
  const order = tiff.toString('latin1', 0, 2);
  if (order !== 'II' && order !== 'MM') return undefined;
  const little = order === 'II';
  const u16 = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const directory = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (directory + 2 > tiff.length) return undefined;
  const entries = u16(directory);
  for (let entry = 0; entry < entries; entry++) {
    const at = directory + 2 + entry * 12;
    if (at + 12 > tiff.length) return undefined;
    if (u16(at) !== 0x0112) continue;
    const value = u16(at + 8);
    return value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}

function readQuality(body: Buffer): number {
  const wide = (body[0] ?? 0) >> 4 !== 0;
  const length = wide ? 128 : 64;
  if (body.length < 1 + length) return 0;
  let sum = 0;
  for (let index = 0; index < 64; index++) sum += wide ? body.readUInt16BE(1 + index * 2) : (body[1 + index] ?? 0);
  const scale = (sum / 64 / STANDARD_LUMINANCE_MEAN) * 100;
  const quality = scale <= 100 ? (200 - scale) / 2 : 5000 / scale;
  return Math.round(Math.min(100, Math.max(1, quality)));
}

function nameFormat(file: Uint8Array): string {
  const found = SIGNATURES.find(([, bytes, at]) => bytes.every((byte, index) => file[at + index] === byte));
  return found ? found[0] : 'no picture';
}

function failed(code: PhotoFileFailure, detail: string): InspectedPhotoFile {
  return { ok: false, code, detail };
}
