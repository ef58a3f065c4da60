import { type ChildProcess, spawn } from 'node:child_process';
import sharp from 'sharp';
import type { DecodedPhoto, PhotoDecodeFailure, PhotoDecoder, RgbImage } from '../types.ts';
import { decodeBitmap } from './decodeBitmap.ts';
import { CHIP_PHOTO_HEIGHT, CHIP_PHOTO_WIDTH, isSimulatedPhoto } from './simulatedPhotoBlock.ts';

export interface ExternalPhotoDecoderOptions {
  /** The helper program; started without a shell, once for each photo. */
  readonly command: string;
  readonly args?: readonly string[];
  /** How long it may take, in milliseconds. Default 5,000: vendors' libraries answer in well under a second. */
  readonly timeoutMs?: number;
  /** Which row a raw answer begins with; some vendors' libraries deliver bottom-up. Default `top-down`. */
  readonly rawRows?: 'top-down' | 'bottom-up';
}

const DEFAULT_TIMEOUT_MS = 5_000;
/** A raw answer: 102×126 pixels of blue, green, red. */
const RAW_LENGTH = CHIP_PHOTO_WIDTH * CHIP_PHOTO_HEIGHT * 3;
/** An uncompressed chip photo is 39 kB; a helper that writes this much is not decoding one. */
const MAX_ANSWER_LENGTH = 1_048_576;
const MAX_PIXELS = 1_000_000;
/** What a net can still find a face in. */
const MIN_EDGE = 32;

type Answer = { ok: true; bytes: Buffer } | { ok: false; code: PhotoDecodeFailure; detail: string };

/**
 * Runs the reader vendor's closed WLT library in a process of its own, where it may crash or hang. The helper gets the
 * 1024 bytes on standard input, writes one picture to standard output and exits with 0. The picture is BMP, PNG, JPEG,
 * WebP, or exactly 38,556 raw bytes (102×126, BGR, no padding). Its standard error is not read: nobody knows what a
 * closed library writes about a person there.
 */
export function createExternalPhotoDecoder(options: ExternalPhotoDecoderOptions): PhotoDecoder {
  return {
    name: 'external',
    decode: async (block) => {
      if (isSimulatedPhoto(block)) return { ok: false, code: 'unknown-format', detail: 'a simulated photo' };
      const answer = await ask(options, block);
      if (!answer.ok) return answer;
      try {
        return await readPicture(answer.bytes, options.rawRows ?? 'top-down');
      } finally {
        answer.bytes.fill(0);
      }
    },
  };
}

function ask({ command, args = [], timeoutMs = DEFAULT_TIMEOUT_MS }: ExternalPhotoDecoderOptions, block: Uint8Array) {
  return new Promise<Answer>((resolve) => {
    // A group of its own, so that whatever the helper starts can be killed with it.
    const helper = spawn(command, [...args], { stdio: ['pipe', 'pipe', 'ignore'], detached: true, windowsHide: true });
    const request = Buffer.from(block);
    const chunks: Buffer[] = [];
    let received = 0;
    let settled = false;
    const settle = (answer: Answer) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      for (const chunk of chunks) chunk.fill(0);
      request.fill(0);
      resolve(answer);
    };
    const giveUp = (code: PhotoDecodeFailure, detail: string) => {
      killGroup(helper);
      settle({ ok: false, code, detail });
    };
    const timer = setTimeout(
      () => giveUp('helper-timeout', `${command} did not finish within ${timeoutMs} ms and was killed`),
      timeoutMs,
    );
    helper.on('error', (error) => giveUp('helper-missing', `${command} cannot be run: ${error.message}`));
    helper.stdout.on('data', (chunk: Buffer) => {
      if (settled) return void chunk.fill(0);
      chunks.push(chunk);
      received += chunk.byteLength;
      if (received > MAX_ANSWER_LENGTH)
        giveUp('helper-bad-answer', `${command} wrote more than ${MAX_ANSWER_LENGTH} bytes`);
    });
    helper.on('close', (exitCode, signal) => {
      if (exitCode !== 0) {
        return settle({
          ok: false,
          code: 'helper-failed',
          detail: `${command} ended with ${signal ?? `code ${exitCode}`}`,
        });
      }
      settle({ ok: true, bytes: Buffer.concat(chunks) });
    });
    // A helper that exits without reading breaks the pipe; its exit code tells the story.
    helper.stdin.on('error', () => undefined);
    helper.stdin.end(request);
  });
}

function killGroup(helper: ChildProcess): void {
  if (helper.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? helper.pid : -helper.pid, 'SIGKILL');
  } catch {
    // Gone in the meantime.
  }
}

async function readPicture(bytes: Buffer, rawRows: 'top-down' | 'bottom-up'): Promise<DecodedPhoto> {
  const image =
    bytes.byteLength === RAW_LENGTH
      ? readRaw(bytes, rawRows)
      : (decodeBitmap(bytes, MAX_PIXELS) ?? (await readCompressed(bytes)));
  if (!image) {
    return { ok: false, code: 'helper-bad-answer', detail: `${bytes.byteLength} bytes that are no picture` };
  }
  if (Math.min(image.width, image.height) < MIN_EDGE) {
    return { ok: false, code: 'helper-bad-answer', detail: `a picture of ${image.width}×${image.height} pixels` };
  }
  return { ok: true, image };
}

function readRaw(bgr: Buffer, rows: 'top-down' | 'bottom-up'): RgbImage {
  const stride = CHIP_PHOTO_WIDTH * 3;
  const data = new Uint8Array(RAW_LENGTH);
  for (let at = 0; at < RAW_LENGTH; at += 3) {
    const row = Math.floor(at / stride);
    const to = rows === 'top-down' ? at : (CHIP_PHOTO_HEIGHT - 1 - row) * stride + (at % stride);
    data[to] = bgr[at + 2] ?? 0;
    data[to + 1] = bgr[at + 1] ?? 0;
    data[to + 2] = bgr[at] ?? 0;
  }
  return { width: CHIP_PHOTO_WIDTH, height: CHIP_PHOTO_HEIGHT, data };
}

async function readCompressed(bytes: Buffer): Promise<RgbImage | undefined> {
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: MAX_PIXELS })
      .flatten()
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    return info.channels === 3 ? { width: info.width, height: info.height, data } : undefined;
  } catch {
    return undefined;
  }
}
