import { failure, type Result, success } from '../core/result.ts';
import type { BytePort } from '../transports/serialPort.ts';
import { hexByte, refusalOf, STATUS, SW3 } from './commands.ts';
import type { Exchange } from './exchange.ts';
import type { ReadCardError } from './types.ts';

/** What modules can be set to, most usual first: 115200 is how they leave the factory. */
export const BAUD_RATES = [115_200, 57_600, 38_400, 19_200, 9_600] as const;

/** A module answers "status" at once: a hundred times what the longest wire needs, at 9600 ten times. */
const QUICK_MS = 300;
/** For the second round: modules that are just starting up, adapters that dawdle. */
const PATIENT_MS = 1_000;
/** Some modules let the first command after a pause go by. */
const TRIES = 2;

/** What listening at the baud rates found. */
interface Probed {
  readonly baudRate: number;
  /** SW3 of the status answer. */
  readonly sw3: number;
}

/**
 * Finds the baud rate of whoever is at the port: asks for the status at each rate, quickly, then once more patiently.
 * A rate counts when it was answered twice, for the answer may have been a late one to the rate before.
 */
export async function probe(options: {
  port: BytePort;
  exchange: Exchange;
  baudRates: readonly number[];
}): Promise<Result<Probed, ReadCardError>> {
  let spoilt: string | undefined;
  for (const round of [
    { answerMs: QUICK_MS, tries: TRIES },
    { answerMs: PATIENT_MS, tries: 1 },
  ]) {
    for (const baudRate of options.baudRates) {
      if (!(await options.port.setBaudRate(baudRate))) continue;
      const heard = await askStatus(options.exchange, round);
      const confirmed = heard.kind === 'answer' ? await askStatus(options.exchange, { ...round, tries: TRIES }) : heard;
      if (confirmed.kind === 'closed')
        return failure({ code: 'unplugged', detail: 'the port went away while probing' });
      if (confirmed.kind === 'answer') return judge(confirmed.answer.sw3, baudRate);
      if (confirmed.kind === 'bad-frame') spoilt ??= `${baudRate} baud: ${confirmed.detail}`;
    }
  }
  const rates = options.baudRates.join(', ');
  // Bytes without sense are what a wrong rate looks like, but no rate made sense of them.
  if (spoilt) return failure({ code: 'bad-frame', detail: `no whole frame at ${rates} baud; ${spoilt}` });
  return failure({ code: 'no-answer', detail: `nothing that speaks SAM_V answered at ${rates} baud` });
}

async function askStatus(exchange: Exchange, round: { answerMs: number; tries: number }) {
  let outcome = await exchange.ask(STATUS, round.answerMs);
  for (let tries = 1; tries < round.tries; tries += 1) {
    if (outcome.kind === 'answer' || outcome.kind === 'closed') break;
    outcome = await exchange.ask(STATUS, round.answerMs);
  }
  return outcome;
}

/** Any answer proves that somebody is there; two of them say that the module cannot work. */
function judge(sw3: number, baudRate: number): Result<Probed, ReadCardError> {
  if (sw3 !== SW3.selfTestFailed && sw3 !== SW3.notAuthorised) return success({ baudRate, sw3 });
  const { code, meaning } = refusalOf(sw3);
  return failure({ code, detail: `status: ${meaning} (SW3 ${hexByte(sw3)})`, sw3: hexByte(sw3) });
}
