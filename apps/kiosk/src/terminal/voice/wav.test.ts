import { expect, test } from 'vitest';
import { joinWavs, readWav, repairWavLengths, wavSeconds } from './wav.ts';

/** One second of 8 kHz mono, with a head that lies about its length as a program writing to a pipe does. */
function piped(seconds: number): Uint8Array {
  const data = Buffer.alloc(8000 * 2 * seconds);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(0x7ffff024, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(16000, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(0x7ffff000, 40);
  return new Uint8Array(Buffer.concat([head, data]));
}

test('the made-up lengths are replaced by the true ones', () => {
  const wav = piped(1);
  expect(repairWavLengths(wav)).toBe(true);
  const view = new DataView(wav.buffer);
  expect(view.getUint32(4, true)).toBe(wav.length - 8);
  expect(view.getUint32(40, true)).toBe(16_000);
  expect(readWav(wav)).toEqual({ sampleRate: 8000, channels: 1, bitsPerSample: 16, dataOffset: 44, dataBytes: 16_000 });
});

test('the length is told in seconds', () => {
  const format = readWav(piped(3));
  expect(format && wavSeconds(format)).toBe(3);
});

test('what is no WAV is left as it is', () => {
  for (const bytes of [
    new Uint8Array(0),
    new Uint8Array(100),
    new TextEncoder().encode('RIFF1234WAVE'),
    piped(1).subarray(0, 30),
  ]) {
    const before = Uint8Array.from(bytes);
    expect(repairWavLengths(bytes)).toBe(false);
    expect(bytes).toEqual(before);
  }
});

test('every cut through the head is survived', () => {
  const wav = piped(1);
  for (let length = 0; length < 44; length++) expect(repairWavLengths(wav.slice(0, length))).toBe(false);
});

test('two sounds become one of their length', () => {
  const wavs = [piped(1), piped(2)];
  for (const wav of wavs) repairWavLengths(wav);
  const joined = joinWavs(wavs);
  const format = joined && readWav(joined);
  expect(format && wavSeconds(format)).toBe(3);
  expect(joined && new DataView(joined.buffer).getUint32(4, true)).toBe(44 + 8000 * 2 * 3 - 8);
});

test('what sounds differently is not joined', () => {
  const other = piped(1);
  new DataView(other.buffer).setUint32(24, 16000, true);
  expect(joinWavs([piped(1), other])).toBeUndefined();
  expect(joinWavs([])).toBeUndefined();
});
