import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createEspeakEngine } from '../../apps/kiosk/src/terminal/voice/espeakEngine.ts';
import { VOICE_MANIFEST, type VoiceManifest } from '../../apps/kiosk/src/terminal/voice/recordedEngine.ts';
import { spokenLanguage, type VoiceEngine } from '../../apps/kiosk/src/terminal/voice/voiceEngine.ts';
import { type Form, type LocaleId, locales } from '../../packages/ui/src/messages/locales.ts';
import { fixedSentences } from './fixedSentences.ts';

/** Raise it when the same sentence would sound different: another synthesiser, another preparation of its text. */
const EDITION = 1;

export interface BuiltVoice {
  /** Folders for `voice.folders` of the terminal's configuration, one a spoken language. */
  readonly folders: readonly string[];
  readonly sentences: number;
  /** How many of them had to be rendered now. */
  readonly rendered: number;
}

export interface BuildVoiceOptions {
  /** Render Chinese in Cantonese as well, for a deployment that offers it; costs as much again. */
  readonly cantonese?: boolean;
  /** Each renders one sentence at a time. */
  readonly engines?: readonly VoiceEngine[];
}

/**
 * Renders every fixed sentence of the complete languages into `<root>/.cache/voice/<language>/<hash>.wav`, each folder with a
 * manifest, so that the terminal answers at once and without the synthesiser. A sentence that is there already is kept, one
 * that is no longer said is removed: a second run costs a second at most. Without espeak-ng there are no folders, and the
 * terminal is as silent as the machine it runs on.
 */
export async function buildVoice(root: string, options: BuildVoiceOptions = {}): Promise<BuiltVoice> {
  const engines = options.engines ?? Array.from({ length: availableParallelism() }, () => createEspeakEngine());
  const [engine] = engines;
  if (!engine) throw new RangeError('no engine to render with');
  const folders: string[] = [];
  let rendered = 0;
  let total = 0;
  for (const [language, sentences] of await sentencesByLanguage(options.cantonese === true)) {
    if (!(await engine.speaks(language))) continue;
    const folder = join(root, '.cache/voice', language);
    mkdirSync(folder, { recursive: true });
    const files = new Map([...sentences].map((sentence) => [sentence, `${hashOf(sentence, language)}.wav`]));
    const wanted = new Set(files.values());
    for (const name of readdirSync(folder)) {
      if (name.endsWith('.wav') && !wanted.has(name)) rmSync(join(folder, name));
    }
    const missing = [...files].filter(([, file]) => !existsSync(join(folder, file)));
    const silent = new Set<string>();
    await shareOut(missing, engines, async ([sentence, file], worker) => {
      const wav = await worker.render(sentence, language);
      if (!wav) {
        silent.add(sentence);
        return;
      }
      // Whole or not at all: a run that is killed leaves no half sentence behind.
      const path = join(folder, file);
      writeFileSync(`${path}.part`, wav);
      renameSync(`${path}.part`, path);
      rendered += 1;
    });
    const manifest: VoiceManifest = {
      language,
      speaker: engine.name,
      sentences: Object.fromEntries([...files].filter(([sentence]) => !silent.has(sentence))),
    };
    writeIfChanged(join(folder, VOICE_MANIFEST), `${JSON.stringify(manifest, null, 1)}\n`);
    folders.push(folder);
    total += files.size - silent.size;
  }
  return { folders, sentences: total, rendered };
}

/** The folders that an earlier run has left, whole or in part: what is missing in them is rendered when it is said. */
export function findBuiltVoice(root: string): string[] {
  const voices = join(root, '.cache/voice');
  if (!existsSync(voices)) return [];
  return readdirSync(voices)
    .map((language) => join(voices, language))
    .filter((folder) => existsSync(join(folder, VOICE_MANIFEST)));
}

/** The sentences of both forms by the language they are read in. */
async function sentencesByLanguage(cantonese: boolean): Promise<Map<string, ReadonlySet<string>>> {
  const spoken = new Map<string, Set<string>>();
  const add = async (id: LocaleId, form: Form) => {
    const language = spokenLanguage(id);
    const sentences = spoken.get(language) ?? new Set();
    for (const sentence of await fixedSentences(id, form)) sentences.add(sentence);
    spoken.set(language, sentences);
  };
  for (const { id, status } of locales) {
    if (status !== 'complete') continue;
    await add(id, 'standard');
    await add(id, 'elder');
  }
  const mandarin = spoken.get('cmn');
  return cantonese && mandarin ? new Map([...spoken, ['yue', mandarin]]) : spoken;
}

function hashOf(sentence: string, language: string): string {
  return createHash('sha256').update(`${EDITION}\0${language}\0${sentence}`).digest('hex').slice(0, 24);
}

async function shareOut<T>(
  items: readonly T[],
  engines: readonly VoiceEngine[],
  work: (item: T, engine: VoiceEngine) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const worker = async (engine: VoiceEngine) => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item, engine);
    engine.forget();
  };
  await Promise.all(engines.map(worker));
}

function writeIfChanged(file: string, content: string): void {
  if (!existsSync(file) || readFileSync(file, 'utf8') !== content) writeFileSync(file, content);
}
