import { type Clock, pause } from '../core/clock.ts';
import type { Opened } from '../core/connection.ts';
import { greetPort } from '../core/greetPort.ts';
import { failure, type Result, success } from '../core/result.ts';
import { describeHid, type HidAddress, type HidPort, type OpenHid } from '../transports/hid.ts';
import { HID_POS_REPORT_LENGTH, HidPosDecoder, type HidPosLayout, type HidPosWord } from './hidPos.ts';
import { type RawCode, type ScannerSession, SECOND_CODE_MS } from './session.ts';
import type { ScanError } from './types.ts';

/** The reports of one code follow each other by milliseconds: after so long the rest does not come any more. */
const QUIET_MS = 300;

export interface HidScannerOptions {
  readonly address: HidAddress;
  readonly layout: HidPosLayout;
  readonly clock: Clock;
  readonly openHid: OpenHid;
}

/** How a scanner of usage page 8C is found. It says nothing of itself: that it is there is all that can be known. */
export function greetHidScanner({ address, layout, clock, openHid }: HidScannerOptions) {
  return (signal: AbortSignal): Promise<Result<Opened<ScannerSession, ScanError>, ScanError>> =>
    greetPort<HidPort, ScannerSession, ScanError>({
      where: describeHid(address),
      signal,
      open: () => openHid(address),
      greet: async (port) => success(new HidSession(port, layout, clock)),
    });
}

class HidSession implements ScannerSession {
  readonly #decoder: HidPosDecoder;
  readonly #clock: Clock;
  readonly #closed = new AbortController();
  /** What came since somebody waits; undefined while nobody does. */
  #words: HidPosWord[] | undefined;
  /** Looks again. */
  #wake: (() => void) | undefined;
  #lastReportAt = 0;

  constructor(port: HidPort, layout: HidPosLayout, clock: Clock) {
    this.#decoder = new HidPosDecoder(layout);
    this.#clock = clock;
    port.onClose(() => this.#closed.abort());
    port.onReport((bytes) => {
      for (let at = 0; at < bytes.length; at += HID_POS_REPORT_LENGTH) {
        // A code that broke off is not the beginning of the next one.
        if (this.#clock.now() - this.#lastReportAt > QUIET_MS) this.#decoder.reset();
        this.#lastReportAt = this.#clock.now();
        const word = this.#decoder.push(bytes.subarray(at, at + HID_POS_REPORT_LENGTH));
        // Two are enough to know that there is more than one.
        if (word && this.#words && this.#words.length < 2) this.#words.push(word);
        else if (word?.kind === 'code') word.bytes.fill(0);
      }
      bytes.fill(0);
      this.#wake?.();
    });
  }

  check = async (): Promise<Result<'heard', ScanError>> => success('heard');

  async readCode(signal: AbortSignal): Promise<Result<RawCode | 'stopped', ScanError>> {
    const stop = AbortSignal.any([signal, this.#closed.signal]);
    // A code that had begun before is not the one.
    this.#decoder.reset();
    this.#words = [];
    const first = await this.#nextWord(stop);
    const second = first && (await this.#nextWord(stop, SECOND_CODE_MS));
    this.#words = undefined;
    if (this.#closed.signal.aborted) return failure({ code: 'unplugged', detail: 'the scanner went away' });
    if (!first) return success('stopped');
    if (first.kind === 'too-long') return failure({ code: 'too-long', detail: 'a code of more than 4 KiB' });
    if (first.kind === 'bad-report') return failure({ code: 'bad-frame', detail: first.detail });
    if (!second && !this.#decoder.inCode) {
      const { bytes, symbology } = first;
      return success({ bytes, ...(symbology === undefined ? {} : { symbology }) });
    }
    first.bytes.fill(0);
    return failure({ code: 'more-than-one', detail: 'a second code came with the first' });
  }

  /** Undefined when the signal aborted, or nothing came within this time. */
  async #nextWord(stop: AbortSignal, ms = Number.POSITIVE_INFINITY): Promise<HidPosWord | undefined> {
    const until = this.#clock.now() + ms;
    while (!stop.aborted) {
      const word = this.#words?.shift();
      if (word) return word;
      const now = this.#clock.now();
      const { inCode } = this.#decoder;
      const quietAt = this.#lastReportAt + QUIET_MS;
      if (inCode && now >= quietAt) {
        this.#decoder.reset();
        return { kind: 'bad-report', detail: 'a code broke off before its end' };
      }
      if (!inCode && now >= until) return undefined;
      const woken = new AbortController();
      this.#wake = () => woken.abort();
      await this.#pause(inCode ? quietAt - now : until - now, AbortSignal.any([stop, woken.signal]));
      this.#wake = undefined;
    }
    return undefined;
  }

  /** As `pause`, and for ever where no time is given. */
  async #pause(ms: number, signal: AbortSignal): Promise<void> {
    if (ms !== Number.POSITIVE_INFINITY) return pause(this.#clock, ms, signal);
    return new Promise((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }
}
