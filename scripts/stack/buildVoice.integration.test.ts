import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openRecordedEngine } from '../../apps/kiosk/src/terminal/voice/recordedEngine.ts';
import type { VoiceEngine } from '../../apps/kiosk/src/terminal/voice/voiceEngine.ts';
import { zhHans } from '../../packages/ui/src/messages/zhHans.ts';
import { splitSentences } from '../../packages/ui/src/voice/sentences.ts';
import { buildVoice, findBuiltVoice } from './buildVoice.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'renshe-voice-build-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** The smallest WAV there is. */
const wav = new Uint8Array(Buffer.from('UklGRiYAAABXQVZFZm10IBAAAAABAAEAIlYAAESsAAACABAAZGF0YQIAAAAAAA==', 'base64'));

/** Speaks these languages, and notes what it was asked to say. */
function engine(...languages: string[]): VoiceEngine & { said: string[] } {
  const said: string[] = [];
  return {
    name: 'fake',
    said,
    speaks: async (language) => languages.includes(language),
    render: async (sentence, language) => {
      said.push(`${language} ${sentence}`);
      return sentence.includes('12') ? undefined : wav;
    },
    forget: () => {},
  };
}

it('renders what the screens say so that the terminal finds it again, shared among its engines', async () => {
  const engines = [engine('cmn', 'en'), engine('cmn', 'en')];
  const built = await buildVoice(root, { engines });
  expect(built.folders).toEqual(['cmn', 'en'].map((language) => join(root, '.cache/voice', language)));
  expect(built.rendered).toBe(built.sentences);
  expect(findBuiltVoice(root).sort()).toEqual([...built.folders].sort());
  expect(engines.every(({ said }) => said.length > 100)).toBe(true);
  const recorded = openRecordedEngine(built.folders[0] ?? '');
  const { screens, keypad, timeWarning } = zhHans;
  const said = [
    screens.attract.spoken,
    screens['sms-ended'].locked.spoken,
    keypad.help,
    keypad.choose({ key: '8' }),
    timeWarning.spokenSeconds({ seconds: 10 }),
  ].flatMap(splitSentences);
  for (const sentence of said) expect(await recorded.render(sentence, 'cmn'), sentence).toEqual(wav);
});

it('keeps what is there, renders what is missing, and removes what is no longer said', async () => {
  const first = await buildVoice(root, { engines: [engine('cmn')] });
  const folder = first.folders[0] ?? '';
  const [lost = '', kept = ''] = readdirSync(folder).filter((name) => name.endsWith('.wav'));
  rmSync(join(folder, lost));
  writeFileSync(join(folder, 'old.wav'), wav);
  const before = statSync(join(folder, kept)).mtimeMs;
  const manifest = readFileSync(join(folder, 'manifest.json'), 'utf8');
  const second = await buildVoice(root, { engines: [engine('cmn')] });
  expect(second.rendered).toBe(1);
  expect(existsSync(join(folder, lost))).toBe(true);
  expect(existsSync(join(folder, 'old.wav'))).toBe(false);
  expect(statSync(join(folder, kept)).mtimeMs).toBe(before);
  expect(readFileSync(join(folder, 'manifest.json'), 'utf8')).toBe(manifest);
});

it('reads Chinese in Cantonese too where that is wanted, and does nothing where nothing can speak', async () => {
  expect((await buildVoice(root, { engines: [engine()] })).folders).toEqual([]);
  expect(findBuiltVoice(root)).toEqual([]);
  const { folders } = await buildVoice(root, { engines: [engine('yue')], cantonese: true });
  expect(folders).toEqual([join(root, '.cache/voice/yue')]);
});
