import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createEspeakVoice } from './espeakVoice.ts';
import { spokenText } from './spokenText.ts';
import { readWav, wavSeconds } from './wav.ts';

const SENTENCE = '请将身份证放在读卡区。有问题请打 12333。';
const installed = spawnSync('espeak-ng', ['--version']).status === 0;

function seconds(wav: Uint8Array): number {
  const format = readWav(wav);
  if (!format) throw new Error('no WAV');
  return wavSeconds(format);
}

describe('with espeak-ng', () => {
  beforeEach((context) => context.skip(!installed, 'skipped: needs espeak-ng'));

  test('a sentence is a whole WAV of a plausible length', async () => {
    const voice = createEspeakVoice();
    expect(await voice.available()).toBe(true);
    const wav = await voice.speak(SENTENCE, 1);
    const view = new DataView(wav.buffer, wav.byteOffset, wav.byteLength);
    expect(view.getUint32(4, true)).toBe(wav.length - 8);
    expect(seconds(wav)).toBeGreaterThan(3);
    expect(seconds(wav)).toBeLessThan(10);
    expect(wav.subarray(1000).some((byte) => byte !== 0)).toBe(true);
  });

  test('a higher rate is faster', async () => {
    const voice = createEspeakVoice();
    const [slow, normal, fast] = [
      seconds(await voice.speak(SENTENCE, 0.7)),
      seconds(await voice.speak(SENTENCE, 1)),
      seconds(await voice.speak(SENTENCE, 1.6)),
    ];
    expect(slow).toBeGreaterThan(normal * 1.1);
    expect(normal).toBeGreaterThan(fast * 1.1);
  });

  test('the voice speaks Mandarin, and the words it would misread as people say them', () => {
    const phonemes = (text: string) =>
      spawnSync('espeak-ng', ['-v', 'cmn-latn-pinyin', '-q', '-x', '--stdin'], {
        input: spokenText(text),
        encoding: 'utf8',
      }).stdout.replaceAll(/[',_|\s]/g, '');
    expect(phonemes('银行')).toMatch(/Xa35N$/);
    expect(phonemes('重新')).toMatch(/^ts\.hong35/);
    expect(phonemes('12333')).toBe(phonemes('幺二三三三'));
  });
});

describe('with a program of the test', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'renshe-voice-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** A stand-in for espeak-ng: knows the voice, notes each call, and then does as told. */
  function program(behaviour: string): string {
    const file = join(folder, 'espeak');
    writeFileSync(
      file,
      `#!/bin/sh
case "$1" in --voices=*) echo "5 cmn-latn-pinyin --/M Chinese sit/cmn-Latn-pinyin"; exit 0;; esac
printf '%s\\n' "$*" > '${folder}'/args.$$
cat > '${folder}'/stdin.$$
${behaviour}
`,
    );
    chmodSync(file, 0o755);
    return file;
  }
  const notes = (kind: 'args' | 'stdin') =>
    readdirSync(folder)
      .filter((name) => name.startsWith(`${kind}.`))
      .map((name) => readFileSync(join(folder, name), 'utf8'));
  const HEAD = `printf 'RIFF\\044\\000\\000\\200WAVEfmt \\020\\000\\000\\000\\001\\000\\001\\000\\042\\126\\000\\000\\104\\254\\000\\000\\002\\000\\020\\000data\\000\\000\\000\\200\\001\\002'`;

  test('the text is never on the command line, whatever is in it', async () => {
    const text = '你好; rm -rf "$HOME" `id` --stdout';
    const voice = createEspeakVoice({ command: program(HEAD) });
    expect(await voice.speak(text, 1)).toHaveLength(46);
    expect(notes('args')).toEqual(['-v cmn-latn-pinyin -s 150 --stdin --stdout\n']);
    expect(notes('stdin')).toEqual([text]);
  });

  test('a sentence is rendered once, also when asked for twice at the same time', async () => {
    const voice = createEspeakVoice({ command: program(HEAD) });
    const [first, second] = await Promise.all([voice.speak('你好', 1), voice.speak('你好', 1)]);
    expect(first).toEqual(second);
    expect(await voice.speak('你好', 1)).toEqual(first);
    expect(notes('args')).toHaveLength(1);
    await voice.speak('你好', 0.9);
    expect(notes('args')).toHaveLength(2);
  });

  test('a later sentence interrupts the one before, which stays silent', async () => {
    const voice = createEspeakVoice({
      command: program(`grep -q slow '${folder}'/stdin.$$ && exec sleep 30
${HEAD}`),
    });
    const slow = voice.speak('slow', 1);
    await expect.poll(() => notes('stdin')).toHaveLength(1);
    expect(await voice.speak('quick', 1)).toHaveLength(46);
    expect(await slow).toHaveLength(0);
  });

  test.each([
    ['hangs', 'exec sleep 30'],
    ['fails', `${HEAD}; exit 3`],
    ['says something else', 'echo hello'],
    ['says nothing', 'true'],
  ])('a program that %s is silence', async (_, behaviour) => {
    const voice = createEspeakVoice({ command: program(behaviour), timeoutMs: 700 });
    expect(await voice.speak('你好', 1)).toHaveLength(0);
  });

  test('no program, or one without the Chinese voice, is no voice', async () => {
    const missing = createEspeakVoice({ command: join(folder, 'missing') });
    expect(await missing.available()).toBe(false);
    expect(await missing.speak('你好', 1)).toHaveLength(0);
    const other = createEspeakVoice({ command: '/bin/true' });
    expect(await other.available()).toBe(false);
  });

  test('a text longer than the contract allows is a bug of the caller', async () => {
    await expect(createEspeakVoice().speak('字'.repeat(401), 1)).rejects.toThrow(RangeError);
  });
});
