import { type Clock, pause } from '../core/clock.ts';
import { failure, type Result, success } from '../core/result.ts';
import { parseBaseData, readNewestAddress } from './answers.ts';
import {
  FIND,
  hexByte,
  type ModuleCommand,
  READ_BASE,
  READ_NEWEST_ADDRESS,
  refusalOf,
  SELECT,
  SW3,
} from './commands.ts';
import type { FieldError } from './credentialFields.ts';
import { decodeCredentialText } from './credentialText.ts';
import type { Answer } from './frame.ts';
import type { Session } from './greeting.ts';
import type { CardReading, ReadCardError, ReadProgress } from './types.ts';

/** A vendor asks for more than 300 ms between two looks for a card. */
export const FIND_PAUSE_MS = 310;
/** A frame spoilt on the way is asked for again so often. */
const RESENDS = 2;
/** How often a found card is tried before the person has to lift it. */
const ATTEMPTS = 3;
/** How often a card that was there is looked for again between two attempts. */
const LOOKS_AGAIN = 3;
/** A reader that has been answering may miss so many commands in a row. */
const MISSES = 3;

/** One look for a card: what was seen, and when and at which count of bytes the look began. */
export interface Sight {
  readonly seen: 'card' | 'no-card';
  readonly at: number;
  readonly bytes: number;
}

