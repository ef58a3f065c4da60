/**
 * Something that turns one sentence into sound: a synthesiser, or a folder of recordings. The terminal asks its engines
 * in order and takes the first answer, so a better one is put in front of the rest by configuration.
 */
export interface VoiceEngine {
  readonly name: string;
  /** Whether it can say anything in this language at all; asked once, at the start. */
  speaks(language: SpokenLanguage): Promise<boolean>;
  /**
   * One sentence as WAV (16 bit), at about 150 words a minute; the page changes the pace. Undefined when it cannot say
   * this, is too slow, or `signal` was aborted. Never throws, whatever the text holds.
   */
  render(sentence: string, language: SpokenLanguage, signal?: AbortSignal): Promise<Uint8Array | undefined>;
  /** Lets go of every sentence it remembers: the citizen they were about has gone. */
  forget(): void;
}

/**
 * What is heard, which is not what is written: `cmn` and `yue` both read Chinese of either script. Otherwise the first
 * part of a BCP 47 tag.
 */
export type SpokenLanguage = string;

/** The spoken language of a written one: `zh-Hans` and `zh-Hant` are read in Mandarin unless `yue` is asked for. */
export function spokenLanguage(tag: string): SpokenLanguage {
  const [primary = ''] = tag.toLowerCase().split('-');
  return primary === 'zh' ? 'cmn' : primary;
}
