import { spokenLanguage, type VoiceEngine } from './voiceEngine.ts';

/** As in the contract between page and terminal. */
const LONGEST_TEXT = 400;

const SILENCE = new Uint8Array(0);

/** The terminal's voice, whatever it is made of. */
export interface Voice {
  /** Whether anything can be said in the language the terminal begins in. */
  available(): Promise<boolean>;
  /**
   * One sentence as WAV. `language` is a BCP 47 tag. Empty when no engine can say it. Throws RangeError for a text of more
   * than 400 characters.
   */
  speak(text: string, language: string, signal?: AbortSignal): Promise<Uint8Array>;
  /** The citizen has gone: no sentence about them is kept. */
  forget(): void;
}

/**
 * Asks the engines in order: recordings of a person, then what was rendered at build time, then the synthesiser. Cantonese
 * that no engine has is said in Mandarin, which is the same text: better than silence.
 */
export function createVoice(engines: readonly VoiceEngine[], firstLanguage = 'zh-Hans'): Voice {
  return {
    available: async () => {
      const answers = await Promise.all(engines.map((engine) => engine.speaks(spokenLanguage(firstLanguage))));
      return answers.includes(true);
    },
    speak: async (text, tag, signal) => {
      if (text.length > LONGEST_TEXT) throw new RangeError(`a spoken sentence has at most ${LONGEST_TEXT} characters`);
      if (!/[\p{L}\p{N}]/u.test(text)) return SILENCE;
      const language = spokenLanguage(tag);
      for (const spokenIn of language === 'yue' ? ['yue', 'cmn'] : [language]) {
        for (const engine of engines) {
          const wav = await engine.render(text, spokenIn, signal);
          if (wav && wav.length > 0) return wav;
          if (signal?.aborted) return SILENCE;
        }
      }
      return SILENCE;
    },
    forget: () => {
      for (const engine of engines) engine.forget();
    },
  };
}
