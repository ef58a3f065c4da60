import { failure, type Result, success } from '../core/result.ts';
import { FaultyLine, type LineFault, type LineFaultError } from '../transports/faultyLine.ts';
import { ANSWER, COMMAND, KEY, KEYBOARD } from './dialect.ts';
import { encodeFrame, type Framing, PadDecoder } from './frame.ts';
import { checkValueOf, encryptedPinBlock, tripleDesBack } from './pinBlock.ts';

/**
 * The pad's own faults beside those of its line.
 *
 * - `broken`: it says that a part of it is broken.
 * - `no-master-key`: its battery was empty once.
 * - `clear-digits`: it sends digits where it should send stars.
 */
export const padFaults = ['broken', 'no-master-key', 'clear-digits'] as const;
export type PadFault = LineFault | (typeof padFaults)[number];

export const padKeys = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'confirm', 'cancel', 'clear'] as const;
export type PadKey = (typeof padKeys)[number];

export interface SimulatedPadState {
  readonly connection: 'plugged' | 'unplugged';
  /** `dead`: keys can be pressed and do nothing. */
  readonly keys: 'dead' | 'pin' | 'clear';
  /** How many digits have been typed; never which. */
  readonly entered: number;
  readonly workKey: 'none' | 'loaded';
  readonly fault: PadFault;
}

export interface SimulatedPadError {
  readonly code: LineFaultError['code'] | 'KEYS_DEAD';
  readonly message: string;
  readonly next: string;
}

type Changed = Result<SimulatedPadState, SimulatedPadError>;

export interface SimulatedPinPad {
  readonly port: string;
  readonly state: SimulatedPadState;
  press(key: PadKey): Changed;
  setFault(fault: PadFault): Changed;
  unplug(): Promise<Changed>;
  plug(): Promise<Changed>;
  onState(listener: (state: SimulatedPadState) => void): void;
  close(): Promise<void>;
}

export interface SimulatedPadOptions {
  readonly link: string;
  readonly baudRate?: number;
  readonly framing?: Framing;
}

/** The master key every simulated pad has, for whoever wants to load a work key. Known to all: it protects nothing. */
export const SIMULATED_MASTER_KEY = Uint8Array.from({ length: 16 }, (_, index) => 0x11 * index);

const SLOW_MS = 800;
const VERSION = Buffer.from('SIM EPP 1', 'latin1');
const SELF_TEST_FAILED = ANSWER.brokenFrom + 1;

/** A PIN pad behind a pty. What was typed stays in one buffer of its own and leaves it encrypted only. */
export async function createSimulatedPinPad(
  options: SimulatedPadOptions,
): Promise<Result<SimulatedPinPad, SimulatedPadError>> {
  const pad = new PtyPad(options);
  const plugged = await pad.plug();
  return plugged.ok ? success(pad) : plugged;
}

class PtyPad implements SimulatedPinPad {
  readonly port: string;
  readonly #framing: Framing;
  readonly #line: FaultyLine;
  readonly #decoder: PadDecoder;
  readonly #listeners = new Set<(state: SimulatedPadState) => void>();
  readonly #typed = new Uint8Array(12);
  #entered = 0;
  #maxDigits = 12;
  #keys: SimulatedPadState['keys'] = 'dead';
  #confirmed = false;
  #account = '';
  /** As loaded; without one that was activated no PIN is taken. */
  #workKey: Uint8Array | undefined;
  #active = false;
  #fault: (typeof padFaults)[number] | undefined;
  #entryTimer: NodeJS.Timeout | undefined;

