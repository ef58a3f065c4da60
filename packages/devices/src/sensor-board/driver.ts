import { type CallOptions, CallQueue } from '../core/callQueue.ts';
import { type Clock, pause, systemClock } from '../core/clock.ts';
import { Connection } from '../core/connection.ts';
import { type DeviceState, stateAfter } from '../core/device.ts';
import { failure, type Result, success } from '../core/result.ts';
import { StatusKeeper } from '../core/statusKeeper.ts';
import { openLine } from '../transports/openLine.ts';
import { type OpenPort, openSerialPort } from '../transports/serialPort.ts';
import { Board } from './board.ts';
import { Contact, DEBOUNCE_MS } from './contact.ts';
import { isLit } from './lights.ts';
import {
  type LightName,
  type LightPattern,
  lightNames,
  type SensorBoard,
  type SensorBoardError,
  type SensorBoardStatus,
  type SensorName,
  type Sensors,
  sensorNames,
  type Wiring,
} from './types.ts';
import { coilCount, DEFAULT_WIRING, inputCount } from './wiring.ts';

export interface SensorBoardOptions {
  /** Device file; opened anew after every loss. */
  readonly port: string;
  /** Default 9600. */
  readonly baudRate?: number;
  /** The board's Modbus address. Default 1. */
  readonly address?: number;
  readonly wiring?: Wiring;
  /** For tests. */
  readonly clock?: Clock;
  /** For tests. */
  readonly openPort?: OpenPort;
}

const POLL_MS = 100;
/** Missed so often in a row, a board is given up and searched for: within a second, silence and pauses together. */
const MISSES = 3;
/**
 * So often the coils are read back: a board that lost its power for a moment has all its lights off and tells nobody.
 */
const COIL_POLLS = 10;
/** Of a board that may just be starting. */
const GREETINGS = 2;

const TIME_UP: SensorBoardError = { code: 'answer-timeout', detail: 'the board was not told in the time given' };

/**
 * A board of contacts and relays at a serial line, asked ten times a second. Connects at once and in the background, and
 * stays connected until closed. Its relays only switch: blinking is done here, at the same pace for all.
 */
export function createSensorBoard(options: SensorBoardOptions): SensorBoard {
  return new SerialSensorBoard(options);
}

class SerialSensorBoard implements SensorBoard {
  readonly capabilities: SensorBoard['capabilities'];
  readonly #wiring: Wiring;
  readonly #clock: Clock;
  readonly #connection: Connection<Board, SensorBoardError>;
  readonly #queue: CallQueue;
  readonly #status: StatusKeeper<SensorBoardStatus>;
  readonly #closing = new AbortController();
  readonly #polling: Promise<void>;
  readonly #contacts = new Map<SensorName, Contact>();
  readonly #wanted = new Map<LightName, LightPattern>();
  /** What the coils of this board are known to be. */
  #written: { readonly board: Board; readonly lit: Map<LightName, boolean> } | undefined;
  #misses = 0;
  #polls = 0;

  constructor(options: SensorBoardOptions) {
    const { port, baudRate = 9_600, address = 1, wiring = DEFAULT_WIRING } = options;
    const { clock = systemClock, openPort = openSerialPort } = options;
    this.#wiring = wiring;
    this.#clock = clock;
    for (const name of sensorNames) if (wiring.sensors[name]) this.#contacts.set(name, new Contact());
    this.capabilities = {
      sensors: [...this.#contacts.keys()],
      lights: lightNames.filter((light) => wiring.lights[light] !== undefined),
    };
    this.#queue = new CallQueue(clock);
    const open = openLine<Board, SensorBoardError['code']>({ port, baudRate, clock, openPort }, (exchange) =>
      this.#greet(new Board(exchange, { clock, address, baudRate })),
    );
    this.#connection = new Connection({ clock, open, stateOf });
    this.#status = new StatusKeeper(this.#look());
    this.#connection.onStatus(({ state }) => {
      if (state !== 'online') for (const contact of this.#contacts.values()) contact.forget();
      this.#status.set(this.#look());
    });
    this.#polling = this.#poll();
  }

  get status(): SensorBoardStatus {
    return this.#status.current;
  }

  onStatus(listener: (status: SensorBoardStatus) => void): () => void {
    return this.#status.onChange(listener);
  }

