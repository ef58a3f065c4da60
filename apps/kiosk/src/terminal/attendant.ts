import { type AnyActorRef, createActor } from 'xstate';
import type { Intent } from '../contract/intent.ts';
import type { PreferencesChange } from '../contract/preferences.ts';
import type { Notice, Screen, Snapshot } from '../contract/snapshot.ts';
import { isUrgent } from './machineState.ts';
import type { Ports } from './ports.ts';
import { PreferenceKeeper } from './preferenceKeeper.ts';
import { Presence } from './presence.ts';
import { Session } from './session.ts';
import { kioskMachine } from './workflow/kiosk.ts';
import { paceFor } from './workflow/pace.ts';
import { ScreenClock } from './workflow/screenClock.ts';
import { showKiosk } from './workflow/views.ts';

export interface AttendantOptions {
  readonly ports: Ports;
  readonly notices: () => Notice[];
  /** What the page and its camera found out, for the notices of the next citizen. */
  readonly onCamera?: (up: boolean) => void;
}

/**
 * Stands between the page and the machines: turns their states into flat snapshots, keeps the citizen's time, and lets
 * through only intents that the screen they were meant for still offers.
 */
export class Attendant {
  readonly #session: Session;
  readonly #listeners = new Set<(snapshot: Snapshot) => void>();
  readonly #options: AttendantOptions;
  readonly #screenClock: ScreenClock;
  readonly #preferences: PreferenceKeeper;
  readonly #presence: Presence;
  readonly #kiosk;
  #current: Snapshot;
  /** The snapshot with which the current screen first appeared: an intent made for an older one is stale. */
  #screenSince = 0;
  /** The first snapshot of this citizen: a wish made before belongs to the one who has left. */
  #sessionSince = 0;
  #frameInWork = false;
  readonly #unsubscribe: readonly ((() => void) | undefined)[];
  #helpCalls = 0;
  #ending = false;

