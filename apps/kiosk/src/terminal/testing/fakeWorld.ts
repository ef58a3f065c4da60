import type { VerificationRequest } from '@renshe/central-api';
import {
  type CardReading,
  type CardRemoval,
  type DeviceStatus,
  failure,
  type IdCardReader,
  type PrintError,
  type ReadCardError,
  type ReadCardOptions,
  type ReadProgress,
  type ReceiptPrinter,
  type ResidentIdCard,
  type Result,
  success,
} from '@renshe/devices';
import type { CaptureAdvice, EnrolResult, FaceDecision, FaceEngine } from '@renshe/face';
import type { Intent } from '../../contract/intent.ts';
import type { ScreenName, Snapshot } from '../../contract/snapshot.ts';
import { Attendant } from '../attendant.ts';
import type { HeadsetSensor } from '../headset.ts';
import { defaultPolicy } from '../policy/policy.ts';
import type { Ports, WorkflowEvent } from '../ports.ts';
import { StoreError } from '../store/storeError.ts';
import { application, FakeCentral } from './fakeCentral.ts';
import { FakeClock, settle } from './fakeClock.ts';
import { FakeCallButton, FakeMachine } from './fakeMachine.ts';
import { Gate } from './gate.ts';

export const citizen: ResidentIdCard = {
  kind: 'resident-id-card',
  name: '陈建国',
  sex: '1',
  ethnicGroupCode: '01',
  birthDate: '1979-03-12',
  address: '北京市朝阳区示范路1号',
  idNumber: '110105197903120017',
  issuingAuthority: '北京市公安局朝阳分局',
  validFrom: '2015-05-20',
  validUntil: '2035-05-20',
};

/** A card reader played by hand: the test lays cards down, lifts them, and pulls the plug. */
export class FakeReader implements IdCardReader {
  status: DeviceStatus = { state: 'online' };
  /** The photo block of every card read so far: each is to be all zero in the end. */
  readonly photos: Uint8Array[] = [];
  /** A driver that has the card in hand when it is told to stop. */
  tooLateToAbort = false;
  readonly #listeners = new Set<(status: DeviceStatus) => void>();
  #waiting: ((result: Result<CardReading, ReadCardError>) => void) | undefined;
  #progress: ((progress: ReadProgress) => void) | undefined;
  #lifting: ((result: Result<CardRemoval, ReadCardError>) => void) | undefined;

