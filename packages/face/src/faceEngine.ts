import { Worker } from 'node:worker_threads';
import { type LocatedManifest, nameOf, readEngineManifest } from './engines/engineManifest.ts';
import { faceApiManifest } from './engines/faceApiManifest.ts';
import { FaceEngineError } from './faceEngineError.ts';
import { getOperatingPoint } from './operatingPoints.ts';
import type { PhotoVerdict } from './photo/judgePhoto.ts';
import type { PhotoProfile } from './photo/photoProfile.ts';
import type {
  EnrolResult,
  FaceDecision,
  FaceEngine,
  FacePolicy,
  FaceTrouble,
  FrameReport,
  PhotoBooth,
  PhotoDecoder,
  PhotoGuidance,
  RgbImage,
} from './types.ts';
import type { FaceSessionConfig } from './worker/faceSession.ts';
import type { FaceAnswers, FaceReply, FaceRequest } from './worker/messages.ts';

export interface FaceEngineOptions {
  /** Asked in this order; the first that knows the chip's photo block wins. */
  readonly decoders: readonly PhotoDecoder[];
  readonly policy: FacePolicy;
  /** The manifest of an embedder to use instead of face-api, which ships (README.md, "Engines"). */
  readonly manifest?: string;
  readonly onTrouble?: (trouble: FaceTrouble) => void;
  readonly timeouts?: Partial<FaceTimeouts>;
  /** Entry of the worker, where a bundler has moved it. */
  readonly workerScript?: URL;
}

/** How long the worker may take, in milliseconds, before it counts as hung and is replaced. */
export interface FaceTimeouts {
  /** Loading and warming takes 1 s alone on the machine, many times that while everything else starts. */
  readonly open: number;
  readonly enrol: number;
  readonly frame: number;
  readonly decide: number;
  readonly guidePhoto: number;
  /** Looking, segmenting, cutting out and measuring take half a second alone on the machine. */
  readonly judgePhoto: number;
  readonly clear: number;
}

const DEFAULT_TIMEOUTS: FaceTimeouts = {
  open: 60_000,
  enrol: 15_000,
  frame: 10_000,
  decide: 5_000,
  guidePhoto: 10_000,
  judgePhoto: 30_000,
  clear: 5_000,
};
const DEFAULT_FRAMES_NEEDED = 3;

/**
 * The JavaScript heap of the worker; models and pictures lie outside of it. It uses 40 MB. A small young generation is
 * collected more often, which costs nothing that can be measured and keeps the process 130 MB smaller; whoever fills the
 * old one has found a leak, and gets a new worker.
 */
const WORKER_LIMITS = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 192 } as const;

/**
 * The face engine: a client of one worker thread which it starts, watches, and replaces when it crashes, fails or
 * hangs. The interrupted call then rejects and the citizen is forgotten: `enrol` again. Nothing runs before `start`,
 * which rejects for a manifest that cannot be used, a model other than the one that was measured, and a policy the engine
 * cannot honour.
 */
export function createFaceEngine(options: FaceEngineOptions): FaceEngine & PhotoBooth {
  return new WorkerFaceEngine(options);
}

