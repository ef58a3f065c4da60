import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { createIdCardReader } from '../id-card-reader/driver.ts';
import { nextStepOf } from '../id-card-reader/nextSteps.ts';
import { BAUD_RATES } from '../id-card-reader/probe.ts';
import type { CardReading, ReadProgress } from '../id-card-reader/types.ts';
import { BadUsage, type Command, fail, type Output } from './command.ts';

/** Long enough to look for the card in one's bag. */
const DEFAULT_TIMEOUT_S = 30;
const MAX_TIMEOUT_S = 86_400;

/** Waits for a card at a reader and prints what its chip holds. */
export const readIdCardReader: Command = {
  name: 'read id-card-reader',
  usage: `pnpm devices read id-card-reader --port <tty> [--baud <rate>] [--timeout <s>] [--photo-out <file>]
    Waits for an ID card on a SAM_V reader and prints it as one JSON object:
    {"credential":{"kind","name",…},"photo":"<base64>","newestAddress"?,"samId","timings":{"totalMs","wireMs","bytes","baudRate"}}
    --port       device file, e.g. /dev/ttyUSB0 or a stable name from /dev/serial/by-id/
    --baud       ${BAUD_RATES.join(', ')}; without it all are tried
    --timeout    how long to wait for a card once the reader answers, in seconds; default ${DEFAULT_TIMEOUT_S}
    --photo-out  also write the chip's photo block (1024 bytes, usually WLT) to this file
    What is printed is a person's data: mind where it goes.`,
  run: async (args, output, signal) => {
    const options = parseOptions(args);
    const reader = createIdCardReader({
      port: options.port,
      ...(options.baudRate === undefined ? {} : { baudRate: options.baudRate }),
    });
    output.note(`looking for a reader at ${options.port}`);
    const stop = reader.onStatus(({ state }) => {
      if (state === 'online') output.note('reader found: lay a card down');
    });
    const reading = await reader.readCard({
      signal,
      timeoutMs: options.timeoutMs,
      onProgress: (progress) => output.note(NOTES[progress]),
    });
    stop();
    await reader.close();
    if (!reading.ok) return fail(output, { ...reading.error, next: nextStepOf(reading.error.code) });
    return report(output, reading.value, options.photoOut);
  },
};

async function report(output: Output, reading: CardReading, photoOut: string | undefined): Promise<0 | 1> {
  if (photoOut !== undefined) {
    try {
      await writeFile(photoOut, reading.photo, { mode: 0o600 });
    } catch (error) {
      const detail = `the photo could not be written: ${error instanceof Error ? error.message : String(error)}`;
      return fail(output, { code: 'photo-not-written', detail, next: 'Give --photo-out a path that can be written.' });
    }
  }
  output.result({ ...reading, photo: Buffer.from(reading.photo).toString('base64') });
  return 0;
}

const NOTES: Readonly<Record<ReadProgress, string>> = {
  'card-found': 'card found',
  reading: 'reading',
  retrying: 'trying again: leave the card where it is',
};

interface ReadOptions {
  readonly port: string;
  readonly baudRate?: number;
  readonly timeoutMs: number;
  readonly photoOut?: string;
}

function parseOptions(args: readonly string[]): ReadOptions {
  const values = parse(args);
  if (!values.port) throw new BadUsage('--port <tty> is missing: which serial port is the reader at?');
  const baudRate = values.baud === undefined ? undefined : Number(values.baud);
  if (baudRate !== undefined && !BAUD_RATES.some((rate) => rate === baudRate)) {
    throw new BadUsage(`--baud must be one of ${BAUD_RATES.join(', ')}; got "${values.baud}"`);
  }
  const seconds = values.timeout === undefined ? DEFAULT_TIMEOUT_S : Number(values.timeout || Number.NaN);
  if (!(seconds > 0 && seconds <= MAX_TIMEOUT_S)) {
    throw new BadUsage(`--timeout must be seconds from above 0 to ${MAX_TIMEOUT_S}; got "${values.timeout}"`);
  }
  if (values['photo-out'] === '') throw new BadUsage('--photo-out needs the path of a file');
  return {
    port: values.port,
    timeoutMs: seconds * 1000,
    ...(baudRate === undefined ? {} : { baudRate }),
    ...(values['photo-out'] === undefined ? {} : { photoOut: values['photo-out'] }),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        baud: { type: 'string' },
        timeout: { type: 'string' },
        'photo-out': { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new BadUsage(error instanceof Error ? error.message : String(error));
  }
}
