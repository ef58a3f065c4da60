import { type Clock, pause, systemClock } from '../core/clock.ts';
import { failure, type Result, success } from '../core/result.ts';
import { NativeCalls } from './nativeCalls.ts';
import { ANSWER_MS, type CardLink, CONNECT_MS, LOOK_ANSWER_MS, PcscCard, type PcscTools } from './pcscCard.ts';
import { type CardError, cardError, late, notFound, openError, serviceGone, unplugged } from './pcscErrors.ts';
import { loadPcscLibrary, type PcscLibrary, PROTOCOL, SCARD, SHARE, SLOT } from './pcscLibrary.ts';

export type { CardLink } from './pcscCard.ts';
export type { CardError, CardErrorCode } from './pcscErrors.ts';

/** What lies in the slot, as the reader sees it. `mute`: something is there and does not answer to a reset. */
export interface Slot {
  readonly card: 'none' | 'present' | 'mute';
  /** Goes up with every card that comes or goes, so that a quick swap is seen too. */
  readonly changes: number;
  readonly atr: Uint8Array;
}

/** A card reader that is plugged in. */
export interface CardReaderPort {
  readonly name: string;
  readonly slot: Slot;
  /** Calls on changes only; returns the unsubscribe function. */
  onSlot(listener: (slot: Slot) => void): () => void;
  /** Called once with why, also when it is already closed; returns the unsubscribe function. */
  onClose(listener: (error: CardError) => void): () => void;
  connect(share: 'exclusive' | 'shared'): Promise<Result<CardLink, CardError>>;
  close(): Promise<void>;
}

/** `reader` is a part of the reader's name; without it the first that is no slot for security modules. */
export type OpenCardReader = (reader: string | undefined) => Promise<Result<CardReaderPort, CardError>>;

/** A look costs a third of a millisecond; the service itself looks every 400 ms. */
const LOOK_MS = 200;
/** A pulled card is known to the service within two of its looks. */
const PULLED_SEEN_MS = 900;
const SAM_SLOT = /\bP?SAM\b/i;

export interface PcscOptions {
  /** Socket of the PC/SC service, where it is not the machine's own. One for the whole process: the library keeps the first. */
  readonly socket?: string;
  readonly clock?: Clock;
  /** How long a card may take for one answer. */
  readonly answerMs?: number;
  /** For tests. */
  readonly library?: PcscLibrary;
}

/**
 * Card readers over PC/SC. Each opening begins with a new context, so that a service which was killed and comes back,
 * and a reader which was unplugged, are simply found again by the next one.
 */
export function pcscReaders(options: PcscOptions = {}): OpenCardReader {
  const { clock = systemClock, socket, answerMs = ANSWER_MS } = options;
  let calls: NativeCalls | undefined;
  return async (reader) => {
    const library = options.library ?? load(socket);
    if ('code' in library) return failure(library);
    calls ??= new NativeCalls(clock);
    if (calls.stuck) {
      const detail = 'an earlier call to the PC/SC service has not come back';
      return failure({ code: 'answer-timeout', detail });
    }
    return openReader({ library, clock, calls, answerMs }, reader);
  };
}

function load(socket: string | undefined): PcscLibrary | CardError {
  const before = process.env.PCSCLITE_CSOCK_NAME;
  if (socket !== undefined && before !== undefined && before !== socket) {
    return { code: 'port-failed', detail: `this process uses the PC/SC service at ${before} and cannot use ${socket}` };
  }
  if (socket !== undefined) process.env.PCSCLITE_CSOCK_NAME = socket;
  try {
    return loadPcscLibrary();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { code: 'port-failed', detail: `the PC/SC library cannot be loaded: ${why}; install libpcsclite1` };
  }
}

async function openReader(tools: PcscTools, wanted: string | undefined): Promise<Result<CardReaderPort, CardError>> {
  const { library, calls } = tools;
  const made = await calls.within(LOOK_ANSWER_MS, library.establishContext(), ({ code, context }) =>
    code === SCARD.success ? library.releaseContext(context) : undefined,
  );
  if (made === 'late') return failure(late('the PC/SC service'));
  if (made.code !== SCARD.success) return failure(openError(made.code));
  const { context } = made;
  const give = async (error: CardError): Promise<Result<CardReaderPort, CardError>> => {
    await calls.within(LOOK_ANSWER_MS, library.releaseContext(context));
    return failure(error);
  };
  const listed = await calls.within(LOOK_ANSWER_MS, library.listReaders(context));
  if (listed === 'late') return give(late('the PC/SC service'));
  const none = listed.code === SCARD.noReadersAvailable;
  if (listed.code !== SCARD.success && !none) return give(openError(listed.code));
  const name = chooseReader(listed.names, wanted);
  if (name === undefined) return give(notFound(listed.names, wanted));
  const port = new PcscReader(tools, context, name);
  const first = await port.look();
  if (first !== undefined) {
    await port.close();
    return failure(first);
  }
  port.watch();
  return success(port);
}

