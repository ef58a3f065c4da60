import type { CentralClient, VerificationRequest, VerificationResult } from '@renshe/central-api';
import type { Clock } from '../clock.ts';
import type { Outbox } from '../store/outbox.ts';
import { StoreError } from '../store/storeError.ts';
import { type Reachability, ReachabilityProbe } from './reachability.ts';
import { type KeptReason, retryDelay } from './retryDelay.ts';

/** After a long outage a hundred confirmations may wait; the service of a whole city is not to meet all of them at once. */
const BACKGROUND_AT_ONCE = 2;
/** How long `stop` waits for answers that are on their way. One that comes later is fetched again after the start. */
const STOP_GRACE_MS = 2_000;

/** What delivery needs of the central client. Each call must end by itself: the client has a time-out. */
export type DeliveryCentral = Pick<CentralClient, 'health' | 'submitVerification'>;

/** What has really happened to a confirmation while the citizen waited. */
export type Delivered =
  | { readonly outcome: VerificationResult['outcome']; readonly result: VerificationResult }
  /** It lies in the outbox and will be delivered; nobody but this terminal knows of it yet, or the answer was lost. */
  | { readonly outcome: 'received-here' }
  | { readonly refused: string };

export type DeliveryStatus =
  | { readonly state: 'idle' } // nothing waits
  | { readonly state: 'delivering'; readonly waiting: number }
  | { readonly state: 'offline'; readonly waiting: number }
  | { readonly state: 'unauthorised'; readonly waiting: number } // the terminal must be enrolled again
  | { readonly state: 'stopped' };

/** For the log: codes and counts, nothing of a citizen. */
export type DeliveryEvent =
  | { event: 'delivery.delivered'; outcome: VerificationResult['outcome']; duplicate: boolean }
  | { event: 'delivery.refused'; code: string }
  | { event: 'delivery.kept'; reason: KeptReason; failures: number; retryInMs: number }
  | { event: 'delivery.quarantined' }
  | { event: 'delivery.trouble'; detail: string };

export interface Delivery {
  /** Begins to deliver what waits, and to watch the network. */
  start(): void;
  /** Ends every timer; resolves when nothing touches the outbox any more. */
  stop(): Promise<void>;
  /**
   * Delivers one enqueued confirmation for the citizen at the screen. Never longer than `timeoutMs`; afterwards it goes
   * on in the background. Throws for a key that is not in the outbox, and `StoreError` where it cannot be read.
   */
  deliverNow(key: string, options: { timeoutMs: number }): Promise<Delivered>;
  readonly reachability: Reachability;
  onReachability(listener: (reachability: Reachability) => void): () => void;
  readonly status: DeliveryStatus;
}

export interface DeliveryOptions {
  readonly outbox: Pick<Outbox, 'pending' | 'find' | 'markAttempt' | 'markDelivered' | 'markRefused'>;
  readonly central: DeliveryCentral;
  readonly clock: Clock;
  /** Numbers in [0, 1) for the jitter. */
  readonly random?: () => number;
  readonly record?: (event: DeliveryEvent) => void;
}

/** Carries the outbox to the central service: at least once from here, exactly once there by the idempotency key. */
export function createDelivery(options: DeliveryOptions): Delivery {
  return new OutboxDelivery(options);
}

/** One confirmation's own way: what holds it up holds up no other. */
interface Lane {
  readonly key: string;
  failures: number;
  dueAt: number;
  /** At most one attempt at a time, shared by whoever waits for it. */
  attempt: Promise<Delivered> | undefined;
}

class OutboxDelivery implements Delivery {
  readonly #options: DeliveryOptions;
  readonly #random: () => number;
  readonly #lanes = new Map<string, Lane>();
  /** Ends the wait of each citizen still waiting. */
  readonly #waiting = new Set<() => void>();
  readonly #network: ReachabilityProbe;
  #timer: unknown;
  #state: 'new' | 'running' | 'stopping' | 'stopped' = 'new';
  /** No background attempt before this: the service does not know the terminal. */
  #unauthorisedUntil: number | undefined;
  #background = 0;

