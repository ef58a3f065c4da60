export interface Playing {
  /** Settles when the sentence has ended or was stopped; never rejects. */
  readonly finished: Promise<void>;
  stop(): void;
}

export interface VoiceOptions {
  /** Renders one sentence. An empty Blob, or a failure, means this machine has no voice just now. */
  readonly render: (text: string, rate: number) => Promise<Blob>;
  readonly play: (sound: Blob) => Playing;
}

/** Slower than a newsreader: about 130 characters a minute is followed best by older ears (domain E8). */
const RATE = 0.9;

/**
 * Speaks one sentence at a time. A new one interrupts the last; what was asked for before `stop` is never heard after
 * it, however late its sound arrives. A machine without a voice is simply silent: everything spoken is also shown.
 */
export class Voice {
  readonly #options: VoiceOptions;
  #turn = 0;
  #playing: Playing | undefined;
  #last = '';

  constructor(options: VoiceOptions) {
    this.#options = options;
  }

  /** Says the sentence now; the same sentence again is said again. */
  say(text: string): void {
    this.#hush();
    this.#last = text;
    if (text !== '') void this.#speak(text, this.#turn);
  }

  /** "Say it again." */
  repeat(): void {
    this.say(this.#last);
  }

  /** Silence, and nothing left to repeat: the citizen has gone. */
  stop(): void {
    this.#hush();
    this.#last = '';
  }

  #hush(): void {
    this.#turn += 1;
    this.#playing?.stop();
    this.#playing = undefined;
  }

  async #speak(text: string, turn: number): Promise<void> {
    try {
      const sound = await this.#options.render(text, RATE);
      if (turn !== this.#turn || sound.size === 0) return;
      this.#playing = this.#options.play(sound);
      await this.#playing.finished;
    } catch {
      // No voice is no fault of the citizen's: the sentence stands on the screen.
    }
  }
}
