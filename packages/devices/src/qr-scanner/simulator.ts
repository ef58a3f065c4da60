import { failure, type Result, success } from '../core/result.ts';
import { FaultyLine, type LineFault, type LineFaultError } from '../transports/faultyLine.ts';
import { encodeReply, type ModuleRequest, RequestStream, ZONE } from './gm65Frame.ts';

/**
 * How what is in front of the scanner comes out of it.
 *
 * - `code`: as it should.
 * - `garbage`: bytes that are no text.
 * - `two`: with a second code right behind it.
 * - `glued`: with a second code behind it and nothing between.
 * - `flood`: bytes that do not end.
 * - `no-end`: without the CR.
 * - `partial`: the first half, without the CR.
 */
export const presentations = ['code', 'garbage', 'two', 'glued', 'flood', 'no-end', 'partial'] as const;
export type Presentation = (typeof presentations)[number];

export interface SimulatedScannerState {
  readonly connection: 'plugged' | 'unplugged';
  /** Whether something is held before it; what it says is nobody's business. */
  readonly view: 'empty' | Presentation;
  readonly light: 'on' | 'off';
  readonly line: LineFault;
  /** Codes sent since the start. */
  readonly reads: number;
}

export interface SimulatedScannerError {
  readonly code: LineFaultError['code'] | 'SOMETHING_THERE' | 'NOTHING_THERE' | 'NOT_A_CODE';
  readonly message: string;
  readonly next: string;
}

type Changed = Result<SimulatedScannerState, SimulatedScannerError>;

export interface SimulatedQrScanner {
  readonly port: string;
  readonly state: SimulatedScannerState;
  /** Holds a code before the scanner; it is read when the light goes on, or at once when it is on. */
  show(content: string | Uint8Array, as?: Presentation): Changed;
  takeAway(): Changed;
  setLine(fault: LineFault): Changed;
  unplug(): Promise<Changed>;
  plug(): Promise<Changed>;
  onState(listener: (state: SimulatedScannerState) => void): void;
  close(): Promise<void>;
}

export interface SimulatedScannerOptions {
  readonly link: string;
  readonly baudRate: number;
}

/** From the light to the first byte. */
const READ_MS = 60;
/** It gives up by itself, as from the factory. */
const LIGHT_MS = 5_000;
/** Late, though not too late. */
const SLOW_MS = 250;
/** What a QR code of version 40 holds at level L. */
const MOST_BYTES = 2_953;
const FLOOD_PIECE_MS = 10;
/** Mode by button, and nothing behind a code: as from the factory. */
const FACTORY: readonly (readonly [number, number])[] = [
  [ZONE.mode, 0xd4],
  [ZONE.tail, 0x00],
];

/** A GM65 module behind a pty. Fails where no pty can be made. */
export async function createSimulatedQrScanner(
  options: SimulatedScannerOptions,
): Promise<Result<SimulatedQrScanner, SimulatedScannerError>> {
  const scanner = new Simulator(options);
  const plugged = await scanner.plug();
  return plugged.ok ? success(scanner) : plugged;
}

class Simulator implements SimulatedQrScanner {
  readonly port: string;
  readonly #line: FaultyLine;
  readonly #listeners = new Set<(state: SimulatedScannerState) => void>();
  #requests = new RequestStream();
  #memory = new Map(FACTORY);
  #view: { readonly bytes: Uint8Array; readonly as: Presentation } | undefined;
  #light = false;
  #lightTimer: NodeJS.Timeout | undefined;
  #readTimer: NodeJS.Timeout | undefined;
  #reads = 0;

