import { setTimeout as wait } from 'node:timers/promises';
import answers from '../../../../fixtures/id-card-reader/answers.json' with { type: 'json' };
import { openPty, type Pty } from '../transports/pty.ts';
import { hexByte, SW3 } from './commands.ts';
import { encodeAnswer, FrameDecoder, parseCommand } from './frame.ts';

/** For tests of the driver against readers that are not our simulator. */

export const cards = answers.cards.map((card) => ({
  credential: card.credential,
  text: Uint8Array.from(Buffer.from(card.textHex, 'hex')),
}));
export const residentText = cards[0]?.text ?? new Uint8Array();

/** Any photo will do, as long as it is recognised. */
export const photo = Uint8Array.from({ length: 1024 }, (_, index) => index % 251);

export const newestAddress = answers.newestAddress;
export const samId = answers.samId;

/** A whole "read base" answer; lengths as given or as they are. */
export function baseAnswer(
  text: Uint8Array,
  picture: Uint8Array = photo,
  lengths = [text.length, picture.length],
): Uint8Array {
  const head = Uint8Array.from(lengths.flatMap((length) => [length >> 8, length & 0xff]));
  return encodeAnswer(SW3.ok, Buffer.concat([head, text, picture]));
}

/** What a scripted reader does about one command: bytes, bytes in its own way, or nothing. */
export type Script = Uint8Array | { bytes: readonly Uint8Array[]; pauseMs: number } | undefined;

/** One line per command, as `20 01`; `times` counts from 1. Missing lines are answered by a reader without faults. */
export type Scripts = Readonly<Record<string, (times: number) => Script>>;

const FAULTLESS: Scripts = {
  '11 FF': () => encodeAnswer(SW3.ok),
  '12 FF': () => Uint8Array.from(Buffer.from(samId.answerHex, 'hex')),
  '20 01': () => encodeAnswer(SW3.found, new Uint8Array(4)),
  '20 02': () => encodeAnswer(SW3.ok, new Uint8Array(8)),
  '30 01': () => baseAnswer(residentText),
  '30 03': () => encodeAnswer(SW3.empty),
};

export interface ScriptedReader {
  readonly port: string;
  /** Every command heard, as `20 01`. */
  readonly heard: string[];
  /** Takes the port away in the middle of whatever is being sent. */
  unplug(): Promise<void>;
}

/** A reader of few lines behind a pty, with exactly the faults of its scripts. */
export async function startScriptedReader(
  link: string,
  scripts: Scripts = {},
  options: { onlyAtBaud?: number } = {},
): Promise<ScriptedReader> {
  const heard: string[] = [];
  const decoder = FrameDecoder.forCommands();
  let work = Promise.resolve();
  let pty: Pty | undefined;
  const answer = async (name: string): Promise<void> => {
    if (options.onlyAtBaud !== undefined && (await pty?.speed()) !== options.onlyAtBaud) return;
    heard.push(name);
    const times = heard.filter((each) => each === name).length;
    const script = (scripts[name] ?? FAULTLESS[name])?.(times);
    if (!script) return;
    if (script instanceof Uint8Array) return pty?.write(script);
    for (const bytes of script.bytes) {
      await wait(script.pauseMs);
      pty?.write(bytes);
    }
  };
  const made = await openPty({
    link,
    baudRate: 38_400,
    onLost: () => {},
    onData: (bytes) => {
      for (const frame of decoder.push(bytes)) {
        if (frame.kind !== 'frame') continue;
        const { command, parameter } = parseCommand(frame.payload);
        work = work.then(() => answer(`${hexByte(command)} ${hexByte(parameter)}`));
      }
    },
  });
  if (!made.ok) throw new Error(made.error.message);
  pty = made.value;
  return { port: link, heard, unplug: () => made.value.close() };
}
