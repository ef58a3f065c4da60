import type { PageCrash, Settings, SimulatedDevice, SpeechRequest } from '../contract/contract.ts';
import type { Intent } from '../contract/intent.ts';
import type { Snapshot } from '../contract/snapshot.ts';

/** The dev dock's back end; exists only in a terminal whose devices are simulated. */
export interface SimulationAccess {
  state(): Promise<SimulatedDevice[]>;
  act(device: string, action: string, choice?: string): Promise<{ ok: boolean; message?: string }>;
  sms(): Promise<{ phone: string; text: string; sentAt: string }[]>;
}

/** The terminal as a host sees it: all behaviour, no window, no transport. */
export interface Terminal {
  readonly settings: Settings;
  current(): Snapshot;
  /** Calls with every new snapshot; returns the unsubscribe function. */
  watch(listener: (snapshot: Snapshot) => void): () => void;
  /** False when the screen the finger meant (`seq`) no longer offers this. */
  act(seq: number, intent: Intent): boolean;
  /** Takes one camera frame (the buffer is zeroed afterwards); false when no frames are wanted now. */
  cameraFrame(jpeg: Uint8Array): Promise<boolean>;
  /** WAV of one spoken sentence; empty when this machine cannot say it. `signal`: the page no longer wants it. */
  speak(request: SpeechRequest, signal?: AbortSignal): Promise<Uint8Array>;
  /** The page could not draw a screen and shows another in its place. */
  pageCrashed(crash: PageCrash): void;
  readonly simulation?: SimulationAccess;
  /** Simulation only: the file a browser's fake camera is fed from. */
  readonly simulatedCamera?: string;
  stop(): Promise<void>;
}
