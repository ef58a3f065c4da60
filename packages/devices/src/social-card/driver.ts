import { type CallOptions, CallQueue } from '../core/callQueue.ts';
import { type Clock, systemClock } from '../core/clock.ts';
import { Connection, type Opened } from '../core/connection.ts';
import { type DeviceError, type DeviceState, type LinkErrorCode, stateAfter } from '../core/device.ts';
import { failure, type Result, success } from '../core/result.ts';
import { StatusKeeper } from '../core/statusKeeper.ts';
import { type CardReaderPort, type OpenCardReader, pcscReaders, type Slot } from '../transports/pcsc.ts';
import type { AuthenticationSettings, CardAuthenticator } from './authentication.ts';
import { changePin, interruptedBy, resolvePinChange } from './cardPulledDuringPinChange.ts';
import type { Chip } from './chip.ts';
import { cardFailure, linkFailure, nextStepOf } from './errors.ts';
import { HeldCard } from './heldCard.ts';
import { PinSecret, verifyPin } from './pin.ts';
import { type Authentication, fingerprint, readSocialCard } from './reading.ts';
import { selectSocialApplication } from './selection.ts';
import type {
  PinChangeOutcome,
  PinOutcome,
  PinResolution,
  ReadSocialCardOptions,
  SocialCard,
  SocialCardError,
  SocialCardReader,
  SocialCardReaderCapabilities,
  SocialCardReaderStatus,
  SocialCardResult,
} from './types.ts';

export interface SocialCardReaderOptions {
  /** A part of the reader's name, as `pcsc_scan` lists it. Default: the first that is no slot for security modules. */
  readonly reader?: string;
  /** Socket of a PC/SC service that is not the machine's own; one for the whole process. */
  readonly serviceSocket?: string;
  /** For cards that answer to their back office only. */
  readonly authenticator?: CardAuthenticator;
  readonly authentication?: AuthenticationSettings;
  /** For tests. */
  readonly clock?: Clock;
  /** For tests. */
  readonly openReader?: OpenCardReader;
}

const NO_CARD = cardFailure('no-card', 'no card was inserted in the time given');
const NOT_TAKEN = cardFailure('aborted', 'the card was still in when the time given was up');
const TIME_UP = cardFailure('answer-timeout', 'the time given was up before the reader was free');

/** A change whose outcome the card has not told. */
interface OpenChange {
  readonly card: string;
}

/**
 * A reader for social security cards over PC/SC. Connects at once and in the background, and again after every loss of
 * reader or service, until closed. Commands are served one after another.
 */
export function createSocialCardReader(options: SocialCardReaderOptions = {}): SocialCardReader {
  return new PcscSocialCardReader(options);
}

