import { connect } from 'node:net';
import { systemClock } from '../core/clock.ts';
import type { Bench } from '../core/testing.ts';
import { createSocialCardReader, type SocialCardReaderOptions } from './driver.ts';
import { missingPackages, PcscService } from './simulatedService.ts';
import type { SocialCardReader } from './types.ts';

/** For tests of the driver against cards that are not our simulator. */

const missing = missingPackages();
/** Why the tests over PC/SC are skipped here; undefined where they run. */
export const skipped = missing.length > 0 ? `needs ${missing.join(', ')}` : undefined;

/** The library keeps the first socket it was told: one service for all tests of a process, started anew as often as they like. */
export async function startService(): Promise<PcscService> {
  const started = await PcscService.start(systemClock);
  if (!started.ok) throw new Error(started.error.message);
  return started.value;
}

export function connectReader(
  bench: Bench,
  serviceSocket: string,
  options: Partial<SocialCardReaderOptions> = {},
): SocialCardReader {
  const reader = createSocialCardReader({ serviceSocket, ...options });
  bench.afterwards(async () => {
    // The service must have seen the card go before the next test puts one in.
    await reader.waitForRemoval({ timeoutMs: 2_000 });
    await reader.close();
  });
  return reader;
}

/** Answers in hex by commands in hex; a list is given one after another, its last again and again. */
export type CardScript = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface ScriptedCard {
  /** Every command heard, in hex. */
  readonly heard: string[];
  pull(): void;
}

/** An ATR of the chip maker 华大 with 13 historical bytes, as published. */
export const SCRIPTED_ATR = '3B6D000000815431008660110816000001';

/**
 * A card of few lines in vpcd's slot: what it answers is written down, byte for byte, and whatever is not is `6D00`. Shares no
 * code with the simulator. `'pull'` takes the card out instead of answering.
 */
export function insertScriptedCard(
  bench: Bench,
  port: number,
  script: CardScript,
  atr: string = SCRIPTED_ATR,
): ScriptedCard {
  const heard: string[] = [];
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  socket.on('error', () => {});
  const say = (hex: string): void => {
    const bytes = Buffer.from(hex, 'hex');
    socket.write(Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]));
  };
  let stream = Buffer.alloc(0);
  socket.on('data', (bytes) => {
    stream = Buffer.concat([stream, bytes]);
    while (stream.length >= 2 && stream.length >= 2 + stream.readUInt16BE(0)) {
      const end = 2 + stream.readUInt16BE(0);
      const message = stream.subarray(2, end).toString('hex').toUpperCase();
      stream = stream.subarray(end);
      if (message === '04') say(atr);
      if (message.length <= 2) continue;
      heard.push(message);
      const lines = script[message] ?? '6D00';
      const times = heard.filter((each) => each === message).length;
      const line = typeof lines === 'string' ? lines : (lines[Math.min(times, lines.length) - 1] ?? '6D00');
      if (line === 'pull') socket.destroy();
      else if (line !== 'silent') say(line);
    }
  });
  bench.afterwards(() => socket.destroy());
  return { heard, pull: () => void socket.destroy() };
}

export const digits = (pin: string): Uint8Array => new TextEncoder().encode(pin);

export const holder = {
  citizenNumber: '110105197903120017',
  name: '陈建国',
  sex: '1',
  ethnicGroupCode: '01',
  birthDate: '1979-03-12',
};

export const otherHolder = {
  citizenNumber: '110105199811020042',
  name: '王㛃𬭎',
  sex: '2',
  ethnicGroupCode: '05',
  birthDate: '1998-11-02',
};