  async setLight(
    light: LightName,
    pattern: LightPattern,
    options: CallOptions = {},
  ): Promise<Result<'set', SensorBoardError>> {
    if (this.#wiring.lights[light] === undefined) {
      return failure({ code: 'not-wired', detail: `no coil is named for the light "${light}"` });
    }
    // Also for a board that is away: it will be told when it is back.
    this.#wanted.set(light, pattern);
    this.#status.set(this.#look());
    return this.#queue.run<Board, 'set', SensorBoardError>(options, {
      timeUp: TIME_UP,
      connect: () => this.#connection.connected(),
      work: async (board) => {
        const told = await this.#light(board, light);
        if (told.ok) return success('set');
        this.#judge(board, told.error);
        return told;
      },
    });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([this.#queue.close(), this.#connection.close(), this.#polling]);
    this.#status.close();
  }

  /** Comes online knowing what its contacts are: whoever asks at once is not told "unknown". */
  async #greet(board: Board): Promise<Result<Board, SensorBoardError>> {
    const count = inputCount(this.#wiring);
    let read = await board.readInputs(count);
    for (let tries = 1; tries < GREETINGS && !read.ok; tries += 1) read = await board.readInputs(count);
    if (read.ok) {
      this.#see(read.value);
      await pause(this.#clock, DEBOUNCE_MS, this.#closing.signal);
      read = await board.readInputs(count);
    }
    if (read.ok) {
      this.#see(read.value);
      return success(board);
    }
    const { error } = read;
    return failure(error.code === 'answer-timeout' ? { ...error, code: 'no-answer' } : error);
  }

  #see(inputs: readonly boolean[]): void {
    const now = this.#clock.now();
    for (const [name, contact] of this.#contacts) {
      contact.see(inputs[this.#wiring.sensors[name]?.input ?? -1] ?? false, now);
    }
  }

  async #poll(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      const doubtful = this.#misses > 0 || [...this.#contacts.values()].some((contact) => contact.doubtful);
      await pause(this.#clock, doubtful ? DEBOUNCE_MS : POLL_MS, signal);
      const { session: board } = this.#connection;
      if (!board || signal.aborted) continue;
      await this.#queue.run<Board, 'polled', SensorBoardError>(
        {},
        { timeUp: TIME_UP, connect: async () => success(board), work: () => this.#pollOnce(board) },
      );
    }
  }

  async #pollOnce(board: Board): Promise<Result<'polled', SensorBoardError>> {
    const read = await board.readInputs(inputCount(this.#wiring));
    if (!read.ok) {
      this.#judge(board, read.error);
      return read;
    }
    this.#misses = 0;
    this.#see(read.value);
    this.#status.set(this.#look());
    this.#polls += 1;
    if (this.#polls % COIL_POLLS === 0) await this.#readBack(board);
    for (const light of this.capabilities.lights) {
      const told = await this.#light(board, light);
      if (!told.ok) break;
    }
    return success('polled');
  }

  /** Brings one light to what it shall be now; says nothing when it is. */
  async #light(board: Board, light: LightName): Promise<Result<'written' | 'as-wanted', SensorBoardError>> {
    if (this.#written?.board !== board) this.#written = { board, lit: new Map() };
    const coil = this.#wiring.lights[light];
    const lit = isLit(this.#wanted.get(light) ?? 'off', this.#clock.now());
    if (coil === undefined || this.#written.lit.get(light) === lit) return success('as-wanted');
    const told = await board.writeCoil(coil, lit);
    // What the board refuses it will refuse again: it is not asked ten times a second.
    if (told.ok || told.error.code === 'board-refused') this.#written.lit.set(light, lit);
    return told;
  }

  /** A board that cannot read its coils is believed. */
  async #readBack(board: Board): Promise<void> {
    const coils = await board.readCoils(coilCount(this.#wiring));
    if (!coils.ok || this.#written?.board !== board) return;
    for (const light of this.#written.lit.keys()) {
      const lit = coils.value[this.#wiring.lights[light] ?? -1];
      if (lit !== undefined) this.#written.lit.set(light, lit);
    }
  }

  /** A board that does not answer any more is given up, so that the search for it begins. */
  #judge(board: Board, error: SensorBoardError): void {
    this.#misses += 1;
    if (this.#misses < MISSES && error.code !== 'board-refused') return;
    if (error.code === 'board-refused' && error.exception !== DEVICE_FAILED) return;
    this.#misses = 0;
    this.#connection.drop(board, error);
  }

  #look(): SensorBoardStatus {
    const link = this.#connection.status;
    const sensors = this.#sensors(link.state === 'online');
    const lights = Object.fromEntries(lightNames.map((light) => [light, this.#wanted.get(light) ?? 'off']));
    const rest = { sensors, lights: lights as SensorBoardStatus['lights'] };
    if (link.state === 'online' && sensors.tamper === 'tampered') {
      return { state: 'fraudAttempt', detail: 'the tamper contact says that somebody opens the machine', ...rest };
    }
    return { ...link, ...rest };
  }

  #sensors(known: boolean): Sensors {
    const word = <Word extends string>(name: SensorName, active: Word, passive: Word): Word | 'unknown' => {
      const closed = known ? this.#contacts.get(name)?.taken : undefined;
      if (closed === undefined) return 'unknown';
      return closed === (this.#wiring.sensors[name]?.active === 'closed') ? active : passive;
    };
    return {
      frontDoor: word<'open' | 'closed'>('frontDoor', 'open', 'closed'),
      backDoor: word<'open' | 'closed'>('backDoor', 'open', 'closed'),
      tamper: word<'tampered' | 'ok'>('tamper', 'tampered', 'ok'),
      presence: word<'present' | 'notPresent'>('presence', 'present', 'notPresent'),
      callButton: word<'pressed' | 'released'>('callButton', 'pressed', 'released'),
    };
  }
}

/** The exception that says the board is broken. The others say that what was asked is not there. */
const DEVICE_FAILED = 4;

function stateOf({ code }: SensorBoardError): DeviceState {
  switch (code) {
    case 'board-refused':
      return 'hardwareError';
    case 'not-wired':
      return 'online';
    default:
      return stateAfter(code);
  }
}
