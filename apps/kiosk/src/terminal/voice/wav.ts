/** The parts of a WAV file that say how it sounds. */
export interface WavFormat {
  readonly sampleRate: number;
  readonly channels: number;
  readonly bitsPerSample: number;
  /** Where the samples begin and how many bytes of them there are. */
  readonly dataOffset: number;
  readonly dataBytes: number;
}

/**
 * Reads the head of a WAV (RIFF WAVE, http://soundfile.sapp.org/doc/WaveFormat/). `dataBytes` is what is really there:
 * a program that writes to a pipe cannot go back, and leaves a made-up length in the head. Undefined for what is no
 * WAV.
 */
export function readWav(bytes: Uint8Array): WavFormat | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tag = (at: number) => (at + 4 <= bytes.length ? String.fromCharCode(...bytes.subarray(at, at + 4)) : '');
  if (tag(0) !== 'RIFF' || tag(8) !== 'WAVE') return undefined;
  let format: Omit<WavFormat, 'dataOffset' | 'dataBytes'> | undefined;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const declared = view.getUint32(at + 4, true);
    const body = at + 8;
    if (tag(at) === 'data') {
      if (!format) return undefined;
      return { ...format, dataOffset: body, dataBytes: Math.min(declared, bytes.length - body) };
    }
    if (tag(at) === 'fmt ' && declared >= 16 && body + 16 <= bytes.length) {
      format = {
        channels: view.getUint16(body + 2, true),
        sampleRate: view.getUint32(body + 4, true),
        bitsPerSample: view.getUint16(body + 14, true),
      };
    }
    // Chunks begin at even offsets.
    at = body + declared + (declared % 2);
  }
  return undefined;
}

/** Writes the true lengths into the head, in place. False for what is no WAV. */
export function repairWavLengths(bytes: Uint8Array): boolean {
  const wav = readWav(bytes);
  if (!wav) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  view.setUint32(4, wav.dataOffset + wav.dataBytes - 8, true);
  view.setUint32(wav.dataOffset - 4, wav.dataBytes, true);
  return true;
}

/** Length of the sound in seconds. */
export function wavSeconds(wav: WavFormat): number {
  return wav.dataBytes / (wav.sampleRate * wav.channels * (wav.bitsPerSample / 8));
}

/** One WAV after another as one. Undefined when there is none, or they do not sound alike (rate, channels, bits). */
export function joinWavs(wavs: readonly Uint8Array[]): Uint8Array | undefined {
  const [first, ...rest] = wavs;
  const head = first && readWav(first);
  if (!first || !head) return undefined;
  if (rest.length === 0) return first;
  const samples = [first.subarray(head.dataOffset, head.dataOffset + head.dataBytes)];
  for (const wav of rest) {
    const format = readWav(wav);
    if (
      !format ||
      format.sampleRate !== head.sampleRate ||
      format.channels !== head.channels ||
      format.bitsPerSample !== head.bitsPerSample
    ) {
      return undefined;
    }
    samples.push(wav.subarray(format.dataOffset, format.dataOffset + format.dataBytes));
  }
  const size = samples.reduce((sum, part) => sum + part.length, 0);
  const joined = new Uint8Array(head.dataOffset + size);
  joined.set(first.subarray(0, head.dataOffset));
  let at = head.dataOffset;
  for (const part of samples) {
    joined.set(part, at);
    at += part.length;
  }
  // The head still has the length of the first; readWav takes the smaller of declared and real.
  const view = new DataView(joined.buffer);
  view.setUint32(4, joined.length - 8, true);
  view.setUint32(head.dataOffset - 4, size, true);
  return joined;
}
