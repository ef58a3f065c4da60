import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FakeClock } from '../core/fakeClock.ts';
import { whenState } from '../core/testing.ts';
import { createVideoDevice, listVideoDevices } from './videoDevice.ts';

let videoClass: string;
beforeEach(() => {
  videoClass = mkdtempSync(join(tmpdir(), 'renshe-video-test-'));
});
afterEach(() => rmSync(videoClass, { recursive: true, force: true }));

function plug(node: string, name: string): void {
  mkdirSync(join(videoClass, node));
  writeFileSync(join(videoClass, node, 'name'), `${name}\n`);
}

it('lists cameras as the system names them, and none where there is no such list', async () => {
  plug('video1', 'Document Cam');
  plug('video0', 'Integrated Camera: Front');
  expect(await listVideoDevices(videoClass)).toEqual([
    { path: '/dev/video0', name: 'Integrated Camera: Front' },
    { path: '/dev/video1', name: 'Document Cam' },
  ]);
  expect(await listVideoDevices(join(videoClass, 'nowhere'))).toEqual([]);
});

it('finds a camera by a part of its name, sees it go, and sees it come back', async () => {
  const clock = new FakeClock();
  plug('video0', 'Integrated Camera');
  const camera = createVideoDevice({ source: { interface: 'v4l2', label: 'Document' }, clock, videoClass });
  expect(await whenState(camera, 'noDevice')).toEqual({
    state: 'noDevice',
    detail: 'no video device has "Document" in its name; there is Integrated Camera',
  });
  const step = async (state: 'online' | 'noDevice'): Promise<void> => {
    const seen = whenState(camera, state);
    // One look is due within a second.
    await clock.advance(1_000);
    await seen;
  };
  plug('video1', 'Document Cam');
  await step('online');
  rmSync(join(videoClass, 'video1'), { recursive: true });
  await step('noDevice');
  await camera.close();
});
