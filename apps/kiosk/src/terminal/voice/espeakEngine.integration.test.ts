import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createEspeakEngine } from './espeakEngine.ts';
import { spokenText } from './spokenText.ts';
import { createVoice } from './voice.ts';
import { readWav, wavSeconds } from './wav.ts';

const SENTENCE = '请将身份证放在读卡区。有问题请打 12333。';
const installed = spawnSync('espeak-ng', ['--version']).status === 0;

function seconds(wav: Uint8Array | undefined): number {
  const format = wav && readWav(wav);
  if (!format) throw new Error('no WAV');
  return wavSeconds(format);
}

describe('with espeak-ng', () => {
  beforeEach((context) => context.skip(!installed, 'skipped: needs espeak-ng'));

  test('a sentence is a whole WAV of a plausible length', async () => {
    const engine = createEspeakEngine();
    expect(await engine.speaks('cmn')).toBe(true);
    const wav = (await engine.render(SENTENCE, 'cmn')) ?? new Uint8Array();
    const view = new DataView(wav.buffer, wav.byteOffset, wav.byteLength);
    expect(view.getUint32(4, true)).toBe(wav.length - 8);
    expect(seconds(wav)).toBeGreaterThan(3);
    expect(seconds(wav)).toBeLessThan(10);
    expect(wav.subarray(1000).some((byte) => byte !== 0)).toBe(true);
  });

  test('Mandarin, Cantonese and English are three voices', async () => {
    const engine = createEspeakEngine();
    const said = async (text: string, language: string) =>
      Buffer.from((await engine.render(text, language)) ?? []).toString('base64');
    expect(await said('社保卡', 'cmn')).not.toBe(await said('社保卡', 'yue'));
    expect(await said('Card', 'en')).toBe(await said('Card', 'cmn'));
    expect(await engine.speaks('bo')).toBe(false);
    expect(await engine.render('བོད', 'bo')).toBeUndefined();
  });

  test('a Chinese name in an English sentence is said, not described', async () => {
    const engine = createEspeakEngine();
    const [mixed, name] = await Promise.all([
      engine.render('Is 陈建国 your name?', 'en'),
      engine.render('陈建国', 'cmn'),
    ]);
    expect(seconds(name)).toBeGreaterThan(0.5);
    expect(Buffer.from(mixed ?? []).includes(Buffer.from(name ?? []).subarray(44))).toBe(true);
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
    // Letters of a number one by one: as one word "SL" would lose its first sound.
    expect(phonemes('SL2')).toBe(phonemes('S L 2'));
  });

  test.each([
    ['an option', '-f /etc/passwd'],
    ['two hyphens', '-- --version'],
    ['SSML', '<speak><audio src="file:///etc/passwd"/>你好</speak>'],
    ['phonemes', '[[h@l\u0259U]] 你好'],
    ['control characters', '你\u0000好\u001b[2J\u202e\u0007'],
    ['half a character', '你\ud842好'],
    ['400 characters', '字'.repeat(400)],
    ['400 digits', '1'.repeat(400)],
    ['a line break', '你好\n--stdout\n再见'],
  ])('%s in a text is only a text', async (_, text) => {
    const wav = await createEspeakEngine().render(text, 'cmn');
    expect(seconds(wav)).toBeGreaterThan(0.3);
    expect(seconds(wav)).toBeLessThan(150);
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
case "$1" in --voices) echo "5 cmn-latn-pinyin --/M Chinese sit/cmn-Latn-pinyin"; exit 0;; esac
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
    const text = '你好； -RF "$HOME" `1` --2';
    const engine = createEspeakEngine({ command: program(HEAD) });
    expect(await engine.render(text, 'cmn')).toHaveLength(46);
    expect(notes('args')).toEqual(['-v cmn-latn-pinyin -s 150 --stdin --stdout\n']);
    expect(notes('stdin')).toEqual([spokenText(text)]);
  });

  test('a sentence is rendered once, also when asked for twice at the same time, until it is forgotten', async () => {
    const engine = createEspeakEngine({ command: program(HEAD) });
    const [first, second] = await Promise.all([engine.render('你好', 'cmn'), engine.render('你好', 'cmn')]);
    expect(first).toHaveLength(46);
    expect(second).toEqual(first);
    expect(notes('args')).toHaveLength(1);
    engine.forget();
    expect(await engine.render('你好', 'cmn')).toEqual(first);
    expect(notes('args')).toHaveLength(2);
  });

  test('what is no longer wanted is stopped, and what comes after it is said', async () => {
    const engine = createEspeakEngine({
      command: program(`grep -q 慢 '${folder}'/stdin.$$ && exec sleep 30
${HEAD}`),
    });
    const wanted = new AbortController();
    const slow = engine.render('慢', 'cmn', wanted.signal);
    const quick = engine.render('快', 'cmn');
    await expect.poll(() => notes('stdin')).toHaveLength(1);
    wanted.abort();
    expect(await slow).toBeUndefined();
    expect(await quick).toHaveLength(46);
  });

  test.each([
    ['hangs', 'exec sleep 30'],
    ['fails', `${HEAD}; exit 3`],
    ['says something else', 'echo hello'],
    ['says nothing', 'true'],
    ['never ends', 'exec cat /dev/zero'],
  ])('a program that %s is silence', async (_, behaviour) => {
    const engine = createEspeakEngine({ command: program(behaviour), timeoutMs: 700 });
    expect(await engine.render('你好', 'cmn')).toBeUndefined();
  });

  test('no program, or one without the Chinese voice, is no voice', async () => {
    const missing = createEspeakEngine({ command: join(folder, 'missing') });
    expect(await missing.speaks('cmn')).toBe(false);
    expect(await missing.render('你好', 'cmn')).toBeUndefined();
    expect(await createVoice([missing]).available()).toBe(false);
    const other = createEspeakEngine({ command: '/bin/true' });
    expect(await other.speaks('cmn')).toBe(false);
  });
});