class WorkerFaceEngine implements FaceEngine, PhotoBooth {
  readonly #options: FaceEngineOptions;
  readonly #timeouts: FaceTimeouts;
  #config: FaceSessionConfig | undefined;
  #phase: 'new' | 'running' | 'stopped' = 'new';
  #worker: Promise<FaceWorker> | undefined;
  /** Ends when the calls made so far have been answered: the worker has one citizen and answers one call at a time. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: FaceEngineOptions) {
    this.#options = options;
    this.#timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
  }

  get name(): string {
    return this.#config ? nameOf(this.#config.engine.manifest) : 'not started';
  }

  async start(): Promise<{ loadMs: number }> {
    const began = performance.now();
    this.#config ??= this.#configure();
    if (this.#phase === 'stopped') throw new FaceEngineError('stopped', 'create a new engine');
    this.#phase = 'running';
    await this.#getWorker();
    return { loadMs: performance.now() - began };
  }

  async enrol(photoBlock: Uint8Array): Promise<EnrolResult> {
    const block = takeOver(photoBlock);
    // Queued as a whole, so that a frame handed in later is never held against the photo of the citizen before.
    return this.#inTurn(async () => {
      try {
        const photo = await this.#decode(block);
        if (!photo) {
          await this.#ask({ kind: 'clear' });
          return 'photo-not-decodable';
        }
        const request = { kind: 'enrol', photo: { ...photo, data: takeOver(photo.data) } } as const;
        return await this.#ask(request, request.photo.data);
      } finally {
        block.fill(0);
      }
    });
  }

  async frame(jpeg: Uint8Array): Promise<FrameReport> {
    const encoded = takeOver(jpeg);
    return this.#inTurn(() => this.#ask({ kind: 'frame', encoded }, encoded));
  }

  async decide(): Promise<FaceDecision | undefined> {
    return this.#inTurn(() => this.#ask({ kind: 'decide' }));
  }

  async guidePhoto(jpeg: Uint8Array, profile: PhotoProfile): Promise<PhotoGuidance> {
    const encoded = takeOver(jpeg);
    return this.#inTurn(() => this.#ask({ kind: 'guidePhoto', encoded, profile }, encoded));
  }

  async judgePhoto(file: Uint8Array, profile: PhotoProfile): Promise<PhotoVerdict> {
    const encoded = takeOver(file);
    return this.#inTurn(() => this.#ask({ kind: 'judgePhoto', encoded, profile }, encoded));
  }

  async clear(): Promise<void> {
    await this.#inTurn(() => this.#ask({ kind: 'clear' }));
  }

  async stop(): Promise<void> {
    if (this.#phase === 'stopped') return;
    this.#phase = 'stopped';
    const worker = await this.#worker?.catch(() => undefined);
    await worker?.end(new FaceEngineError('stopped', 'the engine was stopped during the call'));
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(work);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async #ask<R extends FaceRequest>(request: R, picture?: Uint8Array<ArrayBuffer>): Promise<FaceAnswers[R['kind']]> {
    try {
      if (this.#phase === 'new') throw new FaceEngineError('not-started', 'call start() and wait for it first');
      if (this.#phase === 'stopped') throw new FaceEngineError('stopped', 'create a new engine');
      const worker = await this.#getWorker();
      return await worker.ask(request, this.#timeouts[request.kind], picture ? [picture.buffer] : []);
    } finally {
      // A picture that was never given away, because there was no worker to give it to.
      if (picture && !picture.buffer.detached) picture.fill(0);
    }
  }

  #getWorker(): Promise<FaceWorker> {
    this.#worker ??= this.#open();
    return this.#worker;
  }

  async #open(): Promise<FaceWorker> {
    const { workerScript = new URL('./worker/main.ts', import.meta.url) } = this.#options;
    this.#config ??= this.#configure();
    const worker = new FaceWorker(workerScript, (reason) => this.#replace(reason));
    const config = this.#config;
    try {
      await worker.ask({ kind: 'open', config }, this.#timeouts.open, []);
      return worker;
    } catch (error) {
      // The next call tries again; trying here would spin on a machine that cannot load the models at all.
      this.#worker = undefined;
      if (error instanceof FaceEngineError && isOfEngine(error)) throw error;
      throw new FaceEngineError('start-failed', 'the face models did not load; reinstall the packages', {
        cause: error,
      });
    }
  }

  #configure(): FaceSessionConfig {
    const { manifest, policy } = this.#options;
    const engine: LocatedManifest = manifest === undefined ? faceApiManifest() : readEngineManifest(manifest);
    const framesNeeded = policy.framesNeeded ?? DEFAULT_FRAMES_NEEDED;
    const demand = { falseMatchRate: policy.falseMatchRate, condition: 'id-photo', frames: framesNeeded } as const;
    return { engine, point: getOperatingPoint(engine.manifest, demand), framesNeeded };
  }

  /** The worker that was ready is gone: have the next one warm before the citizen tries again. */
  #replace(detail: string): void {
    const opening = this.#worker;
    void opening?.then(
      () => {
        if (this.#worker !== opening) return;
        this.#worker = undefined;
        if (this.#phase !== 'running') return;
        this.#options.onTrouble?.({ kind: 'worker-replaced', detail });
        this.#getWorker().catch(() => undefined);
      },
      () => undefined,
    );
  }

  async #decode(block: Uint8Array): Promise<RgbImage | undefined> {
    for (const decoder of this.#options.decoders) {
      const decoded = await decoder.decode(block);
      if (decoded.ok) return decoded.image;
      if (decoded.code === 'unknown-format') continue;
      const { code, detail } = decoded;
      this.#options.onTrouble?.({ kind: 'photo-decoder', decoder: decoder.name, code, detail });
    }
    return undefined;
  }
}

