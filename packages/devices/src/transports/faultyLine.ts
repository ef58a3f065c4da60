import { failure, type Result, success } from '../core/result.ts';
import { openPty, type Pty, type PtyError } from './pty.ts';

/**
 * What may be wrong with a line or whoever speaks at its other end.
 *
 * - `silent`: everything is heard, nothing is answered.
 * - `slow`: answers come late, though not too late.
 * - `garbled`: in every answer one byte is another.
 * - `partial`: every answer breaks off in the middle.
 */
export const lineFaults = ['none', 'silent', 'slow', 'garbled', 'partial'] as const;
export type LineFault = (typeof lineFaults)[number];

export interface LineFaultError {
  readonly code: PtyError['code'] | 'ALREADY_UNPLUGGED' | 'ALREADY_PLUGGED';
  readonly message: string;
  readonly next: string;
}

export interface FaultyLineOptions {
  /** Path at which the port shall appear. */
  readonly link: string;
  /** The only rate at which anything is heard. */
  readonly baudRate: number;
  readonly slowMs: number;
  readonly onData: (bytes: Uint8Array) => void;
  /** The plug was put in or pulled, or the pty has gone by itself. */
  readonly onPlug: (plugged: boolean) => void;
}

/** For simulators: the end of a serial line at which the device is, with a plug to pull and the faults lines have. */
export class FaultyLine {
  readonly #options: FaultyLineOptions;
  readonly #timers = new Set<NodeJS.Timeout>();
  #pty: Pty | undefined;
  #hearing = Promise.resolve();
  fault: LineFault = 'none';

  constructor(options: FaultyLineOptions) {
    this.#options = options;
  }

  get plugged(): boolean {
    return this.#pty !== undefined;
  }

  async plug(): Promise<Result<undefined, LineFaultError>> {
    if (this.#pty) return failure(refusal('ALREADY_PLUGGED', 'it is plugged in already', 'Unplug it first.'));
    const { link, baudRate, onPlug } = this.#options;
    const opened = await openPty({
      link,
      baudRate,
      onData: (bytes) => this.#hear(bytes),
      onLost: () => {
        this.#pty = undefined;
        onPlug(false);
      },
    });
    if (!opened.ok) return opened;
    this.#pty = opened.value;
    onPlug(true);
    return success(undefined);
  }

  async unplug(): Promise<Result<undefined, LineFaultError>> {
    const pty = this.#pty;
    if (!pty) return failure(refusal('ALREADY_UNPLUGGED', 'it is unplugged already', 'Plug it in first.'));
    this.#pty = undefined;
    this.#stopTimers();
    await pty.close();
    this.#options.onPlug(false);
    return success(undefined);
  }

  send(bytes: Uint8Array): void {
    const pty = this.#pty;
    switch (this.fault) {
      case 'silent':
        return;
      case 'slow': {
        const timer = setTimeout(() => {
          this.#timers.delete(timer);
          pty?.write(bytes);
        }, this.#options.slowMs);
        this.#timers.add(timer);
        return;
      }
      case 'garbled': {
        const middle = Math.floor(bytes.length / 2);
        pty?.write(bytes.map((byte, index) => (index === middle ? byte ^ 0x90 : byte)));
        return;
      }
      case 'partial':
        pty?.write(bytes.subarray(0, Math.floor(bytes.length / 2)));
        return;
      case 'none':
        pty?.write(bytes);
    }
  }

  async close(): Promise<void> {
    const pty = this.#pty;
    this.#pty = undefined;
    this.#stopTimers();
    await pty?.close();
  }

  #hear(bytes: Uint8Array): void {
    const pty = this.#pty;
    this.#hearing = this.#hearing.then(async () => {
      if ((await pty?.speed()) === this.#options.baudRate && pty === this.#pty) this.#options.onData(bytes);
    });
  }

  #stopTimers(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}

const refusal = (code: LineFaultError['code'], message: string, next: string): LineFaultError => ({
  code,
  message,
  next,
});
