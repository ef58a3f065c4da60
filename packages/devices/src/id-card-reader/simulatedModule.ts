import { hexByte, SW3 } from './commands.ts';
import { type DecodedFrame, encodeAnswer, parseCommand } from './frame.ts';

/** What lies on the simulated reader. */
export interface SimulatedCard {
  /** Text block as it is in the chip; any length, to try what a reader's driver makes of it. */
  readonly text: Uint8Array;
  readonly photo: Uint8Array;
  /** Data of the answer to "additional address"; without it the chip has none. */
  readonly newestAddress?: Uint8Array;
}

/** What the module sends, and how long it talks to the card before it does. */
export interface Reply {
  readonly frame: Uint8Array;
  readonly rfMs: number;
  /** Where in a reading this stands: it begins with a find and ends with the text and photo. */
  readonly reading?: 'begins' | 'ends';
  /** The rate to go on at, once the reply has been sent. */
  readonly baudRate?: number;
}

/** What the radio link to a card takes, in ms. Real readers need 1000 to 1500 for a whole reading, wire included. */
const RF_MS = { find: 20, select: 50, read: 430, address: 60 };

/** Of one whole reading: find, select, read. */
export const READING_RF_MS = RF_MS.find + RF_MS.select + RF_MS.read;

const BAUD_RATES = [115_200, 57_600, 38_400, 19_200, 9_600];

/** 05.01-20260101-0000000001-0000000001, little-endian. */
const SAM_ID = Buffer.from('05000100052535010100000001000000', 'hex');

/**
 * The inside of a SAM_V module: one command in, one reply out. It wants the order of the real one, find, select, read,
 * and refuses anything else with SW3 21.
 */
export class SimulatedModule {
  readonly #hidesReadCard: boolean;
  #card: SimulatedCard | undefined;
  #stage: 'idle' | 'found' | 'selected' = 'idle';
  #hidden = false;
  #reads = 0;

  constructor(options: { hidesReadCard?: boolean } = {}) {
    this.#hidesReadCard = options.hidesReadCard ?? false;
  }

  get card(): SimulatedCard | undefined {
    return this.#card;
  }

  /** Whole readings since the start. */
  get reads(): number {
    return this.#reads;
  }

  place(card: SimulatedCard | undefined): void {
    this.#card = card;
    this.restart();
  }

  /** As after power was off. */
  restart(): void {
    this.#stage = 'idle';
    this.#hidden = false;
  }

  reply(frame: DecodedFrame): Reply {
    if (frame.kind === 'bad-frame') return plain(frame.fault === 'checksum' ? SW3.hostChecksum : SW3.hostLength);
    const { command, parameter, data } = parseCommand(frame.payload);
    switch (`${hexByte(command)} ${hexByte(parameter)}`) {
      case '10 FF':
        this.restart();
        return plain(SW3.ok);
      case '11 FF':
        return plain(SW3.ok);
      case '12 FF':
        return plain(SW3.ok, SAM_ID);
      case '20 01':
        return this.#find();
      case '20 02':
        return this.#select();
      case '30 01':
        return this.#read([]);
      case '30 10':
        // No fingerprint in any simulated chip.
        return this.#read([0, 0]);
      case '30 03':
        return this.#readAddress();
      case '61 FF':
        return plain(data.length === 1 ? SW3.ok : SW3.badCommand);
      default:
        return command === 0x60 ? setBaudRate(parameter) : plain(SW3.badCommand);
    }
  }

  #find(): Reply {
    this.#stage = this.#card && !this.#hidden ? 'found' : 'idle';
    const found = this.#stage === 'found';
    const frame = found ? encodeAnswer(SW3.found, new Uint8Array(4)) : encodeAnswer(SW3.noCard);
    return { frame, rfMs: RF_MS.find, reading: 'begins' };
  }

  #select(): Reply {
    if (this.#stage === 'idle') return plain(this.#card ? SW3.badCommand : SW3.selectFailed);
    this.#stage = 'selected';
    return { frame: encodeAnswer(SW3.ok, new Uint8Array(8)), rfMs: RF_MS.select };
  }

  #read(moreLengths: readonly number[]): Reply {
    if (!this.#card) return { frame: encodeAnswer(SW3.readFailed), rfMs: RF_MS.find };
    if (this.#stage !== 'selected') return plain(SW3.badCommand);
    const { text, photo } = this.#card;
    const lengths = [text.length, photo.length].flatMap((length) => [length >> 8, length & 0xff]);
    this.#reads += 1;
    this.#hidden = this.#hidesReadCard;
    const data = Buffer.concat([Uint8Array.from([...lengths, ...moreLengths]), text, photo]);
    return { frame: encodeAnswer(SW3.ok, data), rfMs: RF_MS.read, reading: 'ends' };
  }

  #readAddress(): Reply {
    if (!this.#card) return { frame: encodeAnswer(SW3.readFailed), rfMs: RF_MS.find };
    if (this.#stage !== 'selected') return plain(SW3.badCommand);
    const { newestAddress } = this.#card;
    const frame = newestAddress ? encodeAnswer(SW3.ok, newestAddress) : encodeAnswer(SW3.empty);
    return { frame, rfMs: RF_MS.address };
  }
}

/** An answer the module gives by itself, without the card. */
function plain(sw3: number, data?: Uint8Array): Reply {
  return { frame: encodeAnswer(sw3, data), rfMs: 0 };
}

function setBaudRate(parameter: number): Reply {
  const baudRate = BAUD_RATES[parameter];
  return baudRate === undefined ? plain(SW3.badCommand) : { ...plain(SW3.ok), baudRate };
}