class PcscSocialCardReader implements SocialCardReader {
  readonly capabilities: SocialCardReaderCapabilities;
  readonly #connection: Connection<CardReaderPort, SocialCardError>;
  readonly #queue: CallQueue;
  readonly #card = new HeldCard();
  readonly #authentication: Authentication | undefined;
  readonly #status = new StatusKeeper<SocialCardReaderStatus>({
    state: 'starting',
    media: 'unknown',
    chipPower: 'unknown',
  });
  /** Changes under way, which closing waits for. */
  readonly #changes = new Set<Promise<unknown>>();
  #openChange: OpenChange | undefined;

  constructor(options: SocialCardReaderOptions) {
    const { reader, serviceSocket, authenticator, authentication, clock = systemClock } = options;
    const socket = serviceSocket === undefined ? {} : { socket: serviceSocket };
    const openReader = options.openReader ?? pcscReaders({ clock, ...socket });
    this.#authentication = authenticator && authentication ? { authenticator, settings: authentication } : undefined;
    this.capabilities = {
      reads: ['social-security-card'],
      verifiesPin: true,
      changesPin: true,
      authenticates: this.#authentication !== undefined,
    };
    this.#queue = new CallQueue(clock);
    this.#connection = new Connection<CardReaderPort, SocialCardError>({
      clock,
      open: (signal) => this.#open(openReader, reader, signal),
      stateOf: ({ code }) => stateOf(code),
    });
    this.#connection.onStatus(() => this.#tell());
  }

  get status(): SocialCardReaderStatus {
    return this.#status.current;
  }

  onStatus(listener: (status: SocialCardReaderStatus) => void): () => void {
    return this.#status.onChange(listener);
  }

  async waitForCard(options: CallOptions = {}): SocialCardResult<'card'> {
    return this.#run(options, NO_CARD, (port, signal) =>
      watchSlot(port, signal, ({ card }) => {
        if (card === 'mute') return failure(cardFailure('card-mute', 'the card does not answer to a reset'));
        return card === 'present' ? success('card') : undefined;
      }),
    );
  }

  async waitForRemoval(options: CallOptions = {}): SocialCardResult<'removed'> {
    return this.#run(options, NOT_TAKEN, (port, signal) =>
      watchSlot(port, signal, ({ card }) => (card === 'none' ? success('removed') : undefined)),
    );
  }

  async readCard({ bankAccount = false, ...options }: ReadSocialCardOptions = {}): SocialCardResult<SocialCard> {
    return this.#run(options, TIME_UP, (port, signal) =>
      this.#card.use(port, (chip) =>
        readSocialCard(chip, { bankAccount, authentication: this.#authentication, signal }),
      ),
    );
  }

  verifyPin(pin: Uint8Array, options: CallOptions = {}): SocialCardResult<PinOutcome> {
    return this.#withPins([pin], options, (port, [secret]) =>
      this.#card.use(port, async (chip) => {
        const selected = await selectSocialApplication(chip);
        return selected.ok ? verifyPin(chip, secret) : selected;
      }),
    );
  }

  changePin(oldPin: Uint8Array, newPin: Uint8Array, options: CallOptions = {}): SocialCardResult<PinChangeOutcome> {
    // A caller who leaves after the new PIN was sent would never learn which PIN holds.
    const gate = new AbortController();
    const leave = (): void => gate.abort();
    options.signal?.addEventListener('abort', leave);
    if (options.signal?.aborted) leave();
    const onSending = (): void => options.signal?.removeEventListener('abort', leave);
    const change = this.#withPins([oldPin, newPin], { ...options, signal: gate.signal }, (port, [from, to], signal) =>
      this.#changeOn(port, from, to, { signal, onSending }),
    ).finally(() => options.signal?.removeEventListener('abort', leave));
    this.#changes.add(change);
    void change.finally(() => this.#changes.delete(change)).catch(() => {});
    return change;
  }

  resolvePinChange(oldPin: Uint8Array, newPin: Uint8Array, options: CallOptions = {}): SocialCardResult<PinResolution> {
    return this.#withPins([oldPin, newPin], options, (port, [from, to]) =>
      this.#card.use(port, async (chip) => {
        const selected = await selectSocialApplication(chip);
        if (!selected.ok) return selected;
        const open = this.#openChange;
        if (open) {
          const card = await fingerprint(chip);
          if (!card.ok) return card;
          if (card.value !== open.card) return failure(cardFailure('other-card', 'nothing was tried on this card'));
        }
        const resolved = await resolvePinChange(chip, from, to, open !== undefined);
        if (resolved.ok) this.#openChange = undefined;
        return resolved;
      }),
    );
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#changes);
    await this.#queue.close();
    await this.#card.release('reset');
    await this.#connection.close();
    this.#status.close();
  }

  async #changeOn(
    port: CardReaderPort,
    from: PinSecret,
    to: PinSecret,
    { signal, onSending }: { signal: AbortSignal; onSending: () => void },
  ): Promise<Result<PinChangeOutcome, SocialCardError>> {
    const used = await this.#card.use(port, async (chip: Chip): Promise<Result<PinChangeOutcome, SocialCardError>> => {
      const selected = await selectSocialApplication(chip);
      if (!selected.ok) return interruptedBy(selected.error, 'unchanged');
      const card = await fingerprint(chip);
      if (!card.ok) return interruptedBy(card.error, 'unchanged');
      if (signal.aborted) return failure(cardFailure('aborted', 'stopped before anything was sent'));
      const steps = {
        onOldAccepted: () => {
          this.#openChange = { card: card.value };
        },
        onSending,
      };
      const changed = await changePin(chip, from, to, steps);
      const unknown = changed.ok && changed.value.outcome === 'interrupted' && changed.value.pin === 'unknown';
      if (!unknown) this.#openChange = undefined;
      return changed;
    });
    // The link is of no use after an interruption, whatever it is called.
    if (used.ok && used.value.outcome === 'interrupted') {
      await this.#card.release('as-is');
      const { cause } = used.value;
      if (cause === 'no-answer') this.#connection.drop(port, cardFailure('answer-timeout', 'the card did not answer'));
      if (cause === 'reader-lost') this.#connection.drop(port, cardFailure('unplugged', 'the reader went away'));
    }
    return used;
  }

  /** Takes the PINs over at once; they are wiped when the card has them, or when it is clear that it never will. */
  async #withPins<Value, const Pins extends readonly Uint8Array[]>(
    pins: Pins,
    options: CallOptions,
    work: (
      port: CardReaderPort,
      secrets: { [Index in keyof Pins]: PinSecret },
      signal: AbortSignal,
    ) => Promise<Result<Value, SocialCardError>>,
  ): SocialCardResult<Value> {
    const taken = pins.map((pin) => PinSecret.take(pin));
    const secrets = taken.flatMap((each) => (each.ok ? [each.value] : []));
    const wipe = (): void => {
      for (const secret of secrets) secret.wipe();
    };
    const refused = taken.find((each) => !each.ok);
    if (refused && !refused.ok) {
      wipe();
      return refused;
    }
    let begun = false;
    try {
      return await this.#run(options, TIME_UP, async (port, signal) => {
        begun = true;
        try {
          return await work(port, secrets as unknown as { [Index in keyof Pins]: PinSecret }, signal);
        } finally {
          wipe();
        }
      });
    } finally {
      // A caller who has left gets no result, but the command under way still needs its PIN.
      if (!begun) wipe();
    }
  }

  async #run<Value>(
    options: CallOptions,
    timeUp: SocialCardError,
    work: (port: CardReaderPort, signal: AbortSignal) => Promise<Result<Value | 'stopped', SocialCardError>>,
  ): SocialCardResult<Value> {
    const result = await this.#queue.run<CardReaderPort, Value, SocialCardError>(options, {
      timeUp,
      connect: async () => complete(await this.#connection.connected()),
      work: async (port, signal) => {
        const done = await work(port, signal);
        // What a command has learned need not wait for the next look. Who never answered is searched for anew, too.
        if (!done.ok && (done.error.code === 'answer-timeout' || done.error.code === 'unplugged')) {
          this.#connection.drop(port, done.error);
        }
        return done;
      },
    });
    return complete(result);
  }

  async #open(
    openReader: OpenCardReader,
    reader: string | undefined,
    signal: AbortSignal,
  ): Promise<Result<Opened<CardReaderPort, SocialCardError>, SocialCardError>> {
    const opened = await openReader(reader);
    if (!opened.ok) return failure(linkFailure(opened.error));
    const port = opened.value;
    const lost = new Promise<SocialCardError>((resolve) => port.onClose((error) => resolve(linkFailure(error))));
    port.onSlot(() => {
      this.#tell();
      // In its turn, so that nothing is taken from under a command.
      void this.#queue.run(
        {},
        {
          timeUp: NO_CARD,
          connect: async () => success(port),
          work: async () => {
            await this.#card.releaseIfGone();
            return success('released' as const);
          },
        },
      );
    });
    if (signal.aborted) await port.close();
    return success({ session: port, lost, close: () => port.close() });
  }

  #tell(): void {
    const { status, session } = this.#connection;
    this.#status.set({ ...status, ...mediaIn(status.state === 'online' ? session?.slot : undefined) });
  }
}

