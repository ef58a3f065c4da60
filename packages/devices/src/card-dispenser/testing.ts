import { setTimeout as wait } from 'node:timers/promises';
import type { Result } from '../core/result.ts';
import type { Bench } from '../core/testing.ts';
import { openPty, type Pty } from '../transports/pty.ts';
import type { CardDispenser, CardDispenserStatus } from './types.ts';

/** For tests of the driver, above our simulator and against devices that are not our simulator. */

/** Movements ten times as fast as real ones. */
export const FAST = 0.1;

/** A simulator that could be made, and is put away after the test. */
export async function opened<Simulator extends { close(): Promise<void> }>(
  bench: Bench,
  made: Promise<Result<Simulator, { readonly message: string }>>,
): Promise<Simulator> {
  const result = await made;
  if (!result.ok) throw new Error(result.error.message);
  bench.afterwards(() => result.value.close());
  return result.value;
}

/** Resolves when it is so; a device that moves is looked at often. */
export async function until(isSo: () => boolean): Promise<void> {
  const end = performance.now() + 20_000;
  while (!isSo()) {
    if (performance.now() > end) throw new Error('it never came to that');
    await wait(5);
  }
}

/** Resolves when the dispenser's status is as wanted; at once when it already is. */
export function whenStatus(
  dispenser: CardDispenser,
  wanted: (status: CardDispenserStatus) => boolean,
): Promise<CardDispenserStatus> {
  return new Promise((resolve) => {
    const stop = dispenser.onStatus(look);
    function look(status: CardDispenserStatus): void {
      if (!wanted(status)) return;
      stop();
      resolve(status);
    }
    look(dispenser.status);
  });
}

/** What a scripted device says about one thing it hears: bytes as hex, with pauses in ms between them; or nothing. */
export type Saying = readonly (string | number)[] | undefined;

export interface ScriptedDevice {
  /** Every command's text as hex, in the order it came. */
  readonly heard: string[];
  unplug(): Promise<void>;
}

/**
 * A device of few lines behind a pty, made of bytes as they are printed in manuals: it shares neither codec nor
 * scanner with the driver. Hears whole writes only, which is how a host sends.
 *
 * `script` is asked for each command's text (hex) and how often it has come, `single` for each single byte.
 */
export async function startScriptedDevice(
  link: string,
  options: {
    readonly headBytes: number;
    readonly script: (text: string, times: number) => Saying;
    readonly single?: (byte: string) => Saying;
  },
): Promise<ScriptedDevice> {
  const heard: string[] = [];
  let pty: Pty | undefined;
  let work = Promise.resolve();
  const say = async (saying: Saying): Promise<void> => {
    for (const part of saying ?? []) {
      if (typeof part === 'number') await wait(part);
      else pty?.write(Uint8Array.from(Buffer.from(part.replaceAll(' ', ''), 'hex')));
    }
  };
  const made = await openPty({
    link,
    baudRate: 9_600,
    onLost: () => {},
    onData: (bytes) => {
      let rest = Buffer.from(bytes);
      while (rest.length > 0) {
        if (
          rest.length < options.headBytes + 4 ||
          (rest[0] ?? 0) < 0x02 ||
          [0x04, 0x05, 0x06, 0x15].includes(rest[0] ?? 0)
        ) {
          const byte = rest.subarray(0, 1).toString('hex').toUpperCase();
          rest = rest.subarray(1);
          work = work.then(() => say(options.single?.(byte)));
          continue;
        }
        const length = rest.readUInt16BE(options.headBytes - 2);
        const text = rest
          .subarray(options.headBytes, options.headBytes + length)
          .toString('hex')
          .toUpperCase();
        rest = rest.subarray(options.headBytes + length + 2);
        heard.push(text);
        const times = heard.filter((each) => each === text).length;
        work = work.then(() => say(options.script(text, times)));
      }
    },
  });
  if (!made.ok) throw new Error(made.error.message);
  pty = made.value;
  return { heard, unplug: () => made.value.close() };
}

/** A frame around a text, both as hex; written out anew, so that the driver's own encoder is not its own judge. */
export function framed(head: 'F2 00' | '02', text: string): string {
  const body = text.replaceAll(' ', '');
  const bytes = Buffer.from(
    `${head.replace(' ', '')}${(body.length / 2).toString(16).padStart(4, '0')}${body}03`,
    'hex',
  );
  let check = 0;
  for (const byte of bytes) check ^= byte;
  return `${bytes.toString('hex')}${check.toString(16).padStart(2, '0')}`.toUpperCase();
}
