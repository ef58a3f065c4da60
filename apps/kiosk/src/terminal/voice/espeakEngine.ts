import { spawn } from 'node:child_process';
import { RenderQueue } from './renderQueue.ts';
import { speechRuns } from './spokenText.ts';
import type { SpokenLanguage, VoiceEngine } from './voiceEngine.ts';
import { joinWavs, repairWavLengths } from './wav.ts';

/**
 * espeak-ng's voices. `cmn` would read Chinese as English spelling of pinyin; `cmn-latn-pinyin` has the sounds and the
 * tones. A language that is not here is not spoken.
 */
const voices: Readonly<Record<SpokenLanguage, string>> = {
  cmn: 'cmn-latn-pinyin',
  yue: 'yue',
  en: 'en-gb',
  ug: 'ug',
  kk: 'kk',
  ko: 'ko',
};
const WORDS_PER_MINUTE = 150;
/** The longest sentence of the contract takes a tenth of a second; this is a machine that has stopped. */
const RENDER_TIMEOUT_MS = 5_000;
/** Two and a half minutes of speech; more than the longest text takes. */
const LARGEST_WAV = 8 * 1024 * 1024;
/** What comes again within one citizen's visit; ten seconds of speech are 440 kB. */
const REMEMBERED_SENTENCES = 24;

export interface EspeakOptions {
  /** Name or path of the program (Debian: espeak-ng). */
  readonly command?: string;
  readonly timeoutMs?: number;
}

/** The program espeak-ng, one short-lived child a sentence: nothing of a citizen stays in another process. */
export function createEspeakEngine(options: EspeakOptions = {}): VoiceEngine {
  const command = options.command ?? 'espeak-ng';
  const timeoutMs = options.timeoutMs ?? RENDER_TIMEOUT_MS;
  let remembered = new Map<string, Uint8Array>();
  const queue = new RenderQueue();
  let installed: Promise<string> | undefined;

  const speaks = async (language: SpokenLanguage): Promise<boolean> => {
    const voice = voices[language];
    if (voice === undefined) return false;
    installed ??= run(command, ['--voices'], '', AbortSignal.timeout(timeoutMs)).then((list) =>
      Buffer.from(list ?? []).toString(),
    );
    // A list by language has cmn-latn-pinyin under its file's name, sit/cmn-Latn-pinyin.
    return new RegExp(`[\\s/]${voice}\\s`, 'i').test(await installed);
  };

  const renderNow = async (sentence: string, language: SpokenLanguage, stopped: AbortSignal) => {
    const signal = AbortSignal.any([stopped, AbortSignal.timeout(timeoutMs)]);
    const wavs: Uint8Array[] = [];
    for (const part of speechRuns(sentence, language)) {
      const spokenIn = (await speaks(part.language)) ? part.language : language;
      const voice = voices[spokenIn];
      if (voice === undefined || !(await speaks(spokenIn))) return undefined;
      // The text goes in by standard input: on the command line every user of the machine could read it, and a text that
      // begins with a hyphen would be an option.
      const args = ['-v', voice, '-s', `${WORDS_PER_MINUTE}`, '--stdin', '--stdout'];
      const wav = await run(command, args, part.text, signal);
      if (!wav || !repairWavLengths(wav)) return undefined;
      wavs.push(wav);
    }
    return joinWavs(wavs);
  };

  return {
    name: 'espeak-ng',
    speaks,
    render(sentence, language, signal) {
      const key = `${language} ${sentence}`;
      const memory = remembered;
      return queue.add(async (stopped) => {
        const wav = memory.get(key) ?? (await renderNow(sentence, language, stopped));
        if (wav) remember(memory, key, wav);
        return wav;
      }, signal);
    },
    // A new memory, so that what is still being rendered for the last citizen does not come into that of the next.
    forget: () => {
      remembered = new Map();
    },
  };
}

/** The most recent last; the oldest goes. */
function remember(memory: Map<string, Uint8Array>, key: string, wav: Uint8Array): void {
  memory.delete(key);
  memory.set(key, wav);
  for (const oldest of memory.keys()) {
    if (memory.size <= REMEMBERED_SENTENCES) break;
    memory.delete(oldest);
  }
}

/** Runs the program; its output, or undefined when it is missing, fails, says too much, or is aborted. */
function run(
  command: string,
  args: readonly string[],
  input: string,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  if (signal.aborted) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'], signal, killSignal: 'SIGKILL' });
    const chunks: Buffer[] = [];
    let size = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > LARGEST_WAV) child.kill('SIGKILL');
    });
    child.on('error', () => resolve(undefined));
    child.on('close', (code) => resolve(code === 0 ? new Uint8Array(Buffer.concat(chunks)) : undefined));
    // It may be gone before it has read everything; `close` tells.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}
