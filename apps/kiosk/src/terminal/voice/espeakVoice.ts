import { type ChildProcess, spawn } from 'node:child_process';
import { spokenText } from './spokenText.ts';
import { repairWavLengths } from './wav.ts';

/** `cmn` reads Chinese as English spelling of pinyin; this one has the sounds and the tones. */
const VOICE = 'cmn-latn-pinyin';
const WORDS_PER_MINUTE = 150;
/** What espeak-ng can do. */
const SLOWEST = 80;
const FASTEST = 450;
/** The longest sentence of the contract takes a tenth of a second; this is a machine that has stopped. */
const RENDER_TIMEOUT_MS = 5_000;
/** As in the contract between page and terminal. */
const LONGEST_TEXT = 400;
/** Two and a half minutes of speech; more than the longest text at the slowest rate. */
const LARGEST_WAV = 8 * 1024 * 1024;
/** Sentences of the catalogue come again and again; ten seconds of speech are 440 kB. */
const CACHED_SENTENCES = 24;

const SILENCE = new Uint8Array(0);

/** Speaks the sentences of the screens. They are fixed texts: nothing of a citizen is ever spoken aloud in a hall. */
export interface Voice {
  /** Whether this machine can speak Chinese; asked of the program once. */
  available(): Promise<boolean>;
  /**
   * One sentence as WAV (16 bit, mono). `rate` 1.0 is 150 words a minute. Empty when this machine has no voice, or when
   * a later sentence interrupted this one. Throws RangeError for a text of more than 400 characters.
   */
  speak(text: string, rate: number): Promise<Uint8Array>;
}

/** A voice on the program espeak-ng (Debian: espeak-ng). `command` may be a path. */
export function createEspeakVoice(options: { command?: string; timeoutMs?: number } = {}): Voice {
  const command = options.command ?? 'espeak-ng';
  const timeoutMs = options.timeoutMs ?? RENDER_TIMEOUT_MS;
  const cache = new Map<string, Uint8Array>();
  let known: Promise<boolean> | undefined;
  let current: { sentence: string; child: ChildProcess; wav: Promise<Uint8Array> } | undefined;

  const available = () => {
    known ??= run(command, ['--voices=cmn'], '', timeoutMs).output.then((list) =>
      Buffer.from(list).toString().includes('Latn-pinyin'),
    );
    return known;
  };

  const render = async (text: string, rate: number, sentence: string): Promise<Uint8Array> => {
    if (current?.sentence === sentence) return current.wav;
    // What was being said is no longer wanted: the citizen has gone on.
    current?.child.kill('SIGKILL');
    const speed = Math.round(Math.min(FASTEST, Math.max(SLOWEST, WORDS_PER_MINUTE * rate)));
    // The text goes in by standard input: on the command line every user of the machine could read it.
    const { child, output } = run(command, ['-v', VOICE, '-s', `${speed}`, '--stdin', '--stdout'], text, timeoutMs);
    const wav = output.then((bytes) => (repairWavLengths(bytes) ? bytes : SILENCE));
    const mine = { sentence, child, wav };
    current = mine;
    const bytes = await wav;
    if (current === mine) current = undefined;
    if (bytes.length > 0) remember(sentence, bytes);
    return bytes;
  };

  const remember = (sentence: string, wav: Uint8Array) => {
    cache.delete(sentence);
    cache.set(sentence, wav);
    for (const oldest of cache.keys()) {
      if (cache.size <= CACHED_SENTENCES) break;
      cache.delete(oldest);
    }
  };

  return {
    available,
    speak: async (text, rate) => {
      if (text.length > LONGEST_TEXT) throw new RangeError(`a spoken sentence has at most ${LONGEST_TEXT} characters`);
      const spoken = spokenText(text);
      if (spoken === '' || !(await available())) return SILENCE;
      const sentence = `${rate} ${spoken}`;
      const remembered = cache.get(sentence);
      if (!remembered) return render(spoken, rate, sentence);
      remember(sentence, remembered);
      return remembered;
    },
  };
}

/** Runs the program; its output, or nothing when it is missing, fails, is killed, or takes too long. */
function run(
  command: string,
  args: readonly string[],
  input: string,
  timeoutMs: number,
): { child: ChildProcess; output: Promise<Uint8Array> } {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'], timeout: timeoutMs, killSignal: 'SIGKILL' });
  const output = new Promise<Uint8Array>((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > LARGEST_WAV) child.kill('SIGKILL');
    });
    child.on('error', () => resolve(SILENCE));
    child.on('close', (code) => resolve(code === 0 ? new Uint8Array(Buffer.concat(chunks)) : SILENCE));
    // It may be gone before it has read everything; `close` tells.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
  return { child, output };
}
