import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRecordedEngine, VoiceFolderError } from './recordedEngine.ts';
import { createVoice } from './voice.ts';
import type { VoiceEngine } from './voiceEngine.ts';

const sound = (name: string) => new TextEncoder().encode(name);

/** An engine that knows these sentences, each as `language sentence`. */
function engine(...knows: string[]): VoiceEngine & { asked: string[] } {
  const asked: string[] = [];
  return {
    name: 'fake',
    asked,
    speaks: async (language) => knows.some((one) => one.startsWith(language)),
    render: async (sentence, language) => {
      asked.push(`${language} ${sentence}`);
      return knows.includes(`${language} ${sentence}`) ? sound(`${language} ${sentence}`) : undefined;
    },
    forget: () => asked.push('forget'),
  };
}

describe('createVoice', () => {
  it('takes the first engine that can say it', async () => {
    const person = engine('cmn 你好');
    const machine = engine('cmn 你好', 'cmn 再见');
    const voice = createVoice([person, machine]);
    expect(await voice.speak('你好', 'zh-Hans')).toEqual(sound('cmn 你好'));
    expect(machine.asked).toEqual([]);
    expect(await voice.speak('再见', 'zh-Hant')).toEqual(sound('cmn 再见'));
  });

  it('says in Mandarin what it cannot say in Cantonese, and nothing in place of another language', async () => {
    const voice = createVoice([engine('cmn 你好', 'cmn Hello')]);
    expect(await voice.speak('你好', 'yue')).toEqual(sound('cmn 你好'));
    expect(await voice.speak('Hello', 'en')).toHaveLength(0);
  });

  it('asks no engine for nothing, and refuses what is longer than the contract allows', async () => {
    const silent = engine();
    const voice = createVoice([silent]);
    expect(await voice.speak(' …… ', 'zh-Hans')).toHaveLength(0);
    expect(silent.asked).toEqual([]);
    await expect(voice.speak('字'.repeat(401), 'zh-Hans')).rejects.toThrow(RangeError);
  });

  it('lets every engine forget', () => {
    const engines = [engine(), engine()];
    createVoice(engines).forget();
    expect(engines.map(({ asked }) => asked)).toEqual([['forget'], ['forget']]);
  });
});

describe('openRecordedEngine', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'renshe-recordings-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const manifest = (content: unknown) => writeFileSync(join(folder, 'manifest.json'), JSON.stringify(content));
  /** The smallest WAV there is. */
  const wav = Buffer.from(
    '524946462600000057415645666d74201000000001000100225600004 4ac000002001000646174610200000000 01'.replaceAll(
      ' ',
      '',
    ),
    'hex',
  );

  it('says what it has, in its own language only', async () => {
    manifest({
      language: 'cmn',
      speaker: 'Li',
      sentences: { '你好。': 'hello.wav', '再见。': 'lost.wav', '谢谢。': 'text.wav' },
    });
    writeFileSync(join(folder, 'hello.wav'), wav);
    writeFileSync(join(folder, 'text.wav'), 'not a sound');
    const recorded = openRecordedEngine(folder);
    expect(recorded.name).toBe('Li (3 sentences)');
    expect(await recorded.speaks('cmn')).toBe(true);
    expect(await recorded.speaks('en')).toBe(false);
    expect(await recorded.render('你好。', 'cmn')).toEqual(new Uint8Array(wav));
    expect(await recorded.render('你好。', 'en')).toBeUndefined();
    for (const absent of ['再见。', '谢谢。', 'toString', '__proto__']) {
      expect(await recorded.render(absent, 'cmn'), absent).toBeUndefined();
    }
  });

  it.each([
    ['a file outside of the folder', { language: 'cmn', speaker: 'Li', sentences: { 你好: '../secret.wav' } }],
    ['an absolute path', { language: 'cmn', speaker: 'Li', sentences: { 你好: '/etc/passwd' } }],
    ['no language', { speaker: 'Li', sentences: {} }],
    ['something else', ['你好']],
  ])('refuses a manifest with %s, naming the file', (_, content) => {
    manifest(content);
    expect(() => openRecordedEngine(folder)).toThrow(VoiceFolderError);
    expect(() => openRecordedEngine(folder)).toThrow(join(folder, 'manifest.json'));
  });

  it('refuses a folder without a manifest', () => {
    mkdirSync(join(folder, 'empty'));
    expect(() => openRecordedEngine(join(folder, 'empty'))).toThrow(/cannot be read/);
  });
});
