import { mkdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { findBrowser } from '../apps/kiosk/src/hosts/chromium/browser.ts';
import { createEspeakEngine } from '../apps/kiosk/src/terminal/voice/espeakEngine.ts';
import { buildVoice } from './stack/buildVoice.ts';
import { findElectronBinary, openElectron } from './stack/electron.ts';
import { root, type Stack, startStack } from './stack/startStack.ts';

/**
 * `pnpm start`: the whole house in simulation on this machine. Electron when its binary is there, else the system's
 * Chromium, else (no display) headless with the address printed.
 */
const args = new Set(process.argv.slice(2));
if (args.has('--help')) {
  console.log(`Usage: ./scripts/start [--kiosk] [--headless]
  --kiosk      the kiosk full screen, without the dev dock beside it
  --headless   open no window, print the addresses
Stop with Ctrl-C.`);
  process.exit(0);
}

const began = Date.now();
let stopping = false;
const runDir = join(root, '.run');
const hasDisplay = Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
const headless = args.has('--headless') || !hasDisplay;
const electron = headless ? undefined : findElectronBinary(root);
const browser = findBrowser();
const open = headless || electron || !browser ? 'none' : args.has('--kiosk') ? 'kiosk' : 'dev';

// The control file of a run that was killed would send `pnpm sim` to a dead address.
rmSync(join(runDir, 'simulation.json'), { force: true });
mkdirSync(runDir, { recursive: true });

try {
  const stack = await startStack({
    runDir,
    centralData: join(runDir, 'central'),
    open,
    withoutHost: electron !== undefined,
  });
  if (electron) {
    const cameraFile = join(runDir, 'camera.mjpeg');
    const shell = await openElectron({ root, binary: electron, terminalConfig: stack.terminalConfig, cameraFile });
    shell.once('exit', () => void shutDown(stack, 0));
  }
  console.log(screen(stack));
  // One sentence at a time beside the running terminal, which speaks live until its next start finds them all.
  void buildVoice(root, { engines: [createEspeakEngine()] }).catch((error: unknown) => {
    console.error(`the fixed sentences could not be rendered beforehand, they are spoken live: ${String(error)}`);
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void shutDown(stack, 0));
  const parts = [stack.central, stack.simulation, ...(stack.host ? [stack.host] : [])];
  const first = await Promise.race(parts.map((part) => part.ended.then((how) => `${part.name} ${how}`)));
  console.error(`error: PART_ENDED: ${first}\ncure: read its log in ${relative(root, runDir)}/, then start again`);
  await shutDown(stack, 1);
} catch (error) {
  console.error(`error: START_FAILED: ${error instanceof Error ? error.message : String(error)}`);
  console.error('cure: run ./scripts/setup, look at the log named above, then start again');
  process.exit(1);
}

async function shutDown(stack: Stack, code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  await stack.stop();
  process.exit(code);
}

/** One screen: what is running, where, and how to lay a card on the reader. */
function screen(stack: Stack): string {
  const shell = electron ? 'Electron' : open === 'none' ? 'headless (no window)' : `Chromium (${browser})`;
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  const address = stack.host
    ? `  kiosk      ${stack.host.ready.url}\n  dev dock   ${stack.host.ready.devUrl ?? '-'}\n`
    : '';
  return `
人社自助终端 Renshe Kiosk is up after ${seconds} s. Every device is simulated; nothing here is a real card.

  shown in   ${shell}
${address}  central    ${stack.central.ready.url}   (OpenAPI: /openapi.json)
  logs       ${relative(root, runDir)}/*.log

Lay a simulated card on the reader: click a citizen in the dev dock, or in another shell:
  ./scripts/pnpm sim                                      what can be done
  ./scripts/pnpm sim id-card-reader place chen-jianguo    lay a card down (the citizen steps before the camera)
  ./scripts/pnpm sim id-card-reader take                  take it away
  ./scripts/pnpm sim id-card-reader unplug | plug
  ./scripts/pnpm sim receipt-printer paper-out
  ./scripts/pnpm sim network cut | restore

Ctrl-C ends it.
`;
}
