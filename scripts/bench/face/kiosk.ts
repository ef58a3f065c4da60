import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { simulateCitizen } from './cameraFrames.ts';

export interface KioskTask {
  readonly photo: Uint8Array;
  readonly frames: readonly Uint8Array[];
  readonly manifest: string | undefined;
  readonly falseMatchRate: number;
  readonly framesNeeded: number;
  readonly comparisons: number;
}

/** Of a process with the engine and nothing else in it; memory in MiB of the whole process, Node included. */
export interface KioskFigures {
  readonly engine: string;
  readonly loadMs: number;
  /** From the first good frame to the decision, all frames needed being there at once. */
  readonly decisionMedianMs: number;
  readonly decisionP95Ms: number;
  readonly emptyMb: number;
  readonly startedMb: number;
  readonly after100Mb: number;
  readonly endMb: number;
  readonly largestMb: number;
  readonly comparisons: number;
}

/** Runs the engine as the kiosk does, in a process of its own. */
export async function measureKiosk(
  options: Pick<KioskTask, 'manifest' | 'comparisons' | 'framesNeeded'>,
): Promise<KioskFigures> {
  const child = fork(fileURLToPath(new URL('./kioskProcess.ts', import.meta.url)), { serialization: 'advanced' });
  const task: KioskTask = { ...(await simulateCitizen()), ...options, falseMatchRate: 1e-4 };
  child.send(task);
  const [figures] = await Promise.race([
    once(child, 'message') as Promise<[KioskFigures]>,
    once(child, 'exit').then(([code]) => {
      throw new Error(`the process with the engine ended with ${code}`);
    }),
  ]);
  return figures;
}