  constructor({ link, baudRate }: SimulatedScannerOptions) {
    this.port = link;
    this.#line = new FaultyLine({
      link,
      baudRate,
      slowMs: SLOW_MS,
      onData: (bytes) => {
        for (const request of this.#requests.push(bytes)) this.#serve(request);
      },
      onPlug: (plugged) => {
        // The module has its power from the plug, and forgets what was not saved.
        if (plugged) {
          this.#requests = new RequestStream();
          this.#memory = new Map(FACTORY);
        } else this.#switchLight(false);
        this.#changed();
      },
    });
  }

  get state(): SimulatedScannerState {
    return {
      connection: this.#line.plugged ? 'plugged' : 'unplugged',
      view: this.#view?.as ?? 'empty',
      light: this.#light ? 'on' : 'off',
      line: this.#line.fault,
      reads: this.#reads,
    };
  }

  show(content: string | Uint8Array, as: Presentation = 'code'): Changed {
    if (this.#view) return refuse('SOMETHING_THERE', 'something is held before it already', 'Take it away first.');
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : Uint8Array.from(content);
    if (bytes.length === 0 || bytes.length > MOST_BYTES) {
      return refuse('NOT_A_CODE', `no code holds ${bytes.length} bytes`, `Give 1 to ${MOST_BYTES} bytes.`);
    }
    this.#view = { bytes, as };
    this.#look();
    return this.#changed();
  }

  takeAway(): Changed {
    if (!this.#view) return refuse('NOTHING_THERE', 'nothing is held before it', 'Show it a code first.');
    this.#view = undefined;
    clearTimeout(this.#readTimer);
    return this.#changed();
  }

  setLine(fault: LineFault): Changed {
    this.#line.fault = fault;
    return this.#changed();
  }

  async unplug(): Promise<Changed> {
    const unplugged = await this.#line.unplug();
    return unplugged.ok ? success(this.state) : unplugged;
  }

  async plug(): Promise<Changed> {
    const plugged = await this.#line.plug();
    return plugged.ok ? success(this.state) : plugged;
  }

  onState(listener: (state: SimulatedScannerState) => void): void {
    this.#listeners.add(listener);
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    this.#switchLight(false);
    await this.#line.close();
  }

  #serve({ type, address, value }: ModuleRequest): void {
    if (type === 'read') {
      this.#line.send(encodeReply(Uint8Array.of(this.#memory.get(address) ?? 0)));
      return;
    }
    this.#line.send(encodeReply(Uint8Array.of(0)));
    if (address !== ZONE.trigger) {
      this.#memory.set(address, value);
      return;
    }
    // Reading on command has to be switched on first.
    const byCommand = ((this.#memory.get(ZONE.mode) ?? 0) & 3) === 1;
    this.#switchLight(byCommand && (value & 1) === 1);
    this.#look();
    this.#changed();
  }

  #switchLight(on: boolean): void {
    clearTimeout(this.#lightTimer);
    clearTimeout(this.#readTimer);
    this.#light = on;
    if (!on) return;
    this.#lightTimer = setTimeout(() => {
      this.#switchLight(false);
      this.#changed();
    }, LIGHT_MS);
  }

  #look(): void {
    const view = this.#view;
    if (!this.#light || !view) return;
    clearTimeout(this.#readTimer);
    this.#readTimer = setTimeout(() => this.#send(view.bytes, view.as), READ_MS);
  }

  #send(bytes: Uint8Array, as: Presentation): void {
    const end = ((this.#memory.get(ZONE.tail) ?? 0) & 1) === 1 ? Uint8Array.of(0x0d) : new Uint8Array();
    this.#reads += 1;
    if (as === 'flood') {
      this.#line.send(Buffer.alloc(500, 'f'));
      this.#readTimer = setTimeout(() => this.#send(bytes, as), FLOOD_PIECE_MS);
      return;
    }
    for (const piece of piecesOf(bytes, end, as)) this.#line.send(piece);
    this.#switchLight(false);
    this.#changed();
  }

  #changed(): Changed {
    const { state } = this;
    for (const listener of this.#listeners) listener(state);
    return success(state);
  }
}

function piecesOf(bytes: Uint8Array, end: Uint8Array, as: Exclude<Presentation, 'flood'>): readonly Uint8Array[] {
  const code = Buffer.concat([bytes, end]);
  switch (as) {
    case 'code':
      return [code];
    case 'garbage':
      return [Buffer.concat([Uint8Array.of(0xff, 0x00, 0x1b, 0xc3), bytes, end])];
    case 'two':
      return [code, code];
    case 'glued':
      return [bytes, code];
    case 'no-end':
      return [bytes];
    case 'partial':
      return [bytes.subarray(0, Math.ceil(bytes.length / 2))];
  }
}

const refuse = (code: SimulatedScannerError['code'], message: string, next: string) => failure({ code, message, next });
