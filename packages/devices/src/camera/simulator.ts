import { constants } from 'node:fs';
import { access, copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { failure, type Result, success } from '../core/result.ts';

export interface SimulatedCameraState {
  readonly connection: 'plugged' | 'unplugged';
  /** Who stands before the lens, by the name `show` was given. */
  readonly showing: string;
}

export interface SimulatedCameraError {
  readonly code: 'CLIP_UNREADABLE' | 'ALREADY_UNPLUGGED' | 'ALREADY_PLUGGED';
  readonly message: string;
  readonly next: string;
}

export interface Clip {
  /** What the state calls it. */
  readonly name: string;
  /** A motion-JPEG file: JPEG pictures one after another. */
  readonly path: string;
}

export interface SimulatedCamera {
  /** The path the browser is started with; it stays the same whatever is shown. */
  readonly file: string;
  readonly state: SimulatedCameraState;
  /** Puts somebody before the lens. While unplugged nobody sees it, but it is what comes with the plug. */
  show(clip: Clip): Promise<Result<SimulatedCameraState, SimulatedCameraError>>;
  unplug(): Promise<Result<SimulatedCameraState, SimulatedCameraError>>;
  plug(): Promise<Result<SimulatedCameraState, SimulatedCameraError>>;
  onState(listener: (state: SimulatedCameraState) => void): void;
  /** Takes the camera away. */
  close(): Promise<void>;
}

/**
 * A camera for a browser started with `--use-fake-device-for-media-stream --use-file-for-fake-video-capture=<file>`.
 *
 * What Chromium 156 does with that file was measured, and the integration test beside this holds it to it:
 * - Every new capture opens the file anew: the first `getUserMedia` after a swap delivers the new clip.
 * - A capture that is already open goes on playing the file it opened, and a second `getUserMedia` joins that capture.
 *   So a kiosk must stop its tracks between two citizens, as it should anyway.
 * - While the file is missing there is no camera: `enumerateDevices` lists none and `getUserMedia` rejects with
 *   `NotFoundError`, as it does for a pulled plug. The browser survives, also being started without the file, and
 *   finds the camera again as soon as the file is back. An empty file or one that holds no JPEG does the same.
 *
 * Chromium maps the file into memory, so it is only ever replaced by a rename and removed by an unlink: shortening it
 * in place would pull the mapped pages from under the capture process.
 */
export async function createSimulatedCamera(options: {
  file: string;
  first: Clip;
}): Promise<Result<SimulatedCamera, SimulatedCameraError>> {
  const { file } = options;
  const listeners = new Set<(state: SimulatedCameraState) => void>();
  let clip = options.first;
  let state: SimulatedCameraState = { connection: 'plugged', showing: clip.name };

  const become = (next: SimulatedCameraState): Result<SimulatedCameraState, SimulatedCameraError> => {
    state = next;
    for (const listener of listeners) listener(state);
    return success(state);
  };

  await mkdir(dirname(file), { recursive: true });
  const first = await readable(clip);
  if (!first.ok) return first;
  await replaceFile(clip.path, file);

  return success({
    file,
    get state() {
      return state;
    },
    show: async (next) => {
      const found = await readable(next);
      if (!found.ok) return found;
      clip = next;
      if (state.connection === 'plugged') await replaceFile(clip.path, file);
      return become({ ...state, showing: clip.name });
    },
    unplug: async () => {
      if (state.connection === 'unplugged') {
        return failure({ code: 'ALREADY_UNPLUGGED', message: 'the camera is unplugged already', next: 'Plug it in.' });
      }
      await rm(file, { force: true });
      return become({ ...state, connection: 'unplugged' });
    },
    plug: async () => {
      if (state.connection === 'plugged') {
        return failure({
          code: 'ALREADY_PLUGGED',
          message: 'the camera is plugged in already',
          next: 'Unplug it first.',
        });
      }
      await replaceFile(clip.path, file);
      return become({ ...state, connection: 'plugged' });
    },
    onState: (listener) => {
      listeners.add(listener);
    },
    close: () => rm(file, { force: true }),
  });
}

async function readable(clip: Clip): Promise<Result<Clip, SimulatedCameraError>> {
  try {
    await access(clip.path, constants.R_OK);
    return success(clip);
  } catch {
    return failure({
      code: 'CLIP_UNREADABLE',
      message: `there is no camera clip at ${clip.path}`,
      next: 'Build the people with `pnpm people`, or name an existing .mjpeg file.',
    });
  }
}

/** Copies and renames, so that nobody ever opens half a clip. */
async function replaceFile(from: string, to: string): Promise<void> {
  const partial = `${to}.new`;
  await copyFile(from, partial);
  await rename(partial, to);
}
