import type { IdCardReader, ReceiptPrinter } from '@renshe/devices';
import type { Notice } from '../contract/snapshot.ts';
import type { Clock } from './clock.ts';
import type { Delivery } from './sync/delivery.ts';
import { isUp } from './workflow/kioskActors.ts';

/** The printer is asked this often while nobody is being served. */
const PRINTER_CHECK_MS = 15_000;

/** The terminal's own trouble, gathered for the screens a citizen sees before starting. */
export class Notices {
  #printerUp = true;
  #cameraUp = true;
  #timer: unknown;
  #stopped = false;
  readonly #unsubscribe: (() => void)[];
  readonly #options: NoticesOptions;

  constructor(options: NoticesOptions) {
    this.#options = options;
    this.#unsubscribe = [
      options.reader.onStatus(() => options.onChange()),
      options.delivery.onReachability(() => options.onChange()),
    ];
    void this.#checkPrinter();
  }

  get current(): Notice[] {
    const { reader, delivery, faceAvailable } = this.#options;
    const notices: Notice[] = [];
    if (!isUp(reader.status.state)) notices.push('card-reader-unavailable');
    if (!faceAvailable()) notices.push('face-unavailable');
    if (!this.#cameraUp) notices.push('camera-unavailable');
    if (!this.#printerUp) notices.push('printer-unavailable');
    if (delivery.reachability === 'unreachable') notices.push('central-unreachable');
    return notices;
  }

  /** What the page found out about the camera while serving. */
  set cameraUp(up: boolean) {
    if (up === this.#cameraUp) return;
    this.#cameraUp = up;
    this.#options.onChange();
  }

  stop(): void {
    this.#stopped = true;
    this.#options.clock.clearTimeout(this.#timer);
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }

  /** Whoever stands between may be starting again: then there is no printer just now. */
  async #printerAnswers(): Promise<boolean> {
    try {
      return isUp((await this.#options.printer.status()).state);
    } catch {
      return false;
    }
  }

  async #checkPrinter(): Promise<void> {
    if (this.#options.idle()) {
      const up = await this.#printerAnswers();
      if (up !== this.#printerUp && !this.#stopped) {
        this.#printerUp = up;
        this.#options.onChange();
      }
    }
    if (!this.#stopped) this.#timer = this.#options.clock.setTimeout(() => void this.#checkPrinter(), PRINTER_CHECK_MS);
  }
}

interface NoticesOptions {
  readonly reader: IdCardReader;
  readonly printer: Pick<ReceiptPrinter, 'status'>;
  readonly delivery: Pick<Delivery, 'reachability' | 'onReachability'>;
  readonly faceAvailable: () => boolean;
  readonly idle: () => boolean;
  readonly clock: Clock;
  readonly onChange: () => void;
}
