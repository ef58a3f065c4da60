import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Device, DeviceStatus } from './device.ts';

/** For tests of drivers against whatever stands at the other end of the line. */

/** Resolves when the device says so; at once when it already has. */
export function whenState(
  device: Pick<Device, 'status' | 'onStatus'>,
  ...states: DeviceStatus['state'][]
): Promise<DeviceStatus> {
  return new Promise((resolve) => {
    const stop = device.onStatus(look);
    function look(status: DeviceStatus): void {
      if (!states.includes(status.state)) return;
      stop();
      resolve(status);
    }
    look(device.status);
  });
}

/** A folder for one test, and what has to be undone after it, last first. */
export class Bench {
  readonly #folder = mkdtempSync(join(tmpdir(), 'renshe-device-test-'));
  readonly #undo: (() => unknown)[] = [];

  readonly port: string = join(this.#folder, 'tty');

  path(name: string): string {
    return join(this.#folder, name);
  }

  afterwards(undo: () => unknown): void {
    this.#undo.unshift(undo);
  }

  async clear(): Promise<void> {
    for (const undo of this.#undo) await undo();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