export interface ReadingTools {
  readonly session: Session;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Asks until there is an answer that is none of the module's complaints about our frame. Fails with `unplugged`,
 * `answer-timeout` or `bad-frame`; an answer may still be a refusal.
 */
async function ask({ session }: ReadingTools, command: ModuleCommand): Promise<Result<Answer, ReadCardError>> {
  let spoilt: ReadCardError | undefined;
  for (let sends = 0; sends <= RESENDS; sends += 1) {
    const outcome = await session.exchange.ask(command);
    switch (outcome.kind) {
      case 'closed':
        return failure({ code: 'unplugged', detail: `the port went away during "${command.name}"` });
      case 'silent':
        return failure({ code: 'answer-timeout', detail: outcome.detail });
      case 'bad-frame':
        spoilt = { code: 'bad-frame', detail: outcome.detail };
        break;
      case 'answer': {
        const { answer } = outcome;
        if (answer.sw3 === SW3.hostChecksum || answer.sw3 === SW3.hostLength) spoilt = refusal(command, answer);
        // Asking again was not allowed, so what went wrong is still the spoilt frame.
        else if (spoilt && refusalOf(answer.sw3).code === 'command-refused' && !isSuccess(answer))
          return failure(spoilt);
        else return success(answer);
      }
    }
  }
  return failure(spoilt ?? { code: 'bad-frame', detail: command.name });
}

const isSuccess = ({ sw3 }: Answer): boolean => sw3 === SW3.ok || sw3 === SW3.found || sw3 === SW3.empty;

function refusal(command: ModuleCommand, { sw1, sw2, sw3 }: Answer): ReadCardError {
  const { code, meaning } = refusalOf(sw3);
  const words = sw1 === 0 && sw2 === 0 ? '' : `, card ${hexByte(sw1)} ${hexByte(sw2)}`;
  return { code, detail: `${command.name}: ${meaning} (SW3 ${hexByte(sw3)}${words})`, sw3: hexByte(sw3) };
}

/** Looks for a card once. Nothing found is no failure. */
export async function look(tools: ReadingTools): Promise<Result<Sight, ReadCardError>> {
  const begin = { at: tools.clock.now(), bytes: tools.session.exchange.bytes };
  const found = await ask(tools, FIND);
  if (!found.ok) return found;
  if (found.value.sw3 === SW3.found) return success({ seen: 'card', ...begin });
  if (found.value.sw3 === SW3.noCard) return success({ seen: 'no-card', ...begin });
  return failure(refusal(FIND, found.value));
}

/** Looks until a sight is the wanted one, the signal aborts (`stopped`), or too many looks in a row fail. */
export async function lookUntil(
  tools: ReadingTools,
  wanted: (sight: Sight) => boolean,
): Promise<Result<Sight | 'stopped', ReadCardError>> {
  let misses = 0;
  while (!tools.signal.aborted) {
    const sight = await look(tools);
    misses = sight.ok ? 0 : misses + 1;
    if (sight.ok ? wanted(sight.value) : isFinal(sight.error) || misses >= MISSES) return sight;
    // A silent reader has been given time enough already.
    if (sight.ok || sight.error.code !== 'answer-timeout') await pause(tools.clock, FIND_PAUSE_MS, tools.signal);
  }
  return success('stopped');
}

/** Failures that trying again cannot mend: module or port are gone, or what lies there is no card that can be read. */
function isFinal({ code }: ReadCardError): boolean {
  return !['answer-timeout', 'bad-frame', 'card-read-failed', 'command-refused'].includes(code);
}

/**
 * Waits for a card and reads it. `stopped` when the signal aborts before a card was found; a reading that has begun is
 * finished.
 */
export async function readNextCard(
  tools: ReadingTools,
  onProgress: (progress: ReadProgress) => void,
): Promise<Result<CardReading | 'stopped', ReadCardError>> {
  const sight = await lookUntil(tools, ({ seen }) => seen === 'card');
  if (!sight.ok || sight.value === 'stopped') return sight.ok ? success('stopped') : sight;
  onProgress('card-found');
  const base = await readFoundCard(tools, onProgress);
  if (!base.ok) return base;
  const { clock, session } = tools;
  const { at, bytes } = sight.value;
  const crossed = session.exchange.bytes - bytes;
  const timings = {
    totalMs: clock.now() - at,
    // Start bit, eight data bits, stop bit.
    wireMs: (crossed * 10_000) / session.baudRate,
    bytes: crossed,
    baudRate: session.baudRate,
  };
  const parsed = parseCard(base.value);
  if (!parsed.ok) return parsed;
  const newestAddress = await askNewestAddress(tools);
  const { samId } = session;
  return success({ ...parsed.value, samId, timings, ...(newestAddress === undefined ? {} : { newestAddress }) });
}

/** Selects and reads, and begins again with another look when that may help. Resolves with the data of the answer. */
async function readFoundCard(
  tools: ReadingTools,
  onProgress: (progress: ReadProgress) => void,
): Promise<Result<Uint8Array, ReadCardError>> {
  for (let spent = 0; ; ) {
    const base = await selectAndRead(tools, onProgress);
    if (base.ok || isFinal(base.error)) return base;
    // Silence and a spoilt line cost seconds each time: they count twice.
    spent += base.error.code === 'answer-timeout' || base.error.code === 'bad-frame' ? 2 : 1;
    if (spent >= ATTEMPTS) return base;
    onProgress('retrying');
    const again = await lookAgain(tools);
    if (!again.ok) return again;
    // Lifted, or hidden by a module that takes it for read: what went wrong before is the news.
    if (again.value === 'no-card') return base;
  }
}

async function selectAndRead(
  tools: ReadingTools,
  onProgress: (progress: ReadProgress) => void,
): Promise<Result<Uint8Array, ReadCardError>> {
  const selected = await ask(tools, SELECT);
  if (!selected.ok) return selected;
  if (!isSuccess(selected.value)) return failure(refusal(SELECT, selected.value));
  onProgress('reading');
  const base = await ask(tools, READ_BASE);
  if (!base.ok) return base;
  if (!isSuccess(base.value)) return failure(refusal(READ_BASE, base.value));
  return success(base.value.data);
}

async function lookAgain(tools: ReadingTools): Promise<Result<Sight['seen'], ReadCardError>> {
  for (let looks = 1; ; looks += 1) {
    const sight = await look(tools);
    if (!sight.ok && (isFinal(sight.error) || sight.error.code === 'answer-timeout')) return sight;
    if (sight.ok && sight.value.seen === 'card') return success('card');
    if (looks >= LOOKS_AGAIN) return success('no-card');
    await pause(tools.clock, FIND_PAUSE_MS);
  }
}

/** Takes the data apart and wipes what was copied out of it. */
function parseCard(data: Uint8Array): Result<Pick<CardReading, 'credential' | 'photo'>, ReadCardError> {
  const base = parseBaseData(data);
  data.fill(0);
  if (!base.ok) return failure(badCardData(base.error));
  const { text, photo } = base.value;
  const credential = decodeCredentialText(text);
  text.fill(0);
  if (credential.ok) return success({ credential: credential.value, photo });
  photo.fill(0);
  return failure(badCardData(credential.error));
}

function badCardData({ field, detail }: FieldError): ReadCardError {
  return { code: 'bad-card-data', detail: `${field}: ${detail}`, field };
}

/** An extra: whatever goes wrong with it, the card has been read. */
async function askNewestAddress(tools: ReadingTools): Promise<string | undefined> {
  const { habits } = tools.session;
  if (habits.ignoresNewestAddress) return undefined;
  const answer = await ask(tools, READ_NEWEST_ADDRESS);
  if (!answer.ok && answer.error.code === 'answer-timeout') habits.ignoresNewestAddress = true;
  if (!answer.ok || answer.value.sw3 !== SW3.ok) return undefined;
  const address = readNewestAddress(answer.value.data);
  answer.value.data.fill(0);
  return address;
}