  constructor(options: DeliveryOptions) {
    this.#options = options;
    this.#random = options.random ?? Math.random;
    this.#network = new ReachabilityProbe({
      probe: () => this.#isHealthy(),
      clock: options.clock,
      random: this.#random,
    });
    this.#network.onChange(() => this.#pump());
  }

  get reachability(): Reachability {
    return this.#network.current;
  }

  onReachability(listener: (reachability: Reachability) => void): () => void {
    return this.#network.onChange(listener);
  }

  get status(): DeliveryStatus {
    if (this.#state === 'stopping' || this.#state === 'stopped') return { state: 'stopped' };
    const waiting = this.#lanes.size;
    if (this.#unauthorisedUntil !== undefined) return { state: 'unauthorised', waiting };
    if (this.#network.current === 'unreachable') return { state: 'offline', waiting };
    return waiting === 0 ? { state: 'idle' } : { state: 'delivering', waiting };
  }

  start(): void {
    if (this.#state !== 'new') return;
    this.#state = 'running';
    for (const { key } of this.#options.outbox.pending()) this.#lane(key);
    this.#network.start();
  }

  async stop(): Promise<void> {
    if (this.#state === 'stopped') return;
    const { clock } = this.#options;
    this.#state = 'stopping';
    this.#network.stop();
    clock.clearTimeout(this.#timer);
    for (const giveUp of this.#waiting) giveUp();
    const onTheirWay = [...this.#lanes.values()].flatMap((lane) => (lane.attempt ? [lane.attempt] : []));
    if (onTheirWay.length > 0) {
      const grace = Promise.withResolvers<void>();
      const timer = clock.setTimeout(() => grace.resolve(), STOP_GRACE_MS);
      await Promise.race([Promise.allSettled(onTheirWay), grace.promise]);
      clock.clearTimeout(timer);
    }
    this.#state = 'stopped';
  }

  async deliverNow(key: string, { timeoutMs }: { timeoutMs: number }): Promise<Delivered> {
    const item = this.#options.outbox.find(key);
    if (!item) throw new Error('deliverNow was called before enqueue');
    if (item.state === 'quarantined') throw new StoreError('item-unreadable');
    if (item.state === 'delivered') return { outcome: item.result.outcome, result: item.result };
    if (item.state === 'refused') return { refused: item.code };
    if (this.#state === 'stopping' || this.#state === 'stopped') return { outcome: 'received-here' };

    const patience = Promise.withResolvers<Delivered>();
    const giveUp = () => patience.resolve({ outcome: 'received-here' });
    const timer = this.#options.clock.setTimeout(giveUp, timeoutMs);
    this.#waiting.add(giveUp);
    try {
      return await Promise.race([this.#attempt(this.#lane(key)), patience.promise]);
    } finally {
      this.#options.clock.clearTimeout(timer);
      this.#waiting.delete(giveUp);
    }
  }

  #lane(key: string): Lane {
    const known = this.#lanes.get(key);
    if (known) return known;
    const lane: Lane = { key, failures: 0, dueAt: this.#options.clock.now(), attempt: undefined };
    this.#lanes.set(key, lane);
    return lane;
  }

  /** Starts whatever is due and may go, and sets the one timer for what comes next. */
  #pump(): void {
    const { clock } = this.#options;
    clock.clearTimeout(this.#timer);
    // While the network is gone only the probe asks; its success comes back here.
    if (this.#state !== 'running' || this.#network.current !== 'reachable') return;
    const now = clock.now();
    const earliest = this.#unauthorisedUntil ?? now;
    const ready = [...this.#lanes.values()]
      .filter((lane) => lane.attempt === undefined)
      .sort((a, b) => a.dueAt - b.dueAt);
    // One goes ahead to ask whether the terminal is known again; the others follow its answer.
    const places = this.#unauthorisedUntil === undefined ? BACKGROUND_AT_ONCE : 1;
    for (const lane of ready) {
      const at = Math.max(lane.dueAt, earliest);
      if (at > now) {
        this.#timer = clock.setTimeout(() => this.#pump(), at - now);
        return;
      }
      if (this.#background >= places) return; // whoever finishes pumps again
      this.#background += 1;
      void this.#attempt(lane)
        .catch((error: unknown) => this.#keep(lane, 'store', error))
        .finally(() => {
          this.#background -= 1;
          this.#pump();
        });
    }
  }

  #attempt(lane: Lane): Promise<Delivered> {
    lane.attempt ??= this.#deliver(lane).finally(() => {
      lane.attempt = undefined;
      // Asked for by a citizen: the background did not see it and must plan the next one.
      if (this.#background === 0) this.#pump();
    });
    return lane.attempt;
  }

  async #deliver(lane: Lane): Promise<Delivered> {
    const { outbox } = this.#options;
    const item = outbox.find(lane.key);
    if (item?.state !== 'pending') {
      this.#lanes.delete(lane.key);
      if (item?.state === 'delivered') return { outcome: item.result.outcome, result: item.result };
      if (item?.state === 'refused') return { refused: item.code };
      this.#record({ event: 'delivery.quarantined' });
      return { outcome: 'received-here' };
    }
    // A full disk must not keep a confirmation from leaving it.
    this.#tryStore(() => outbox.markAttempt(lane.key));
    const answer = await this.#submit(item.request);
    // Too late: the outbox may be closed. It stays there, and the service will recognise it.
    if (this.#state === 'stopped') return { outcome: 'received-here' };
    if (answer.ok) return this.#delivered(lane, answer.value);
    const { error } = answer;
    if (error.kind === 'refused') return this.#refused(lane, error.code);
    this.#keep(lane, error.kind);
    switch (error.kind) {
      case 'unreachable':
        this.#network.suspect();
        break;
      case 'unauthorised':
        this.#network.answered();
        break;
      case 'protocol':
        // It may have been a proxy on the way: says nothing about the service.
        break;
    }
    return { outcome: 'received-here' };
  }

  async #submit(request: VerificationRequest): Promise<Awaited<ReturnType<DeliveryCentral['submitVerification']>>> {
    try {
      return await this.#options.central.submitVerification(request);
    } catch (error) {
      // A fault of the client with this one item; it must not take the others along.
      this.#record({ event: 'delivery.trouble', detail: nameOf(error) });
      return { ok: false, error: { kind: 'protocol', reason: 'client-fault' } };
    }
  }

  #delivered(lane: Lane, result: VerificationResult): Delivered {
    this.#unauthorisedUntil = undefined;
    // Where it cannot be written down it is asked again, until it can: a duplicate there costs nothing.
    if (this.#tryStore(() => this.#options.outbox.markDelivered(lane.key, result))) this.#lanes.delete(lane.key);
    else this.#keep(lane, 'store');
    this.#record({ event: 'delivery.delivered', outcome: result.outcome, duplicate: result.duplicate });
    this.#network.answered();
    return { outcome: result.outcome, result };
  }

  #refused(lane: Lane, code: string): Delivered {
    this.#unauthorisedUntil = undefined;
    if (this.#tryStore(() => this.#options.outbox.markRefused(lane.key, code))) this.#lanes.delete(lane.key);
    else this.#keep(lane, 'store');
    this.#record({ event: 'delivery.refused', code });
    this.#network.answered();
    return { refused: code };
  }

  #keep(lane: Lane, reason: KeptReason, error?: unknown): void {
    lane.failures += 1;
    const retryInMs = retryDelay(reason, lane.failures, this.#random);
    const at = this.#options.clock.now() + retryInMs;
    if (reason === 'unauthorised') this.#unauthorisedUntil = at;
    else lane.dueAt = at;
    if (error !== undefined) this.#record({ event: 'delivery.trouble', detail: nameOf(error) });
    this.#record({ event: 'delivery.kept', reason, failures: lane.failures, retryInMs });
  }

  #tryStore(work: () => void): boolean {
    try {
      work();
      return true;
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      this.#record({ event: 'delivery.trouble', detail: nameOf(error) });
      return false;
    }
  }

  async #isHealthy(): Promise<boolean> {
    try {
      const answer = await this.#options.central.health();
      // Refusing to talk is an answer; an answer nobody understands (a login page of the hall's network) is none.
      return answer.ok || answer.error.kind === 'unauthorised';
    } catch (error) {
      this.#record({ event: 'delivery.trouble', detail: nameOf(error) });
      return false;
    }
  }

  #record(event: DeliveryEvent): void {
    this.#options.record?.(event);
  }
}

/** A message could quote what was sent; a name and a code cannot. */
function nameOf(error: unknown): string {
  if (error instanceof StoreError) return error.code;
  return error instanceof Error ? error.name : typeof error;
}
