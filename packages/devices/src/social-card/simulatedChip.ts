import { createHmac, randomBytes } from 'node:crypto';
import { type Command, decodeCommand, encodeAnswer, SW } from './apdu.ts';
import type { ChipApplication, ChipContent } from './simulatedCards.ts';
import { encodeBer } from './tlv.ts';

const PIN_ATTEMPTS = 3;
/** What every card of the house is issued with. */
const FIRST_PIN = [0x12, 0x34, 0x56];
const ENCIPHERED_BYTES = 8;

/**
 * The inside of a chip: bytes in, bytes out, over T=0. It forgets what was selected and proved when power is cut, and never
 * how often a PIN was wrong.
 */
export class SimulatedChip {
  readonly content: ChipContent;
  #pin: readonly number[] = FIRST_PIN;
  #attempts = PIN_ATTEMPTS;
  #locked = false;
  #application: ChipApplication | undefined;
  #file: number | undefined;
  #challenge: Uint8Array | undefined;
  #authenticated = false;
  /** What GET RESPONSE will give. */
  #ready: Uint8Array | undefined;

  constructor(content: ChipContent) {
    this.content = content;
  }

  get attemptsLeft(): number {
    return this.#attempts;
  }

  get locked(): boolean {
    return this.#locked;
  }

  blockPin(): void {
    this.#attempts = 0;
  }

  lock(on: boolean): void {
    this.#locked = on;
  }

  /** Power was cut, or the reader reset it. */
  reset(): void {
    this.#application = undefined;
    this.#file = undefined;
    this.#challenge = undefined;
    this.#authenticated = false;
    this.#ready = undefined;
  }

