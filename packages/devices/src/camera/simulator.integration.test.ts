import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Clip, createSimulatedCamera, type SimulatedCamera } from './simulator.ts';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);

/** In the page: opens the camera and measures its first frame. Text, because this package has no DOM types. */
const LOOK = `async (keep) => {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: true });
    const video = document.createElement('video');
    video.muted = true;
    video.srcObject = stream;
    await video.play();
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 1;
    const context = canvas.getContext('2d');
    context.drawImage(video, 0, 0, 1, 1);
    if (keep) window.open = stream;
    else stream.getTracks().forEach((track) => track.stop());
    return { rgb: [...context.getImageData(0, 0, 1, 1).data].slice(0, 3) };
  } catch (error) {
    return { error: error.name };
  }
}`;

/** In the page: one JPEG of one colour as base64. */
const DRAW_JPEG = `(colour) => {
  const canvas = document.createElement('canvas');
  canvas.width = 320;
  canvas.height = 240;
  const context = canvas.getContext('2d');
  context.fillStyle = colour;
  context.fillRect(0, 0, 320, 240);
  return canvas.toDataURL('image/jpeg').split(',')[1];
}`;

/** What a page sees: the mean colour of the first frame, or the name of the error. */
type Seen = { readonly rgb: readonly number[] } | { readonly error: string };

describe('the simulated camera before a real browser', () => {
  let folder: string;
  let server: Server;
  let browser: Browser;
  let page: Page;
  let camera: SimulatedCamera;
  const clips: Record<string, Clip> = {};

  /** Opens the camera as the kiosk does for one citizen; `keep` leaves it open. */
  const look = (keep = false): Promise<Seen> => page.evaluate<Seen>(`(${LOOK})(${keep})`);

  beforeAll(async () => {
    if (!CHROMIUM) return;
    folder = mkdtempSync(join(tmpdir(), 'renshe-camera-test-'));
    server = createServer((_request, response) => response.end('<!doctype html>'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const file = join(folder, 'camera.mjpeg');
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-gpu',
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        `--use-file-for-fake-video-capture=${file}`,
      ],
    });
    page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    for (const [name, colour] of Object.entries({ red: '#d02020', green: '#20d020', blue: '#2020d0' })) {
      const jpeg = Buffer.from(await page.evaluate<string>(`(${DRAW_JPEG})('${colour}')`), 'base64');
      const path = join(folder, `${name}.mjpeg`);
      writeFileSync(path, Buffer.concat([jpeg, jpeg]));
      clips[name] = { name, path };
    }
    const created = await createSimulatedCamera({ file, first: clipOf('red') });
    if (!created.ok) throw new Error(created.error.message);
    camera = created.value;
  });
  beforeEach(({ skip }) => skip(!CHROMIUM, 'skipped: needs chromium'));
  afterAll(async () => {
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });
  const clipOf = (name: string): Clip => clips[name] ?? { name, path: join(folder, 'missing.mjpeg') };

  it('shows whoever stood there first', async () => {
    expect(strongest(await look())).toBe('red');
  });

  it('shows the next one from the next capture on', async () => {
    await camera.show(clipOf('green'));
    expect(strongest(await look())).toBe('green');
    await camera.show(clipOf('blue'));
    expect(strongest(await look())).toBe('blue');
  });

  it('goes on showing the one before to a capture that is still open', async () => {
    await camera.show(clipOf('red'));
    expect(strongest(await look(true))).toBe('red');
    await camera.show(clipOf('green'));
    expect(strongest(await look())).toBe('red');
    await page.evaluate('window.open.getTracks().forEach((track) => track.stop())');
    expect(strongest(await look())).toBe('green');
  });

  it('is not there while it is unplugged, and is there again afterwards, without a new browser', async () => {
    expect(await camera.unplug()).toMatchObject({ ok: true });
    expect(await look()).toEqual({ error: 'NotFoundError' });
    await camera.show(clipOf('blue'));
    expect(await look()).toEqual({ error: 'NotFoundError' });
    expect(await camera.plug()).toMatchObject({ ok: true, value: { connection: 'plugged', showing: 'blue' } });
    expect(strongest(await look())).toBe('blue');
    expect(browser.isConnected()).toBe(true);
  });

  it('refuses what cannot be', async () => {
    expect(await camera.plug()).toMatchObject({ ok: false, error: { code: 'ALREADY_PLUGGED' } });
    expect(await camera.show(clipOf('nobody'))).toMatchObject({ ok: false, error: { code: 'CLIP_UNREADABLE' } });
    expect(camera.state).toEqual({ connection: 'plugged', showing: 'blue' });
    await camera.unplug();
    expect(await camera.unplug()).toMatchObject({ ok: false, error: { code: 'ALREADY_UNPLUGGED' } });
    await camera.plug();
  });

  it('leaves no half-written file behind', () => {
    expect(readdirSync(folder).sort()).toEqual(['blue.mjpeg', 'camera.mjpeg', 'green.mjpeg', 'red.mjpeg']);
  });
});

function strongest(seen: Seen): string {
  if ('error' in seen) return seen.error;
  return ['red', 'green', 'blue'][seen.rgb.indexOf(Math.max(...seen.rgb))] ?? 'nothing';
}
