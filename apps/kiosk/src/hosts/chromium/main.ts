import { join, resolve } from 'node:path';
import pino from 'pino';
import { readTerminalConfig } from '../../terminal/config.ts';
import { createTerminal } from '../../terminal/terminal.ts';
import { describeStartError } from '../startError.ts';
import { findBrowser } from './browser.ts';
import { browserArguments } from './browserArguments.ts';
import { launchBrowser } from './browserProcess.ts';
import { startPageServer } from './pageServer.ts';
import { type HostOptions, parseArguments, UsageError } from './parseArguments.ts';
import { type SupervisedBrowser, superviseBrowser, type Timers } from './superviseBrowser.ts';

/**
 * The terminal in plain Node, shown by the system's Chromium. Says one line on stdout when the page can be opened; the
 * log goes to stderr. Restarting this process is the service manager's task (docs/decisions/two-hosts.md).
 */

/** What is not stopped by then will not stop. */
const SHUTDOWN_LIMIT_MS = 12_000;
const PAGE_DIR = resolve(import.meta.dirname, '../../../dist/renderer');

const timers: Timers = {
  now: () => performance.now(),
  setTimeout: (callback, ms) => setTimeout(callback, ms),
  clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
};

async function start({ config: file, open }: HostOptions) {
  const config = readTerminalConfig(file);
  const simulated = 'simulatedIn' in config.devices;
  const executable = findBrowser();
  if (open === 'dev' && !simulated) throw new UsageError('--open dev needs simulated devices');
  if (open !== 'none' && !executable) throw new UsageError('there is no Chromium on the PATH; run ./scripts/setup');
  const logger = pino({ base: { terminal: config.terminalId } }, pino.destination(2));
  const terminal = await createTerminal({ config, logger });
  const server = await startPageServer({ terminal, pageDir: PAGE_DIR, logger });
  const asRoot = process.getuid?.() === 0;
  if (open !== 'none' && asRoot) logger.warn({ event: 'browser.no-sandbox', cure: 'run the terminal as its own user' });

  let browser: SupervisedBrowser | undefined;
  if (open !== 'none' && executable) {
    const profileDir = join(config.dataDir, 'browser');
    const { simulatedCamera } = terminal;
    const args = browserArguments({
      profileDir,
      window: open,
      asRoot,
      ...(simulatedCamera ? { cameraFile: simulatedCamera } : {}),
    });
    let revoke = () => {};
    browser = superviseBrowser({
      launch: () => launchBrowser({ executable, args, profileDir }),
      nextAddress: () => {
        revoke();
        const { url, pass } = server.issueAddress(open);
        revoke = pass.revoke;
        return url;
      },
      origin: server.origin,
      profileDir,
      logger,
      timers,
    });
  }
  return {
    // A real terminal that shows itself hands out no further token: its stdout ends in a log.
    url: open === 'none' || simulated ? server.issueAddress('kiosk').url : `${server.origin}/`,
    ...(simulated ? { devUrl: server.issueAddress('dev').url } : {}),
    stop: async () => {
      await browser?.stop();
      await server.close();
      await terminal.stop();
    },
  };
}

try {
  const options = parseArguments(process.argv.slice(2));
  const starting = start(options);
  const shutDown = () => {
    setTimeout(() => process.exit(1), SHUTDOWN_LIMIT_MS).unref();
    void starting.then((host) => host.stop()).then(() => process.exit(0));
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, shutDown);
  if (options.exitWithParent) process.stdin.once('close', shutDown).once('error', shutDown).resume();
  const { url, devUrl } = await starting;
  process.stdout.write(`${JSON.stringify({ ready: true, url, ...(devUrl ? { devUrl } : {}), pid: process.pid })}\n`);
} catch (error) {
  process.stderr.write(`${JSON.stringify({ error: describeStartError(error) })}\n`);
  process.exit(1);
}