function mediaIn(slot: Slot | undefined): Pick<SocialCardReaderStatus, 'media' | 'chipPower'> {
  switch (slot?.card) {
    case undefined:
      return { media: 'unknown', chipPower: 'unknown' };
    case 'none':
      return { media: 'notPresent', chipPower: 'noCard' };
    case 'present':
      return { media: 'present', chipPower: 'online' };
    case 'mute':
      return { media: 'present', chipPower: 'hardwareError' };
  }
}

/** Looks at the slot until `judge` has an answer, the signal aborts, or the reader goes. */
function watchSlot<Value>(
  port: CardReaderPort,
  signal: AbortSignal,
  judge: (slot: Slot) => Result<Value, SocialCardError> | undefined,
): Promise<Result<Value | 'stopped', SocialCardError>> {
  return new Promise((resolve) => {
    const end = (result: Result<Value | 'stopped', SocialCardError>): void => {
      stopSlot();
      stopClose();
      signal.removeEventListener('abort', onAbort);
      resolve(result);
    };
    const onAbort = (): void => end(success('stopped'));
    const look = (): void => {
      const judged = judge(port.slot);
      if (judged) end(judged);
    };
    const stopSlot = port.onSlot(look);
    const stopClose = port.onClose((error) => end(failure(linkFailure(error))));
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    else look();
  });
}

/** What comes from the core has no next step yet. */
function complete<Value>(
  result: Result<Value, SocialCardError | DeviceError<'aborted'>>,
): Result<Value, SocialCardError> {
  if (result.ok || 'next' in result.error) return result as Result<Value, SocialCardError>;
  return failure({ ...result.error, next: nextStepOf(result.error.code) });
}

const LINK_CODES: ReadonlySet<string> = new Set<LinkErrorCode>([
  'port-missing',
  'port-busy',
  'port-failed',
  'no-answer',
  'answer-timeout',
  'bad-frame',
  'unplugged',
  'aborted',
]);

/** What a card did wrong leaves its reader online, and never comes here. */
function stateOf(code: SocialCardError['code']): DeviceState {
  return LINK_CODES.has(code) ? stateAfter(code as LinkErrorCode) : 'offline';
}