/** One worker thread and the one call it is answering. */
class FaceWorker {
  readonly #thread: Worker;
  readonly #onLost: (reason: string) => void;
  #pending: { resolve: (reply: FaceReply) => void; reject: (error: FaceEngineError) => void } | undefined;
  #lost: FaceEngineError | undefined;

  constructor(script: URL, onLost: (reason: string) => void) {
    this.#onLost = onLost;
    this.#thread = new Worker(script, { name: 'face', resourceLimits: WORKER_LIMITS });
    this.#thread.on('message', (reply: FaceReply) => {
      const pending = this.#pending;
      this.#pending = undefined;
      pending?.resolve(reply);
    });
    this.#thread.on('error', (error) => {
      this.#lose(new FaceEngineError('worker-crashed', 'enrol the citizen again', { cause: error }));
    });
    this.#thread.on('exit', (code) => {
      this.#lose(new FaceEngineError('worker-crashed', `the worker exited with ${code}; enrol the citizen again`));
    });
  }

  async ask<R extends FaceRequest>(
    request: R,
    timeoutMs: number,
    transfer: readonly ArrayBuffer[],
  ): Promise<FaceAnswers[R['kind']]> {
    if (this.#lost) throw this.#lost;
    let timer: NodeJS.Timeout | undefined;
    const reply = await new Promise<FaceReply>((resolve, reject) => {
      this.#pending = { resolve, reject };
      timer = setTimeout(() => {
        const waited = `no answer to ${request.kind} in ${timeoutMs} ms; enrol the citizen again`;
        void this.end(new FaceEngineError('worker-timeout', waited));
      }, timeoutMs);
      this.#thread.postMessage(request, [...transfer]);
    }).finally(() => clearTimeout(timer));
    if (reply.ok) return reply.value as FaceAnswers[R['kind']];
    const failure = new FaceEngineError(
      reply.code ?? 'worker-failed',
      reply.code ? reply.reason : `${request.kind}: ${reply.reason}`,
    );
    void this.end(failure);
    throw failure;
  }

  async end(reason: FaceEngineError): Promise<void> {
    this.#lose(reason);
    await this.#thread.terminate();
  }

  #lose(reason: FaceEngineError): void {
    if (this.#lost) return;
    this.#lost = reason;
    this.#pending?.reject(reason);
    this.#pending = undefined;
    this.#onLost(reason.message);
  }
}

/** Whether the configured engine is to blame, and the message says how it is mended. */
function isOfEngine({ code }: FaceEngineError): boolean {
  return code.startsWith('model-') || code.startsWith('manifest-');
}

/** A copy that can be transferred; the caller's buffer is overwritten. */
function takeOver(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const own = Uint8Array.from(bytes);
  bytes.fill(0);
  return own;
}