  onStatus(listener: (status: DeviceStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  readCard(options: ReadCardOptions = {}): Promise<Result<CardReading, ReadCardError>> {
    return new Promise((resolve) => {
      this.#waiting = resolve;
      this.#progress = options.onProgress;
      options.signal?.addEventListener('abort', () => {
        if (!this.tooLateToAbort) resolve(failure({ code: 'aborted', detail: '' }));
      });
    });
  }

  waitForRemoval(options: { signal?: AbortSignal } = {}): Promise<Result<CardRemoval, ReadCardError>> {
    return new Promise((resolve) => {
      this.#lifting = resolve;
      options.signal?.addEventListener('abort', () => resolve(failure({ code: 'aborted', detail: '' })));
    });
  }

  lay(credential: CardReading['credential'] = citizen): void {
    const timings = { totalMs: 500, wireMs: 120, bytes: 1400, baudRate: 115200 };
    const photo = new Uint8Array(1024).fill(7);
    this.photos.push(photo);
    this.#waiting?.(success({ credential, photo, samId: '05.01-20200105-0000000001-0000000001', timings }));
  }

  find(progress: ReadProgress = 'card-found'): void {
    this.#progress?.(progress);
  }

  fail(code: ReadCardError['code']): void {
    this.#waiting?.(failure({ code, detail: 'played by a test' }));
  }

  lift(removal: CardRemoval = 'removed'): void {
    this.#lifting?.(success(removal));
  }

  /** The reader goes away while it watches the card. */
  loseSight(): void {
    this.#lifting?.(failure({ code: 'unplugged', detail: 'played by a test' }));
  }

  become(state: DeviceStatus['state']): void {
    this.status = { state };
    for (const listener of this.#listeners) listener(this.status);
  }

  async close(): Promise<void> {}
}

/** A face engine whose opinions the test sets. */
export class FakeFace implements FaceEngine {
  readonly name = 'fake';
  /** What it was told, in order. */
  readonly calls: string[] = [];
  readonly clearing = new Gate();
  readonly looking = new Gate();
  readonly deciding = new Gate();
  readonly enrolling = new Gate();
  broken = false;
  enrolment: EnrolResult = 'ready';
  /** Decisions in order; the last one stays. */
  distances: number[] = [0.3];
  advice: CaptureAdvice = 'good';
  collected = 3;

  async start(): Promise<{ loadMs: number }> {
    return { loadMs: 0 };
  }
  async enrol(): Promise<EnrolResult> {
    this.calls.push('enrol');
    await this.enrolling.pass();
    return this.enrolment;
  }
  async frame(jpeg: Uint8Array) {
    jpeg.fill(0);
    await this.looking.pass();
    if (this.broken) throw new Error('played by a test');
    return { advice: this.advice, collected: this.collected, needed: 3, elapsedMs: 1 };
  }
  async decide(): Promise<FaceDecision> {
    await this.deciding.pass();
    const distance = (this.distances.length > 1 ? this.distances.shift() : this.distances[0]) ?? 1;
    return {
      match: distance <= 0.467,
      distance,
      threshold: 0.467,
      falseMatchRate: 1e-4,
      engine: 'fake',
      frames: 3,
      reasons: [distance <= 0.467 ? 'within-threshold' : 'beyond-threshold'],
      elapsedMs: 1,
    };
  }
  async clear(): Promise<void> {
    this.calls.push('clear');
    await this.clearing.pass();
    if (this.broken) throw new Error('played by a test');
  }
  async stop(): Promise<void> {}
}

/** A jack into which the test puts a headset. */
export class FakeHeadset implements HeadsetSensor {
  plugged: boolean | undefined;
  readonly #listeners = new Set<() => void>();

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  become(plugged: boolean): void {
    this.plugged = plugged;
    for (const listener of this.#listeners) listener();
  }
}

/** A whole terminal without its outside: the attendant over fakes, driven by intents and by time. */
export class FakeWorld {
  readonly clock = new FakeClock();
  readonly reader = new FakeReader();
  readonly face = new FakeFace();
  readonly central = new FakeCentral();
  readonly headset = new FakeHeadset();
  readonly machine = new FakeMachine();
  readonly callButton = new FakeCallButton();
  readonly recorded: WorkflowEvent[] = [];
  readonly presence: { present: boolean | undefined } = { present: undefined };
  readonly enqueued: VerificationRequest[] = [];
  delivered: Awaited<ReturnType<Ports['delivery']['deliverNow']>> | undefined;
  /** What the disk does to the two steps of a confirmation. */
  enqueueFails = false;
  deliveryFails = false;
  printed: Result<{ jobId: number }, PrintError> = success({ jobId: 1 });
  readonly delivering = new Gate();
  readonly printing = new Gate();
  /** What the page's camera was found to be. */
  readonly cameraSeen: boolean[] = [];
  readonly snapshots: Snapshot[] = [];
  readonly attendant: Attendant;

  constructor(options: { withoutFace?: boolean } = {}) {
    const printer: ReceiptPrinter = {
      accepts: 'pdf',
      status: async () => ({ state: 'online', paper: 'full' }),
      print: async (_pdf, { signal }) => {
        const aborted = new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
        await Promise.race([this.printing.pass(), aborted]);
        return this.printed;
      },
    };
    const ports: Ports = {
      reader: this.reader,
      printer,
      face: options.withoutFace ? undefined : this.face,
      presence: this.presence,
      headset: this.headset,
      machine: this.machine,
      callButton: this.callButton,
      central: this.central,
      outbox: {
        enqueue: (request) => {
          if (this.enqueueFails) throw new StoreError('store-full');
          this.enqueued.push(request);
        },
      },
      delivery: {
        deliverNow: async () => {
          await this.delivering.pass();
          if (this.deliveryFails) throw new StoreError('store-io');
          return this.delivered ?? this.#verified();
        },
      },
      renderReceipt: async () => new Uint8Array([1]),
      nextReceiptNumber: () => 'TEST-20261124-0001',
      policy: defaultPolicy,
      clock: this.clock,
      terminal: { id: 'TEST', place: '示范大厅', hotline: '12333' },
      record: (event) => void this.recorded.push(event),
    };
    this.attendant = new Attendant({ ports, notices: () => [], onCamera: (up) => void this.cameraSeen.push(up) });
    this.attendant.watch((snapshot) => this.snapshots.push(snapshot));
    this.attendant.ready();
  }

  get screen(): ScreenName {
    return this.attendant.current.view.screen;
  }

  /** Acts on the current screen and lets everything settle. Throws when the screen did not offer it. */
  async act(intent: Intent): Promise<void> {
    await settle();
    if (!this.attendant.act(this.attendant.current.seq, intent)) {
      throw new Error(`${this.screen} does not offer ${intent.type}`);
    }
    await settle();
  }

  async frame(): Promise<boolean> {
    const wanted = await this.attendant.cameraFrame(new Uint8Array([1, 2, 3]));
    await settle();
    return wanted;
  }

  /** Whether the screen takes this now; nothing but the answer is waited for. */
  offers(intent: Intent): boolean {
    return this.attendant.act(this.attendant.current.seq, intent);
  }

  async layCard(credential: CardReading['credential'] = citizen): Promise<void> {
    this.reader.lay(credential);
    await settle();
  }

  /** From the attract screen to the place-card screen. */
  async toPlaceCard(path: 'face' | 'sms' = 'face'): Promise<void> {
    await this.act({ type: 'start' });
    await this.act({ type: 'choose-service', service: 'verify-application' });
    await this.act({ type: 'consent', path });
  }

  /** From the end of service to the attract screen: the card is taken, the thanks are over. */
  async takeCardAndGo(): Promise<void> {
    this.reader.lift();
    await settle();
    await this.clock.advance(4_000);
  }

  /** From the attract screen to the application to confirm. */
  async toConfirm(): Promise<void> {
    await this.toPlaceCard();
    await this.layCard();
    await this.frame();
  }

  #verified(): Awaited<ReturnType<Ports['delivery']['deliverNow']>> {
    return {
      outcome: 'verified',
      result: {
        verificationId: '6e0f7d5c-6f3c-4a53-9c1e-0a4a7f3f0003',
        outcome: 'verified',
        duplicate: false,
        application: { ...application, status: 'verified' },
        recordedAt: '2026-11-24T02:00:01Z',
      },
    };
  }
}
