import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, expect, type Page, test } from '@playwright/test';
import { connectSimulation } from '@renshe/devices/simulation';
import { findElectronBinary } from '../../../scripts/stack/electron.ts';
import { root, type Stack, startStack } from '../../../scripts/stack/startStack.ts';
import { buildElectron } from '../src/hosts/electron/build.ts';

/**
 * The production shell itself: is the page locked in as the code says? Its parts are tested without Electron; what only
 * Electron can tell is asked here. Where no binary is, this is skipped: asking the `electron` package would download.
 */
const binary = findElectronBinary(root);
test.skip(!binary, 'Electron’s binary is not on this machine; ./scripts/setup --retry-electron fetches it');
test.describe.configure({ mode: 'serial' });

let runDir: string;
let stack: Stack;
let shell: ElectronApplication;
let page: Page;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  runDir = mkdtempSync(join(tmpdir(), 'renshe-electron-'));
  await buildElectron(join(root, 'apps/kiosk/dist/electron'));
  stack = await startStack({ runDir, centralData: 'memory', open: 'none', withoutHost: true });
  const simulation = await connectSimulation(runDir);
  simulation.close();
  shell = await _electron.launch({
    executablePath: binary ?? '',
    args: [
      join(root, 'apps/kiosk/dist/electron/main.js'),
      `--config=${stack.terminalConfig}`,
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${simulation.endpoint('camera').file}`,
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
  page = await shell.firstWindow();
});

test.afterAll(async () => {
  await shell?.close();
  await stack?.stop();
  if (runDir) rmSync(runDir, { recursive: true, force: true });
});

const screen = (name: string) => page.locator(`[data-screen="${name}"]`);

test('shows the attract screen, full screen, from a terminal that is really there', async () => {
  await expect(screen('attract')).toBeAttached({ timeout: 30_000 });
  const isKiosk = await shell.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((one) => one.isKiosk()),
  );
  expect(isKiosk).toEqual([true]);
  await page.locator('[data-control="start"]').first().click();
  await expect(screen('services')).toBeAttached();
});

test('gives the page no Node and no Electron, only the word that it is there', async () => {
  const seen = await page.evaluate(() => ({
    host: Reflect.get(window, 'rensheHost'),
    node: ['require', 'process', 'module', 'Buffer'].filter((name) => name in window),
  }));
  expect(seen).toEqual({ host: 'electron', node: [] });
});

test('gives the page the camera and nothing else', async () => {
  const answers = await page.evaluate(async () => {
    const ask = (constraints: MediaStreamConstraints) =>
      navigator.mediaDevices.getUserMedia(constraints).then(
        (stream) => {
          for (const track of stream.getTracks()) track.stop();
          return 'given';
        },
        (error: Error) => error.name,
      );
    return [await ask({ video: true }), await ask({ audio: true }), await Notification.requestPermission()];
  });
  expect(answers).toEqual(['given', 'NotAllowedError', 'denied']);
});

test('keeps the page where it is, alone, and runs no script of another', async () => {
  const address = page.url();
  const opened = await page.evaluate(() => window.open('https://example.com/') === null);
  expect(opened).toBe(true);
  await page.evaluate(() => window.location.assign('https://example.com/'));
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.inlineRan = true';
    document.head.append(script);
    return 'inlineRan' in window;
  });
  expect(ran).toBe(false);
  expect(page.url()).toBe(address);
  expect(shell.windows()).toHaveLength(1);
});

test('brings the page back within ten seconds of a crash, with the citizen’s screen', async () => {
  const crashed = Date.now();
  await shell.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());
  await expect
    .poll(
      () =>
        shell.evaluate(({ BrowserWindow }) =>
          BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
            `document.querySelector('[data-screen]')?.getAttribute('data-screen')`,
          ),
        ),
      { timeout: 10_000 },
    )
    .toBe('services');
  expect(Date.now() - crashed).toBeLessThan(10_000);
});