  constructor({ link, baudRate = 9_600, framing = 'binary' }: SimulatedPadOptions) {
    this.port = link;
    this.#framing = framing;
    this.#decoder = new PadDecoder(framing, {
      frame: (command, data) => this.#obey(command, data),
      key: () => {},
      bad: () => {},
    });
    this.#line = new FaultyLine({
      link,
      baudRate,
      slowMs: SLOW_MS,
      onData: (bytes) => this.#decoder.push(bytes, performance.now()),
      onPlug: () => this.#changed(),
    });
  }

  get state(): SimulatedPadState {
    return {
      connection: this.#line.plugged ? 'plugged' : 'unplugged',
      keys: this.#keys,
      entered: this.#entered,
      workKey: this.#workKey ? 'loaded' : 'none',
      fault: this.#fault ?? this.#line.fault,
    };
  }

  press(key: PadKey): Changed {
    if (!this.#line.plugged || this.#keys === 'dead') {
      return failure({
        code: 'KEYS_DEAD',
        message: 'the keys are dead',
        next: 'Wait until somebody is asked for a PIN.',
      });
    }
    switch (key) {
      case 'confirm':
        this.#confirmed = this.#keys === 'pin';
        this.#end(KEY.confirm);
        break;
      case 'cancel':
        this.#forget();
        this.#end(KEY.cancel);
        break;
      case 'clear':
        if (this.#entered > 0) this.#entered -= 1;
        this.#typed.fill(0, this.#entered);
        this.#send(KEY.clear);
        break;
      default:
        this.#type(KEY.zero + Number(key));
    }
    return this.#changed();
  }

  setFault(fault: PadFault): Changed {
    this.#fault = padFaults.find((own) => own === fault);
    this.#line.fault = this.#fault ? 'none' : (fault as LineFault);
    if (fault === 'no-master-key') this.#workKey = undefined;
    return this.#changed();
  }

  async unplug(): Promise<Changed> {
    this.#forget();
    this.#stop();
    const done = await this.#line.unplug();
    return done.ok ? success(this.state) : done;
  }

  async plug(): Promise<Changed> {
    this.#decoder.reset();
    const done = await this.#line.plug();
    return done.ok ? success(this.state) : done;
  }

  onState(listener: (state: SimulatedPadState) => void): void {
    this.#listeners.add(listener);
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    this.#forget();
    this.#stop();
    await this.#line.close();
  }

  #type(digit: number): void {
    if (this.#entered >= this.#maxDigits) return;
    this.#typed[this.#entered] = digit;
    this.#entered += 1;
    const clear = this.#keys === 'clear' || this.#fault === 'clear-digits';
    this.#send(clear ? digit : KEY.star);
    if (this.#keys === 'clear') this.#typed.fill(0);
  }

  #obey(command: number, data: Uint8Array): void {
    const [answer, said] = this.#fault === 'broken' ? [SELF_TEST_FAILED] : this.#answer(command, data);
    const noKey = answer === ANSWER.ok && this.#fault === 'no-master-key';
    this.#line.send(encodeFrame(this.#framing, noKey ? ANSWER.okButNoMasterKey : answer, said));
    this.#changed();
  }

  #answer(command: number, data: Uint8Array): [answer: number, data?: Uint8Array] {
    switch (command) {
      case COMMAND.version:
        return [ANSWER.ok, VERSION];
      case COMMAND.loadWorkKey:
        return this.#load(data.subarray(2));
      case COMMAND.activateKey:
        this.#active = this.#workKey !== undefined;
        return [this.#active || this.#fault === 'no-master-key' ? ANSWER.ok : ANSWER.badParameter];
      case COMMAND.setAlgorithm:
        return [ANSWER.ok];
      case COMMAND.setAccount:
        this.#account = Buffer.from(data).toString('latin1');
        return [/^\d{12}$/.test(this.#account) ? ANSWER.ok : ANSWER.badParameter];
      case COMMAND.startPin:
        return this.#start(data);
      case COMMAND.getPin:
        return this.#block();
      case COMMAND.keyboard:
        this.#forget();
        this.#stop();
        this.#maxDigits = this.#typed.length;
        if (data[0] === KEYBOARD.clear) this.#keys = 'clear';
        return [ANSWER.ok];
      default:
        return [ANSWER.badCommand];
    }
  }

  #load(encrypted: Uint8Array): [answer: number, data?: Uint8Array] {
    if (this.#fault === 'no-master-key') return [ANSWER.badCommandAndNoMasterKey];
    if (encrypted.length !== 16 && encrypted.length !== 24) return [ANSWER.badParameter];
    this.#workKey = tripleDesBack(SIMULATED_MASTER_KEY, encrypted);
    return [ANSWER.ok, checkValueOf(this.#workKey)];
  }

  #start([maxDigits = 0, , seconds = 0]: Uint8Array): [answer: number] {
    if (!this.#active || maxDigits < 4 || maxDigits > this.#typed.length) return [ANSWER.badParameter];
    this.#forget();
    this.#stop();
    this.#maxDigits = maxDigits;
    this.#keys = 'pin';
    this.#entryTimer = setTimeout(() => {
      this.#forget();
      this.#end(KEY.timeOut);
      this.#changed();
    }, seconds * 1_000);
    return [ANSWER.ok];
  }

  #block(): [answer: number, data?: Uint8Array] {
    if (!this.#confirmed || !this.#workKey) return [ANSWER.badParameter];
    const digits = this.#typed.subarray(0, this.#entered);
    const block = encryptedPinBlock({ digits, account: this.#account, key: this.#workKey });
    this.#forget();
    return [ANSWER.ok, block];
  }

  #send(key: number): void {
    this.#line.send(Uint8Array.of(key));
  }

  #end(key: number): void {
    this.#send(key);
    this.#stop();
  }

  #stop(): void {
    clearTimeout(this.#entryTimer);
    this.#keys = 'dead';
  }

  #forget(): void {
    this.#typed.fill(0);
    this.#entered = 0;
    this.#confirmed = false;
  }

  #changed(): Changed {
    const { state } = this;
    for (const listener of this.#listeners) listener(state);
    return success(state);
  }
}
