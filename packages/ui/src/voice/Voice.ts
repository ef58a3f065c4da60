import { splitSentences } from './sentences.ts';

export interface Loudness {
  /** 1 is the pace the sentence was rendered at; the pitch stays. */
  readonly rate: number;
  /** 1 is full scale. */
  readonly gain: number;
}

export interface Playing {
  /** Settles when the sentence has ended or was stopped; never rejects. */
  readonly finished: Promise<void>;
  /** Changes a sentence that is being heard, so that whoever asks for "louder" hears it become louder. */
  adjust(loudness: Loudness): void;
  stop(): void;
}

/**
 * From the least to the most pressing. `advice` waits until it is quiet; `prompt` is the screen's own words; `echo`
 * answers a key; `warning` is what must not be missed (the time, a card left behind).
 */
export const urgencies = ['advice', 'prompt', 'echo', 'warning'] as const;
export type Urgency = (typeof urgencies)[number];

export interface VoiceOptions {
  /**
   * Renders one sentence at the pace of 1. An empty Blob, or a failure, means this machine has no voice for it just now.
   * `signal`: it is no longer wanted.
   */
  readonly render: (sentence: string, signal: AbortSignal) => Promise<Blob>;
  readonly play: (sound: Blob, loudness: Loudness) => Playing;
  /** How it is to sound now; `louderBy` is in dB above what the citizen chose. */
  readonly loudness: (louderBy: number) => Loudness;
}

interface Utterance {
  readonly sentences: readonly string[];
  readonly urgency: Urgency;
  readonly louderBy: number;
}

/** An utterance on its way: what is rendered ahead and what is heard. */
interface Speaking {
  readonly utterance: Utterance;
  readonly stopped: AbortController;
  playing?: Playing;
}

/**
 * One citizen's voice: one thing is heard at a time. What was asked for before `interrupt` or `end` is never heard after
 * it, however late its sound arrives. A machine without a voice is simply silent: everything spoken is also shown.
 */
export class Voice {
  readonly #options: VoiceOptions;
  #waiting: Utterance[] = [];
  #speaking: Speaking | undefined;
  #prompt: Utterance | undefined;
  #ended = false;

  constructor(options: VoiceOptions) {
    this.#options = options;
  }

  /**
   * Says it as soon as its urgency allows: at once over anything less pressing, which is dropped and not taken up again.
   * A newer prompt or echo replaces an older one; a warning waits for the warning before it; advice waits for silence,
   * and only the newest of it.
   */
  say(text: string, urgency: Urgency = 'prompt', louderBy = 0): void {
    if (this.#ended) return;
    const utterance: Utterance = { sentences: splitSentences(text), urgency, louderBy };
    if (urgency === 'prompt') this.#prompt = utterance;
    const rank = rankOf(urgency);
    const replaces = (other: Utterance) =>
      rankOf(other.urgency) < rank || (other.urgency === urgency && urgency !== 'warning');
    this.#waiting = this.#waiting.filter((other) => !replaces(other));
    if (utterance.sentences.length === 0) return;
    const current = this.#speaking?.utterance;
    if (current && urgency !== 'advice' && replaces(current)) this.#hush();
    this.#waiting.push(utterance);
    this.#waiting.sort((one, other) => rankOf(other.urgency) - rankOf(one.urgency));
    this.#next();
  }

  /** "Say it again": the last prompt from its beginning. */
  repeat(): void {
    const prompt = this.#prompt;
    this.interrupt();
    if (!prompt || this.#ended) return;
    this.#waiting.push(prompt);
    this.#next();
  }

  /** A finger or a key came: silence now, and nothing of what was waiting. */
  interrupt(): void {
    this.#waiting = [];
    this.#hush();
  }

  /** Applies the loudness and the pace chosen now to what is being heard. */
  adjust(): void {
    const speaking = this.#speaking;
    speaking?.playing?.adjust(this.#options.loudness(speaking.utterance.louderBy));
  }

  /** The citizen has gone: silence, nothing left to repeat, and nothing will ever be said again by this voice. */
  end(): void {
    this.#ended = true;
    this.#prompt = undefined;
    this.interrupt();
  }

  #hush(): void {
    const speaking = this.#speaking;
    this.#speaking = undefined;
    speaking?.stopped.abort();
    speaking?.playing?.stop();
  }

  #next(): void {
    if (this.#speaking) return;
    const utterance = this.#waiting.shift();
    if (!utterance) return;
    const speaking: Speaking = { utterance, stopped: new AbortController() };
    this.#speaking = speaking;
    void this.#speak(speaking).then(() => {
      if (this.#speaking !== speaking) return;
      this.#speaking = undefined;
      this.#next();
    });
  }

  async #speak(speaking: Speaking): Promise<void> {
    const { utterance, stopped } = speaking;
    const render = (index: number): Promise<Blob | undefined> | undefined => {
      const sentence = utterance.sentences[index];
      // No voice is no fault of the citizen's: the sentence stands on the screen.
      return sentence === undefined ? undefined : this.#options.render(sentence, stopped.signal).catch(() => undefined);
    };
    // While one sentence is heard the next is being rendered, so that there is no hole between them.
    let ahead = render(0);
    for (let index = 0; ahead !== undefined; index += 1) {
      const sound: Blob | undefined = await ahead;
      if (stopped.signal.aborted) return;
      ahead = render(index + 1);
      if (!sound || sound.size === 0) continue;
      speaking.playing = this.#options.play(sound, this.#options.loudness(utterance.louderBy));
      await speaking.playing.finished;
      if (stopped.signal.aborted) return;
    }
  }
}

function rankOf(urgency: Urgency): number {
  return urgencies.indexOf(urgency);
}
