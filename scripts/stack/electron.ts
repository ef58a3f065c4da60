import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/**
 * Path of Electron's binary, or undefined where its installer could not fetch one. Looks at the file and never asks
 * the `electron` package, which would try to download.
 */
export function findElectronBinary(root: string): string | undefined {
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(root, 'apps/kiosk/node_modules/electron/dist');
  const binary = join(dist, process.platform === 'win32' ? 'electron.exe' : 'electron');
  return existsSync(binary) ? binary : undefined;
}

/** Builds the Electron host and opens it on a terminal configuration, its camera fed from `cameraFile`. */
export async function openElectron(options: {
  root: string;
  binary: string;
  terminalConfig: string;
  cameraFile: string;
}): Promise<ChildProcess> {
  const kiosk = join(options.root, 'apps/kiosk');
  await promisify(execFile)(process.execPath, [join(kiosk, 'src/hosts/electron/build.ts')], { cwd: kiosk });
  return spawn(
    options.binary,
    [
      join(kiosk, 'dist/electron/main.js'),
      `--config=${options.terminalConfig}`,
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${options.cameraFile}`,
    ],
    { stdio: 'inherit' },
  );
}
