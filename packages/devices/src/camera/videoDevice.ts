import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, pause, systemClock } from '../core/clock.ts';
import type { Device, DeviceStatus } from '../core/device.ts';
import { StatusKeeper } from '../core/statusKeeper.ts';

/**
 * A camera has no driver of ours: the browser captures from it. What this layer can say is whether it is there, which is
 * asked of the operating system; a picture that is black or frozen is noticed where it is looked at.
 */

/** A pulled plug is noticed within a second. */
const LOOK_MS = 800;
/** Where Linux lists its capture devices; each has its name in a file `name`. */
const VIDEO_CLASS = '/sys/class/video4linux';

export type VideoSource =
  /** The capture device whose name has `label` in it, as the browser names it; any when absent. */
  | { readonly interface: 'v4l2'; readonly label?: string | undefined }
  /** A file Chromium is told to capture from. */
  | { readonly interface: 'file'; readonly file: string };

export interface VideoDeviceOptions {
  readonly source: VideoSource;
  readonly clock?: Clock;
  /** For tests. */
  readonly videoClass?: string;
}

/** Watches whether a camera is plugged in. */
export function createVideoDevice({
  source,
  clock = systemClock,
  videoClass = VIDEO_CLASS,
}: VideoDeviceOptions): Device {
  const keeper = new StatusKeeper<DeviceStatus>({ state: 'starting' });
  const closing = new AbortController();
  const watch = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      const missing = await missingAt(source, videoClass);
      keeper.set(missing === undefined ? { state: 'online' } : { state: 'noDevice', detail: missing });
      await pause(clock, LOOK_MS, closing.signal);
    }
  };
  const ended = watch();
  return {
    get status() {
      return keeper.current;
    },
    onStatus: (listener) => keeper.onChange(listener),
    close: async () => {
      closing.abort();
      keeper.close();
      await ended;
    },
  };
}

/** Why there is no camera, or undefined when there is one. */
async function missingAt(source: VideoSource, videoClass: string): Promise<string | undefined> {
  if (source.interface === 'file') return existsSync(source.file) ? undefined : `there is no ${source.file}`;
  const names = (await listVideoDevices(videoClass)).map(({ name }) => name);
  const { label } = source;
  if (label === undefined) return names.length > 0 ? undefined : 'there is no video device';
  if (names.some((name) => name.includes(label))) return undefined;
  return `no video device has "${label}" in its name; there ${names.length === 0 ? 'are none' : `is ${names.join(', ')}`}`;
}

export interface FoundVideoDevice {
  /** Device file. */
  readonly path: string;
  readonly name: string;
}

/** Every capture device the system knows. */
export async function listVideoDevices(videoClass: string = VIDEO_CLASS): Promise<readonly FoundVideoDevice[]> {
  const nodes = await readdir(videoClass).catch(() => []);
  return Promise.all(
    nodes.sort().map(async (node) => ({
      path: `/dev/${node}`,
      name: (await readFile(join(videoClass, node, 'name'), 'utf8').catch(() => '')).trim(),
    })),
  );
}
