import type { UpsDialect, UpsReading } from './types.ts';

/**
 * Megatec's protocol, and the one question of Voltronic's that differs, both directions. Pure. Lines of ASCII, each ended
 * by CR; there is no checksum, so that a status counts only when all of it makes sense.
 *
 * ```
 * Q1  → (220.5 220.5 220.0 015 50.0 13.6 25.0 00000001
 *        input  last  output load  Hz  battery  °C  flags: mains failed, battery low, bypass or boost, UPS failed,
 *        volts  fault volts  %         volts            stand-by type, test, shutdown active, beeper on
 * QGS → (234.9 50.0 229.8 50.0 000.0 000 369.1 ---.- 026.5 ---.- 018.8 100000000001
 *        input  Hz  output Hz  amps load  bus   bus  battery       °C  flags: two of the type, mains failed, battery
 *        volts      volts            %    volts      volts                low, bypass, UPS failed, EPO, test, shutdown, …
 * ```
 */

const CR = 0x0d;
/** The longest status has 76 characters. What goes on without an end is noise. */
const MAX_LINE = 128;

export const question = (dialect: UpsDialect): Uint8Array => line(dialect === 'q1' ? 'Q1' : 'QGS');
export const cancelCommand = (): Uint8Array => line('C');

export const SHUTDOWN_SECONDS = { min: 12, max: 600 } as const;
export const RETURN_MINUTES = { min: 1, max: 9_999 } as const;

/** Delays below a minute are told in tenths of it, others in whole minutes: both are rounded up. */
export function shutdownCommand(afterSeconds: number, returnAfterMinutes?: number): Uint8Array {
  const tenths = Math.ceil(afterSeconds / 6);
  const delay = tenths <= 9 ? `.${tenths}` : String(Math.ceil(afterSeconds / 60)).padStart(2, '0');
  return line(`S${delay}${returnAfterMinutes === undefined ? '' : `R${String(returnAfterMinutes).padStart(4, '0')}`}`);
}

/** One line of a status, or nothing where it is none. Units that write dashes, or fewer digits, are understood. */
export function parseStatus(dialect: UpsDialect, text: string): UpsReading | undefined {
  const start = text.lastIndexOf('(');
  if (start < 0) return undefined;
  const fields = text
    .slice(start + 1)
    .trim()
    .split(/\s+/);
  return dialect === 'q1' ? parseQ1(fields) : parseQgs(fields);
}

function parseQ1(fields: readonly string[]): UpsReading | undefined {
  const [input, fault, output, load, hertz, battery, celsius, flags] = fields;
  if (fields.length !== 8 || !/^[01]{8}$/.test(flags ?? '')) return undefined;
  if (![input, fault, output, load, hertz, battery, celsius].every(isFigure)) return undefined;
  return reading(
    flags,
    { mains: 0, low: 1, failed: 3, testing: 5, shutdown: 6 },
    { input, output, load, hertz, battery, celsius },
  );
}

function parseQgs(fields: readonly string[]): UpsReading | undefined {
  const [input, hertz, output, , , load, , , battery, , celsius, flags] = fields;
  // Some units put two more figures behind the flags.
  if (fields.length < 12 || fields.length > 14 || !/^[01]{12}$/.test(flags ?? '')) return undefined;
  if (!fields.slice(0, 11).every(isFigure)) return undefined;
  return reading(
    flags,
    { mains: 2, low: 3, failed: 5, testing: 7, shutdown: 8 },
    { input, output, load, hertz, battery, celsius },
  );
}

type Figures = Readonly<Record<'input' | 'output' | 'load' | 'hertz' | 'battery' | 'celsius', string | undefined>>;

function reading(
  flags = '',
  at: { mains: number; low: number; failed: number; testing: number; shutdown: number },
  figures: Figures,
): UpsReading {
  const known = {
    inputVolts: figures.input,
    outputVolts: figures.output,
    loadPercent: figures.load,
    hertz: figures.hertz,
    batteryVolts: figures.battery,
    celsius: figures.celsius,
  };
  return {
    onBattery: flags[at.mains] === '1',
    batteryLow: flags[at.low] === '1',
    failed: flags[at.failed] === '1',
    testing: flags[at.testing] === '1',
    shutdownPending: flags[at.shutdown] === '1',
    ...Object.fromEntries(
      Object.entries(known).flatMap(([name, text]) => (isNumber(text) ? [[name, Number(text)]] : [])),
    ),
  };
}

/** A figure, or the dashes of a unit that does not measure it. */
const isFigure = (text: string | undefined): boolean => isNumber(text) || /^-+(\.-+)?$/.test(text ?? '');
const isNumber = (text: string | undefined): boolean => /^\d{1,4}(\.\d{1,2})?$/.test(text ?? '');

/** Finds lines in a stream. Holds no more than one of the greatest length. */
export class LineFinder {
  #bytes: number[] = [];

  push(chunk: Uint8Array): string[] {
    const lines: string[] = [];
    for (const byte of chunk) {
      if (byte === CR) {
        lines.push(String.fromCharCode(...this.#bytes));
        this.#bytes = [];
      } else {
        if (this.#bytes.length === MAX_LINE) this.#bytes.shift();
        this.#bytes.push(byte);
      }
    }
    return lines;
  }

  reset(): void {
    this.#bytes = [];
  }
}

export const line = (text: string): Uint8Array => Uint8Array.from([...Buffer.from(text, 'latin1'), CR]);

/** A status as a UPS writes it: for simulators and tests. */
export function encodeStatus(dialect: UpsDialect, status: UpsReading): Uint8Array {
  const bit = (on: boolean): string => (on ? '1' : '0');
  const { onBattery, batteryLow, failed, testing, shutdownPending } = status;
  const figure = (value: number | undefined, whole: number, decimals: number): string => {
    if (value === undefined) return '-'.repeat(whole) + (decimals > 0 ? `.${'-'.repeat(decimals)}` : '');
    return value.toFixed(decimals).padStart(whole + (decimals > 0 ? 1 + decimals : 0), '0');
  };
  const input = figure(status.inputVolts, 3, 1);
  const output = figure(status.outputVolts, 3, 1);
  const load = figure(status.loadPercent, 3, 0);
  const hertz = figure(status.hertz, 2, 1);
  const celsius = figure(status.celsius, 2, 1);
  if (dialect === 'q1') {
    const flags = [onBattery, batteryLow, false, failed, true, testing, shutdownPending, false].map(bit).join('');
    return line(
      `(${input} ${input} ${output} ${load} ${hertz} ${figure(status.batteryVolts, 2, 1)} ${celsius} ${flags}`,
    );
  }
  const flags = `10${[onBattery, batteryLow, false, failed, false, testing, shutdownPending, false, false, true].map(bit).join('')}`;
  const battery = figure(status.batteryVolts, 3, 1);
  return line(
    `(${input} ${hertz} ${output} ${hertz} 000.0 ${load} 369.1 ---.- ${battery} ---.- ${figure(status.celsius, 3, 1)} ${flags}`,
  );
}