  answer(bytes: Uint8Array): Uint8Array {
    const command = decodeCommand(bytes);
    if (!command) return encodeAnswer(SW.wrongLength);
    const ready = this.#ready;
    this.#ready = undefined;
    const challenge = this.#challenge;
    this.#challenge = undefined;
    switch (`${hexByte(command.cla)} ${hexByte(command.ins)}`) {
      case '00 A4':
        return this.#select(command);
      case '00 C0':
        return ready ? this.#give(ready, command.le) : encodeAnswer(SW.conditions);
      case '00 B2':
        return this.#read(command);
      case '00 20':
        return this.#verify(command);
      case '80 5E':
        return this.#changePin(command);
      case '00 84':
        this.#challenge = randomBytes(command.le ?? 8);
        return encodeAnswer(SW.ok, this.#challenge);
      case '00 88':
        return this.#proveItself(command);
      case '00 82':
        return this.#beConvinced(command, challenge);
      case '80 A8':
        return this.#giveOptions(command);
      default:
        return encodeAnswer(SW.unknownInstruction);
    }
  }

  #select({ p1, data = new Uint8Array() }: Command): Uint8Array {
    if (p1 === 0x04) return this.#enter(({ name }) => name !== undefined && isSame(name, data));
    if ((p1 !== 0x00 && p1 !== 0x02) || data.length !== 2) return encodeAnswer(SW.wrongP1P2);
    const id = ((data[0] ?? 0) << 8) | (data[1] ?? 0);
    if (!this.#application?.files.has(id)) return this.#enter((application) => application.id === id);
    this.#file = id;
    return encodeAnswer(SW.ok);
  }

  #enter(isIt: (application: ChipApplication) => boolean): Uint8Array {
    const found = this.content.applications.find(isIt);
    if (!found) return encodeAnswer(SW.fileNotFound);
    if (this.#locked && found.hasPin) return encodeAnswer(SW.fileInvalidated);
    if (found !== this.#application) this.#authenticated = false;
    this.#application = found;
    this.#file = undefined;
    return this.#announce(found.control);
  }

  /** T=0 sends no data behind data: what is ready is fetched. */
  #announce(data: Uint8Array): Uint8Array {
    this.#ready = data;
    return encodeAnswer(0x6100 | (data.length & 0xff));
  }

  #give(data: Uint8Array, le: number | undefined): Uint8Array {
    if (le === data.length) return encodeAnswer(SW.ok, data);
    if (this.#ready === undefined) this.#ready = data;
    return encodeAnswer(0x6c00 | (data.length & 0xff));
  }

  #read({ p1, p2, le }: Command): Uint8Array {
    const file = p2 >> 3 === 0 ? this.#file : p2 >> 3;
    const records = file === undefined ? undefined : this.#application?.files.get(file);
    if (file === undefined || !records) return encodeAnswer(SW.fileNotFound);
    if (this.#guards(file)) return encodeAnswer(SW.securityStatus);
    if ((p2 & 0x07) === 0x05) {
      const open = records.filter((record) => !this.#guards(record[0] ?? 0));
      const all = Buffer.concat(open.slice(p1 - 1));
      return encodeAnswer(SW.ok, all);
    }
    if ((p2 & 0x07) !== 0x04) return encodeAnswer(SW.wrongP1P2);
    const record = records[p1 - 1];
    if (!record) return encodeAnswer(SW.recordNotFound);
    if (file === 0xef05 && this.#guards(record[0] ?? 0)) return encodeAnswer(SW.securityStatus);
    return le === record.length ? encodeAnswer(SW.ok, record) : encodeAnswer(0x6c00 | (record.length & 0xff));
  }

  #guards(fileOrTag: number): boolean {
    return !this.#authenticated && this.#application?.guarded.has(fileOrTag) === true;
  }

  #verify({ p2, data = new Uint8Array() }: Command): Uint8Array {
    if (!this.#application?.hasPin) return encodeAnswer(SW.conditions);
    if (p2 !== 0x00) return encodeAnswer(SW.wrongP1P2);
    if (data.length !== 3) return encodeAnswer(SW.wrongLength);
    return encodeAnswer(this.#try(data));
  }

  #try(pin: Uint8Array): number {
    if (this.#attempts === 0) return SW.pinBlocked;
    if (isSame(Uint8Array.from(this.#pin), pin)) {
      this.#attempts = PIN_ATTEMPTS;
      return SW.ok;
    }
    this.#attempts -= 1;
    return this.#attempts === 0 ? SW.pinBlocked : 0x63c0 | this.#attempts;
  }

  #changePin({ p1, data = new Uint8Array() }: Command): Uint8Array {
    if (!this.#application?.hasPin) return encodeAnswer(SW.conditions);
    if (p1 !== 0x01) return encodeAnswer(SW.macWrong);
    if (data.length !== 7 || data[3] !== 0xff) return encodeAnswer(SW.wrongLength);
    const sw = this.#try(data.subarray(0, 3));
    if (sw === SW.ok) this.#pin = [...data.subarray(4)];
    return encodeAnswer(sw);
  }

  #proveItself({ p2, data = new Uint8Array() }: Command): Uint8Array {
    if (data.length !== 16) return encodeAnswer(SW.wrongLength);
    return this.#announce(encipher(p2, data.subarray(0, 8), data.subarray(8)));
  }

  #beConvinced({ p2, data = new Uint8Array() }: Command, challenge: Uint8Array | undefined): Uint8Array {
    if (!challenge) return encodeAnswer(SW.noChallenge);
    if (data.length !== 16) return encodeAnswer(SW.wrongLength);
    const expected = encipher(p2, data.subarray(8), challenge);
    this.#authenticated = isSame(expected, data.subarray(0, 8));
    return encodeAnswer(this.#authenticated ? SW.ok : 0x63c2);
  }

  #giveOptions({ data = new Uint8Array() }: Command): Uint8Array {
    const files = this.#application?.files;
    if (!files || files.size === 0) return encodeAnswer(SW.conditions);
    // The list of data asked for was 1 + 6 + 2 bytes.
    if (data.length !== 11 || data[0] !== 0x83) return encodeAnswer(SW.conditions);
    const list = [...files].flatMap(([sfi, records]) => [sfi << 3, 1, records.length, 0]);
    return this.#announce(encodeBer(0x80, Uint8Array.from([0x7c, 0x00, ...list])));
  }
}

/**
 * What simulated cards and their simulated back office agree on in place of the algorithms nobody outside knows: eight bytes
 * that depend on key id, factor and original.
 */
export function encipher(key: number, factor: Uint8Array, original: Uint8Array): Uint8Array {
  const hash = createHmac('sha256', 'simulated cards').update(Uint8Array.of(key)).update(factor).update(original);
  return Uint8Array.from(hash.digest().subarray(0, ENCIPHERED_BYTES));
}

const isSame = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;
const hexByte = (value: number): string => value.toString(16).toUpperCase().padStart(2, '0');
