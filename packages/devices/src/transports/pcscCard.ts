import type { Clock } from '../core/clock.ts';
import { failure, type Result, success } from '../core/result.ts';
import type { NativeCalls } from './nativeCalls.ts';
import { type CardError, cardError, late, noAnswer } from './pcscErrors.ts';
import { LEAVE, type PcscLibrary, PROTOCOL, SCARD } from './pcscLibrary.ts';

/** A card that answers. */
export interface CardLink {
  readonly atr: Uint8Array;
  readonly protocol: 't0' | 't1';
  /** One command, one answer of two bytes at least. What is in `command` is not kept. */
  transmit(command: Uint8Array): Promise<Result<Uint8Array, CardError>>;
  /** No other program can come in between while `work` runs. */
  transaction<T>(work: () => Promise<T>): Promise<Result<T, CardError>>;
  /** With `reset` the card forgets what was selected and verified. */
  close(leave: 'as-is' | 'reset'): Promise<void>;
}

/** The service answers a look at once. */
export const LOOK_ANSWER_MS = 2_000;
/** Powering a card up, with three voltages and two speeds tried. */
export const CONNECT_MS = 6_000;
/** The longest a card may work: it asks its reader for more time every second, and no command here needs ten. */
export const ANSWER_MS = 10_000;

export interface PcscTools {
  readonly library: PcscLibrary;
  readonly clock: Clock;
  readonly calls: NativeCalls;
  readonly answerMs: number;
}

interface Connected {
  readonly reader: string;
  readonly context: number | bigint;
  readonly card: number | bigint;
  readonly atr: Uint8Array;
  readonly protocol: 't0' | 't1';
  readonly pulled: () => Promise<boolean>;
}

export class PcscCard implements CardLink {
  readonly #tools: PcscTools;
  readonly #connected: Connected;
  #closed = false;

  constructor(tools: PcscTools, connected: Connected) {
    this.#tools = tools;
    this.#connected = connected;
  }

  get atr(): Uint8Array {
    return this.#connected.atr;
  }

  get protocol(): 't0' | 't1' {
    return this.#connected.protocol;
  }

  async transmit(command: Uint8Array): Promise<Result<Uint8Array, CardError>> {
    const { library, calls, answerMs } = this.#tools;
    const { card, protocol, reader } = this.#connected;
    if (this.#closed) return failure({ code: 'card-pulled', detail: 'the card was let go of' });
    const sent = await calls.within(answerMs, library.transmit(card, PROTOCOL[protocol], command), ({ answer }) =>
      answer.fill(0),
    );
    if (sent === 'late') return failure(late('the card'));
    if (sent.code === SCARD.success && sent.answer.length >= 2) return success(sent.answer);
    const error = sent.code === SCARD.success ? noAnswer() : cardError(sent.code, reader);
    // Drivers of readers disagree on what a pulled card is called: a spoilt answer, or none.
    if (error.code !== 'bad-frame' || !(await this.#connected.pulled())) return failure(error);
    return failure({ code: 'card-pulled', detail: 'the card was pulled in the middle of a command' });
  }

  async transaction<T>(work: () => Promise<T>): Promise<Result<T, CardError>> {
    const { library, calls, answerMs } = this.#tools;
    const { card, reader } = this.#connected;
    const begun = await calls.within(answerMs, library.beginTransaction(card), (code) =>
      code === SCARD.success ? library.endTransaction(card, LEAVE.asIs) : undefined,
    );
    if (begun === 'late') return failure({ code: 'port-busy', detail: 'another program keeps the card to itself' });
    if (begun !== SCARD.success) return failure(cardError(begun, reader));
    try {
      return success(await work());
    } finally {
      // A card or service that has gone has ended it already; one that does not answer is not asked.
      if (!calls.stuck) await calls.within(LOOK_ANSWER_MS, library.endTransaction(card, LEAVE.asIs));
    }
  }

  async close(leave: 'as-is' | 'reset'): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const { library, calls } = this.#tools;
    const { card, context } = this.#connected;
    const release = async (): Promise<void> => {
      await library.disconnect(card, leave === 'reset' ? LEAVE.reset : LEAVE.asIs);
      await library.releaseContext(context);
    };
    // A card that does not answer lets nobody go: then the service is asked when it is back.
    if (!calls.stuck) await calls.within(CONNECT_MS, release());
  }
}
