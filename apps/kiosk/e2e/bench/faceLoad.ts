import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The face engine at work beside the page, in a process of its own. */
export interface FaceLoad {
  /** Camera frames it has looked at since it began. */
  frames(): number;
  stop(): Promise<void>;
}

/**
 * Starts the real face engine on frames of a simulated citizen, one right after the other: more than any journey asks
 * of it, where frames come one by one and only while the camera is on. Resolves when it is comparing.
 */
export async function startFaceLoad(): Promise<FaceLoad> {
  const child: ChildProcess = fork(fileURLToPath(new URL('../../../../scripts/bench/faceWork.ts', import.meta.url)), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  let frames = 0;
  child.on('message', (count: number) => {
    frames = count;
  });
  const gone = once(child, 'exit');
  await Promise.race([
    once(child, 'message'),
    gone.then(() => Promise.reject(new Error('the face engine ended before it had looked at a frame'))),
  ]);
  return {
    frames: () => frames,
    stop: async () => {
      child.kill('SIGTERM');
      await gone;
    },
  };
}
