import { failure, type Result, success } from '../core/result.ts';
import { FaultyLine, type LineFault, type LineFaultError } from '../transports/faultyLine.ts';
import { type Answer, encodeAnswer, FUNCTION, type Request, RequestFinder } from './modbus.ts';
import { type LightName, lightNames, type SensorName, sensorNames } from './types.ts';
import { DEFAULT_WIRING } from './wiring.ts';

/** The board's own fault beside those of its line: it answers, and says that it fails. */
export type BoardFault = LineFault | 'broken';

export interface SimulatedBoardState {
  readonly connection: 'plugged' | 'unplugged';
  /** What is so at the machine: a door open, somebody before it. */
  readonly active: readonly SensorName[];
  /** The lamps that are lit now. */
  readonly lit: readonly LightName[];
  readonly fault: BoardFault;
}

export interface SimulatedBoardError {
  readonly code: LineFaultError['code'] | 'SO_ALREADY';
  readonly message: string;
  readonly next: string;
}

type Changed = Result<SimulatedBoardState, SimulatedBoardError>;

export interface SimulatedSensorBoard {
  readonly port: string;
  readonly state: SimulatedBoardState;
  /** Opens a door, steps before the machine, presses the button, or the other way round. */
  set(sensor: SensorName, active: boolean): Changed;
  /** Lets the contact go to and fro so often, a few milliseconds apart, and stay where it was. */
  bounce(sensor: SensorName, times: number): Promise<void>;
  /** Takes its power away for a moment: all lamps go out, and nobody is told. */
  blink(): Changed;
  setFault(fault: BoardFault): Changed;
  unplug(): Promise<Changed>;
  plug(): Promise<Changed>;
  onState(listener: (state: SimulatedBoardState) => void): void;
  close(): Promise<void>;
}

export interface SimulatedBoardOptions {
  readonly link: string;
  readonly baudRate?: number;
  readonly address?: number;
}

const INPUTS = 8;
const COILS = 8;
/** Longer than any board takes, shorter than the driver waits. */
const SLOW_MS = 120;
/** A silence between two bytes that ends a frame. A pty knows no 4 ms. */
const SILENCE_MS = 50;
/** Good switches bounce a few milliseconds, worn ones 20. */
const BOUNCE_MS = 3;
const EXCEPTION = { function: 1, address: 2, device: 4 } as const;

/** A board of eight contacts and eight relays behind a pty, wired as `DEFAULT_WIRING` says. */
export async function createSimulatedSensorBoard(
  options: SimulatedBoardOptions,
): Promise<Result<SimulatedSensorBoard, SimulatedBoardError>> {
  const board = new SimulatedBoard(options);
  const plugged = await board.plug();
  return plugged.ok ? success(board) : plugged;
}

class SimulatedBoard implements SimulatedSensorBoard {
  readonly port: string;
  readonly #address: number;
  readonly #line: FaultyLine;
  readonly #requests = new RequestFinder();
  readonly #coils = new Array<boolean>(COILS).fill(false);
  readonly #active = new Set<SensorName>();
  readonly #listeners = new Set<(state: SimulatedBoardState) => void>();
  #broken = false;
  #silence: NodeJS.Timeout | undefined;

  constructor({ link, baudRate = 9_600, address = 1 }: SimulatedBoardOptions) {
    this.port = link;
    this.#address = address;
    this.#line = new FaultyLine({
      link,
      baudRate,
      slowMs: SLOW_MS,
      onData: (bytes) => this.#hear(bytes),
      onPlug: () => this.#changed(),
    });
  }

  get state(): SimulatedBoardState {
    return {
      connection: this.#line.plugged ? 'plugged' : 'unplugged',
      active: sensorNames.filter((name) => this.#active.has(name)),
      lit: lightNames.filter((name) => this.#coils[DEFAULT_WIRING.lights[name] ?? -1]),
      fault: this.#broken ? 'broken' : this.#line.fault,
    };
  }

  set(sensor: SensorName, active: boolean): Changed {
    if (this.#active.has(sensor) === active) {
      const message = `${sensor} is ${active ? 'active' : 'at rest'} already`;
      return failure({ code: 'SO_ALREADY', message, next: 'Look at its state with `pnpm sim`.' });
    }
    this.#flip(sensor);
    return this.#changed();
  }

  async bounce(sensor: SensorName, times: number): Promise<void> {
    for (let half = 0; half < 2 * times; half += 1) {
      this.#flip(sensor);
      await new Promise((resolve) => setTimeout(resolve, BOUNCE_MS));
    }
  }

  blink(): Changed {
    this.#coils.fill(false);
    return this.#changed();
  }

  setFault(fault: BoardFault): Changed {
    this.#broken = fault === 'broken';
    this.#line.fault = fault === 'broken' ? 'none' : fault;
    return this.#changed();
  }

  async unplug(): Promise<Changed> {
    const done = await this.#line.unplug();
    return done.ok ? success(this.state) : done;
  }

  async plug(): Promise<Changed> {
    this.#requests.reset();
    this.#coils.fill(false);
    const done = await this.#line.plug();
    return done.ok ? success(this.state) : done;
  }

  onState(listener: (state: SimulatedBoardState) => void): void {
    this.#listeners.add(listener);
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    clearTimeout(this.#silence);
    await this.#line.close();
  }

  #flip(sensor: SensorName): void {
    if (!this.#active.delete(sensor)) this.#active.add(sensor);
  }

  #hear(bytes: Uint8Array): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#requests.reset(), SILENCE_MS);
    for (const { address, request } of this.#requests.push(bytes)) {
      // A board is deaf to what is meant for another one.
      if (address === this.#address) this.#line.send(encodeAnswer(address, request, this.#answer(request)));
    }
  }

  #answer(request: Request): Answer {
    if (this.#broken) return { kind: 'exception', code: EXCEPTION.device };
    if (request.kind === 'write') {
      if (request.coil >= COILS) return { kind: 'exception', code: EXCEPTION.address };
      if (this.#coils[request.coil] !== request.on) {
        this.#coils[request.coil] = request.on;
        this.#changed();
      }
      return { kind: 'written' };
    }
    const bits = request.function === FUNCTION.readInputs ? this.#inputs() : this.#coils;
    const end = request.start + request.count;
    if (request.count < 1 || end > bits.length) return { kind: 'exception', code: EXCEPTION.address };
    return { kind: 'bits', bits: bits.slice(request.start, end) };
  }

  /** True for a closed contact. */
  #inputs(): boolean[] {
    const inputs = new Array<boolean>(INPUTS).fill(false);
    for (const [name, { input, active }] of Object.entries(DEFAULT_WIRING.sensors)) {
      inputs[input] = this.#active.has(name as SensorName) === (active === 'closed');
    }
    return inputs;
  }

  #changed(): Changed {
    const { state } = this;
    for (const listener of this.#listeners) listener(state);
    return success(state);
  }
}