/** Security modules sit in slots of their own, which no card of a person's goes into. */
export function chooseReader(names: readonly string[], wanted: string | undefined): string | undefined {
  if (wanted === undefined) return names.find((name) => !SAM_SLOT.test(name));
  return names.find((name) => name.toLowerCase().includes(wanted.toLowerCase()));
}

class PcscReader implements CardReaderPort {
  readonly name: string;
  readonly #tools: PcscTools;
  readonly #context: number | bigint;
  readonly #listeners = new Set<(slot: Slot) => void>();
  readonly #closeListeners = new Set<(error: CardError) => void>();
  #closed: CardError | undefined;
  readonly #stop = new AbortController();
  #slot: Slot = { card: 'none', changes: 0, atr: new Uint8Array() };
  #released: Promise<unknown> | undefined;

  constructor(tools: PcscTools, context: number | bigint, name: string) {
    this.name = name;
    this.#tools = tools;
    this.#context = context;
  }

  get slot(): Slot {
    return this.#slot;
  }

  onSlot(listener: (slot: Slot) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onClose(listener: (error: CardError) => void): () => void {
    const closed = this.#closed;
    if (closed) queueMicrotask(() => listener(closed));
    else this.#closeListeners.add(listener);
    return () => this.#closeListeners.delete(listener);
  }

  /** Resolves with what stands against this reader, if anything does. */
  async look(): Promise<CardError | undefined> {
    const { library, calls } = this.#tools;
    const seen = await calls.within(LOOK_ANSWER_MS, library.slotState(this.#context, this.name));
    if (this.#stop.signal.aborted) return undefined;
    if (seen === 'late') return late('the PC/SC service');
    if (seen.code === SCARD.unknownReader) return unplugged(this.name);
    if (seen.code !== SCARD.success && seen.code !== SCARD.timeout) return serviceGone(seen.code);
    const { flags, changes, atr } = seen.state;
    if (flags & (SLOT.unknown | SLOT.unavailable)) return unplugged(this.name);
    this.#set({ card: cardIn(flags), changes, atr });
    return undefined;
  }

  watch(): void {
    void this.#watch();
  }

  async connect(share: 'exclusive' | 'shared'): Promise<Result<CardLink, CardError>> {
    const { library, calls } = this.#tools;
    // A context of its own: a command under way would keep the looks waiting.
    const made = await calls.within(LOOK_ANSWER_MS, library.establishContext(), ({ code, context }) =>
      code === SCARD.success ? library.releaseContext(context) : undefined,
    );
    if (made === 'late') return failure(late('the PC/SC service'));
    if (made.code !== SCARD.success) return failure(serviceGone(made.code));
    const { context } = made;
    const { changes, atr } = this.#slot;
    const connected = await calls.within(CONNECT_MS, library.connect(context, this.name, SHARE[share]), () =>
      library.releaseContext(context),
    );
    if (connected === 'late') return failure(late('the reader'));
    if (connected.code !== SCARD.success) {
      await calls.within(LOOK_ANSWER_MS, library.releaseContext(context));
      return failure(cardError(connected.code, this.name));
    }
    const { card } = connected;
    const pulled = (): Promise<boolean> => this.#pulled(changes);
    const protocol = connected.protocol === PROTOCOL.t1 ? 't1' : 't0';
    return success(new PcscCard(this.#tools, { reader: this.name, context, card, atr, protocol, pulled }));
  }

  async close(): Promise<void> {
    await this.#close({ code: 'unplugged', detail: `${this.name} was closed` });
  }

  async #watch(): Promise<void> {
    const { signal } = this.#stop;
    for (;;) {
      await pause(this.#tools.clock, LOOK_MS, signal);
      if (signal.aborted) return;
      const error = await this.look();
      if (error) return this.#close(error);
    }
  }

  /** Whether the card has gone since `changes` was counted; waits until the service must have seen it. */
  async #pulled(changes: number): Promise<boolean> {
    const gone = (): boolean => this.#slot.card === 'none' || this.#slot.changes !== changes;
    const seen = new AbortController();
    const stop = this.onSlot(() => gone() && seen.abort());
    if (!gone()) await pause(this.#tools.clock, PULLED_SEEN_MS, AbortSignal.any([seen.signal, this.#stop.signal]));
    stop();
    return gone();
  }

  #set(next: Slot): void {
    if (next.card === this.#slot.card && next.changes === this.#slot.changes) return;
    this.#slot = next;
    for (const listener of [...this.#listeners]) listener(next);
  }

  #close(error: CardError): Promise<void> {
    this.#stop.abort();
    this.#released ??= this.#tools.calls.within(LOOK_ANSWER_MS, this.#tools.library.releaseContext(this.#context));
    if (!this.#closed) {
      this.#closed = error;
      for (const listener of this.#closeListeners) listener(error);
      this.#closeListeners.clear();
    }
    return this.#released.then(() => undefined);
  }
}

const cardIn = (flags: number): Slot['card'] => {
  if (!(flags & SLOT.present)) return 'none';
  return flags & SLOT.mute ? 'mute' : 'present';
};