  constructor(options: AttendantOptions) {
    this.#options = options;
    const { ports } = options;
    const { clock, policy } = ports;
    this.#session = new Session(policy.preferences);
    this.#current = { seq: 0, session: 0, preferences: policy.preferences, view: { screen: 'starting' } };
    this.#presence = new Presence(clock, ports.presence);
    this.#preferences = new PreferenceKeeper({
      session: this.#session,
      policy,
      clock,
      onForgotten: () => this.publish(),
    });
    this.#screenClock = new ScreenClock({
      clock,
      policy,
      pace: () => paceFor(this.#preferences.current, policy),
      somebody: () => this.#presence.somebody,
      onTick: () => this.publish(),
      onEnd: () => this.#send({ type: 'timeout' }),
    });
    this.#kiosk = createActor(kioskMachine, {
      input: { ports, session: this.#session },
      clock: ports.clock,
      inspect: (event) => {
        if (event.type === '@xstate.snapshot') queueMicrotask(() => this.publish());
      },
    });
    this.#unsubscribe = [
      ports.headset?.onChange(() => this.#headsetChanged()),
      ports.machine?.onChange(() => this.publish()),
      ports.callButton?.onPress(() => this.#help()),
    ];
    this.#kiosk.start();
  }

  get current(): Snapshot {
    return this.#current;
  }

  /** True while no citizen is being served. */
  get idle(): boolean {
    const state = this.#kiosk.getSnapshot();
    return state.matches('attract') || state.matches('starting') || state.matches('outOfService');
  }

  ready(): void {
    this.#kiosk.send({ type: 'ready' });
  }

  watch(listener: (snapshot: Snapshot) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  act(seq: number, intent: Intent): boolean {
    // Whatever has changed and is about to be shown counts: the finger meant what it saw.
    this.publish();
    if (intent.type === 'set-preferences') return this.#setPreferences(seq, intent.change);
    if (seq < this.#screenSince) return false;
    if (intent.type === 'more-time') {
      this.#screenClock.extend();
      this.publish();
      return true;
    }
    const accepted = this.#send(intent);
    if (accepted) this.#screenClock.extend();
    return accepted;
  }

  /** Hands one camera frame to the face engine, which zeroes it; false when no frame is wanted now. */
  async cameraFrame(jpeg: Uint8Array): Promise<boolean> {
    const { face } = this.#options.ports;
    if (!face || !this.#capturing || this.#frameInWork) {
      jpeg.fill(0);
      return this.#capturing;
    }
    const capturing = this.#identifying;
    this.#frameInWork = true;
    try {
      const report = await face.frame(jpeg);
      this.#options.onCamera?.(report.advice !== 'camera-trouble');
      if (report.advice !== 'no-face' && report.advice !== 'camera-trouble') this.#presence.sighted();
      // A report that comes when the citizen has gone says nothing about the next one.
      if (capturing === this.#identifying) this.#send({ type: 'frame', report });
    } catch {
      if (capturing === this.#identifying) this.#send({ type: 'engine-failed' });
    } finally {
      this.#frameInWork = false;
    }
    return this.#capturing;
  }

  /** Makes and sends a new snapshot if anything that can be seen has changed. */
  publish(): void {
    const { view, step } = showKiosk(this.#kiosk.getSnapshot(), this.#options.notices());
    this.#endForMachine(view.screen);
    if (view.screen !== 'capture') this.#presence.lookedAway();
    this.#preferences.see(view.screen);
    this.#screenClock.see(view.screen);
    const timeLeft = this.#screenClock.left;
    const session = this.#kiosk.getSnapshot().context.sessionNumber;
    const offer = this.#preferences.offerOn(view.screen);
    const headset = this.#options.ports.headset?.plugged;
    const help = this.#options.ports.callButton ? { helpCalls: this.#helpCalls } : {};
    const last = this.#current;
    const next: Snapshot = {
      seq: last.seq + 1,
      session,
      view,
      preferences: this.#preferences.current,
      ...(step ? { step } : {}),
      ...(headset === undefined ? {} : { headset: headset ? 'plugged' : 'unplugged' }),
      ...help,
      ...(offer ? { offer } : {}),
      ...(timeLeft ? { timeLeft } : {}),
    };
    // A running clock alone is no news until it warns.
    if (looksLike(next, last) && !timeLeft?.warning && !last.timeLeft?.warning) return;
    if (questionOf(view) !== questionOf(last.view) || session !== last.session) this.#screenSince = next.seq;
    if (session !== last.session || (view.screen === 'attract' && last.view.screen !== 'attract')) {
      this.#sessionSince = next.seq;
    }
    if (view.screen === 'face-ended' && view.reason === 'camera-missing') this.#options.onCamera?.(false);
    this.#current = next;
    for (const listener of this.#listeners) listener(this.#current);
  }

  stop(): void {
    this.#screenClock.stop();
    this.#preferences.stop();
    for (const unsubscribe of this.#unsubscribe) unsubscribe?.();
    this.#kiosk.stop();
    this.#session.wipe();
    this.#listeners.clear();
  }

  /** The actor that is finding out who the present citizen is: another one for every citizen. */
  get #identifying() {
    return this.#kiosk.getSnapshot().children.identify;
  }

  /** Taken on every screen, also for one that has just changed under the finger: it is about the citizen, not the screen. */
  #setPreferences(seq: number, change: PreferencesChange): boolean {
    if (seq < this.#sessionSince) return false;
    this.#preferences.change(change);
    this.#screenClock.extend();
    this.publish();
    return true;
  }

  /** Whoever brings a headset wants to listen. Pulling it out ends nothing: the page falls silent until it is told to go on. */
  #headsetChanged(): void {
    if (this.#options.ports.headset?.plugged === true) {
      const { voice } = this.#preferences.current;
      this.#preferences.change({ audioOnly: true, voice: { ...voice, on: true } });
      this.#screenClock.extend();
    }
    this.publish();
  }

  /** The page opens its help; whoever reads the log may send somebody. */
  #help(): void {
    this.#helpCalls += 1;
    this.#options.ports.record({ event: 'help.called', screen: this.#current.view.screen });
    this.#screenClock.extend();
    this.publish();
  }

  /**
   * A door that opens, or a battery that runs low, ends the session as running out of time does: where nothing can be
   * left half done, and with the card given back first. What has begun and will end by itself is waited for.
   */
  #endForMachine(screen: Screen['screen']): void {
    const { machine, record } = this.#options.ports;
    const reason = machine?.hindrance;
    const kiosk = this.#kiosk.getSnapshot();
    const serving = kiosk.matches('services') || kiosk.matches('identifying') || kiosk.matches('serving');
    if (this.#ending || !serving || screen === 'printing' || reason === undefined || !isUrgent(reason)) return;
    this.#ending = true;
    if (this.#send({ type: 'timeout' })) record({ event: 'session.ended-by-machine', reason, screen });
    this.#ending = false;
  }

  get #capturing(): boolean {
    return this.#identifying?.getSnapshot().matches('capture') ?? false;
  }

  /** Sends to whichever machine is serving now; false when its state has no use for the event. */
  #send(event: { readonly type: string; readonly [detail: string]: unknown }): boolean {
    const kiosk = this.#kiosk.getSnapshot();
    const serving: AnyActorRef = kiosk.children.service ?? kiosk.children.identify ?? this.#kiosk;
    if (serving.getSnapshot().can?.(event) !== true) return false;
    serving.send(event);
    return true;
  }
}

/**
 * What an intent answers. One screen asks anew: a second touch on the code that has meanwhile been judged wrong must not
 * use up another try.
 */
function questionOf(view: Screen): string {
  return view.screen === 'sms-code' ? `${view.screen} ${view.state} ${view.attemptsLeft}` : view.screen;
}

/** The same to the eye: neither the number nor the running time counts. */
function looksLike(one: Snapshot, other: Snapshot): boolean {
  const seen = ({ view, step, session, preferences, headset, helpCalls, offer }: Snapshot) =>
    JSON.stringify({ view, step, session, preferences, headset, helpCalls, offer });
  return seen(one) === seen(other);
}
