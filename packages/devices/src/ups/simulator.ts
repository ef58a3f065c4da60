import { failure, type Result, success } from '../core/result.ts';
import { FaultyLine, type LineFault, type LineFaultError } from '../transports/faultyLine.ts';
import { encodeStatus, LineFinder, line } from './megatec.ts';
import type { UpsDialect } from './types.ts';

export interface SimulatedUpsState {
  readonly connection: 'plugged' | 'unplugged';
  readonly mains: boolean;
  /** Of the charge, 0 to 100. */
  readonly batteryPercent: number;
  readonly batteryLow: boolean;
  readonly shutdown: 'none' | 'pending';
  readonly failed: boolean;
  readonly fault: LineFault;
}

export interface SimulatedUpsError {
  readonly code: LineFaultError['code'] | 'SO_ALREADY' | 'BAD_CHARGE' | 'BATTERY_EMPTY';
  readonly message: string;
  readonly next: string;
}

type Changed = Result<SimulatedUpsState, SimulatedUpsError>;

export interface SimulatedUps {
  readonly port: string;
  readonly state: SimulatedUpsState;
  setMains(on: boolean): Changed;
  /** Below a fifth it calls the battery low. */
  setBattery(percent: number): Changed;
  setFailed(failed: boolean): Changed;
  setFault(fault: LineFault): Changed;
  unplug(): Promise<Changed>;
  plug(): Promise<Changed>;
  onState(listener: (state: SimulatedUpsState) => void): void;
  close(): Promise<void>;
}

export interface SimulatedUpsOptions {
  readonly link: string;
  readonly baudRate?: number;
  readonly dialect?: UpsDialect;
}

const LOW_PERCENT = 20;
const SLOW_MS = 800;
/** A 12 V lead battery, empty and full. */
const BATTERY_VOLTS = { empty: 10.5, full: 13.6 } as const;

/** A UPS behind a pty. What the terminal draws is not simulated: its charge is what was set. */
export async function createSimulatedUps(
  options: SimulatedUpsOptions,
): Promise<Result<SimulatedUps, SimulatedUpsError>> {
  const ups = new PtyUps(options);
  const plugged = await ups.plug();
  return plugged.ok ? success(ups) : plugged;
}

class PtyUps implements SimulatedUps {
  readonly port: string;
  readonly #dialect: UpsDialect;
  readonly #line: FaultyLine;
  readonly #lines = new LineFinder();
  readonly #listeners = new Set<(state: SimulatedUpsState) => void>();
  #mains = true;
  #percent = 100;
  #failed = false;
  #shutdown: 'none' | 'pending' = 'none';

  constructor({ link, baudRate = 2_400, dialect = 'q1' }: SimulatedUpsOptions) {
    this.port = link;
    this.#dialect = dialect;
    this.#line = new FaultyLine({
      link,
      baudRate,
      slowMs: SLOW_MS,
      onData: (bytes) => {
        for (const command of this.#lines.push(bytes)) this.#obey(command);
      },
      onPlug: () => this.#changed(),
    });
  }

  get state(): SimulatedUpsState {
    return {
      connection: this.#line.plugged ? 'plugged' : 'unplugged',
      mains: this.#mains,
      batteryPercent: this.#percent,
      batteryLow: this.#percent < LOW_PERCENT,
      shutdown: this.#shutdown,
      failed: this.#failed,
      fault: this.#line.fault,
    };
  }

  setMains(on: boolean): Changed {
    if (this.#mains === on)
      return refuse('SO_ALREADY', `the mains are ${on ? 'on' : 'off'} already`, 'Look at its state.');
    if (!on && this.#percent === 0) {
      return refuse('BATTERY_EMPTY', 'an empty battery carries nothing', 'Charge it first: `battery 100`.');
    }
    this.#mains = on;
    return this.#changed();
  }

  setBattery(percent: number): Changed {
    const lowest = this.#mains ? 0 : 1;
    if (!Number.isInteger(percent) || percent < lowest || percent > 100) {
      return refuse(
        'BAD_CHARGE',
        `${percent} % is no charge the machine could run on`,
        `Give a number from ${lowest} to 100.`,
      );
    }
    this.#percent = percent;
    return this.#changed();
  }

  setFailed(failed: boolean): Changed {
    this.#failed = failed;
    return this.#changed();
  }

  setFault(fault: LineFault): Changed {
    this.#line.fault = fault;
    return this.#changed();
  }

  async unplug(): Promise<Changed> {
    const done = await this.#line.unplug();
    return done.ok ? success(this.state) : done;
  }

  async plug(): Promise<Changed> {
    this.#lines.reset();
    const done = await this.#line.plug();
    return done.ok ? success(this.state) : done;
  }

  onState(listener: (state: SimulatedUpsState) => void): void {
    this.#listeners.add(listener);
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    await this.#line.close();
  }

  #obey(command: string): void {
    if (command === (this.#dialect === 'q1' ? 'Q1' : 'QGS')) this.#line.send(this.#status());
    else if (/^S(\.[2-9]|0[1-9]|10)(R\d{4})?$/.test(command)) this.#setShutdown('pending');
    else if (command === 'C') this.#setShutdown('none');
    // As many do with what they do not know.
    else this.#line.send(line('(NAK'));
  }

  #setShutdown(shutdown: 'none' | 'pending'): void {
    this.#shutdown = shutdown;
    this.#changed();
  }

  #status(): Uint8Array {
    const volts = BATTERY_VOLTS.empty + ((BATTERY_VOLTS.full - BATTERY_VOLTS.empty) * this.#percent) / 100;
    return encodeStatus(this.#dialect, {
      onBattery: !this.#mains,
      batteryLow: this.#percent < LOW_PERCENT,
      failed: this.#failed,
      testing: false,
      shutdownPending: this.#shutdown === 'pending',
      inputVolts: this.#mains ? 220.5 : 0,
      outputVolts: 220,
      loadPercent: 15,
      hertz: 50,
      batteryVolts: volts,
      celsius: 25,
    });
  }

  #changed(): Changed {
    const { state } = this;
    for (const listener of this.#listeners) listener(state);
    return success(state);
  }
}

const refuse = (code: SimulatedUpsError['code'], message: string, next: string) => failure({ code, message, next });
