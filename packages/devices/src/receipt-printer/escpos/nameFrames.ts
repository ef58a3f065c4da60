import { AnswerDecoder, type PrinterWord } from './answers.ts';

/**
 * Names what passes between terminal and printer, for a technician who watches the line. What is printed is a person's: text,
 * pictures and codes are counted, not shown. Written for what our own encoder sends; anything else is counted, too.
 */

interface Named {
  readonly name: string;
  readonly hex: string;
}

/** By their first two bytes: name and whole length. */
const FIXED: Readonly<Record<string, readonly [name: string, length: number]>> = {
  '1b40': ['initialise', 2],
  '1b45': ['bold', 3],
  '1b61': ['alignment', 3],
  '1b64': ['feed lines', 3],
  '1b4a': ['feed dots', 3],
  '1b52': ['character set', 3],
  '1b32': ['line spacing', 2],
  '1c26': ['Chinese mode', 2],
  '1c21': ['size of Chinese characters', 3],
  '1d21': ['size', 3],
  '1d61': ['automatic status', 3],
  '1d72': ['ask the paper sensor in turn', 3],
  '1d56': ['feed and cut', 4],
  '1004': ['ask status', 3],
  '1005': ['recover', 3],
  '1014': ['forget what is not printed', 10],
};
const RASTER_HEAD = 8;
const BLOCK_HEAD = 5;

export function nameEscPosFrames(): { push(direction: '=>' | '<=', bytes: Uint8Array): Named[] } {
  const sent = new CommandNamer();
  const heard = new AnswerDecoder();
  return {
    push: (direction, bytes) => (direction === '=>' ? sent.push(bytes) : heard.push(bytes).map(nameWord)),
  };
}

/** Keeps the head of one command at most; what a command carries is counted as it passes. */
class CommandNamer {
  #head: number[] = [];
  /** Bytes of a picture or code still to pass. */
  #carried = 0;
  #text = 0;

  push(bytes: Uint8Array): Named[] {
    const named: Named[] = [];
    for (const byte of bytes) named.push(...this.#take(byte));
    return named;
  }

  #take(byte: number): Named[] {
    if (this.#carried > 0) {
      this.#carried -= 1;
      return [];
    }
    if (this.#head.length === 0 && ![0x10, 0x1b, 0x1c, 0x1d].includes(byte)) return this.#plain(byte);
    this.#head.push(byte);
    const command = this.#whole();
    if (!command) return [];
    const before = this.#flush();
    this.#head = [];
    return [...before, command];
  }

  #plain(byte: number): Named[] {
    if (byte === 0x0a) return [...this.#flush(), { name: 'line feed', hex: '0A' }];
    // Zeros end what broke off; there are many of them, and they say nothing.
    if (byte !== 0) this.#text += 1;
    return [];
  }

  #flush(): Named[] {
    const count = this.#text;
    this.#text = 0;
    return count === 0 ? [] : [{ name: 'text', hex: `[${count} bytes masked]` }];
  }

  /** The command once its head is whole. */
  #whole(): Named | undefined {
    const [first = 0, second, third, low = 0, high = 0] = this.#head;
    if (second === undefined) return undefined;
    const key = hexOf([first, second]).replace(' ', '').toLowerCase();
    if (key === '1d76') {
      if (this.#head.length < RASTER_HEAD) return undefined;
      const [, , , , xl = 0, xh = 0, yl = 0, yh = 0] = this.#head;
      this.#carried = (xl + xh * 256) * (yl + yh * 256);
      return { name: 'picture', hex: `${hexOf(this.#head)} [${this.#carried} bytes masked]` };
    }
    if (key === '1d28') {
      if (this.#head.length < BLOCK_HEAD) return undefined;
      this.#carried = low + high * 256;
      const name = third === 0x48 ? 'ask to be told when printed' : 'code';
      return { name, hex: `${hexOf(this.#head)} [${this.#carried} bytes masked]` };
    }
    const known = FIXED[key];
    if (!known) return { name: 'unknown command', hex: hexOf(this.#head) };
    const [name, length] = known;
    return this.#head.length < length ? undefined : { name, hex: hexOf(this.#head) };
  }
}

function nameWord(word: PrinterWord): Named {
  switch (word.kind) {
    case 'real-time':
      return { name: 'status', hex: hexOf([word.byte]) };
    case 'in-order':
      return { name: 'paper sensor, in turn', hex: hexOf([word.byte]) };
    case 'process-id':
      return { name: 'printed', hex: hexOf([...Buffer.from(word.id, 'latin1')]) };
    case 'forgotten':
      return { name: 'buffers are empty', hex: '' };
    case 'xon':
      return { name: 'go on (XON)', hex: '11' };
    case 'xoff':
      return { name: 'stop (XOFF)', hex: '13' };
    case 'noise':
      return { name: 'no answer', hex: '' };
  }
}

const hexOf = (bytes: readonly number[]): string =>
  bytes.map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(' ');
