import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  app,
  BrowserWindow,
  Menu,
  MessageChannelMain,
  powerSaveBlocker,
  protocol,
  type Session,
  session,
  utilityProcess,
} from 'electron';
import pino, { type Logger } from 'pino';
import { readTerminalConfig, type TerminalConfig } from '../../terminal/config.ts';
import { createTerminal } from '../../terminal/terminal.ts';
import type { Terminal } from '../../terminal/types.ts';
import { createKioskRouter } from '../router.ts';
import { createRpcServer } from '../serveRpc.ts';
import { describeStartError } from '../startError.ts';
import { createPageConnector } from './connectPage.ts';
import { findConfig } from './findConfig.ts';
import { keepPageAlive } from './keepPageAlive.ts';
import { lockPage, lockSession } from './lockDown.ts';
import { createPageHandler, PAGE_ADDRESS, PAGE_ORIGIN, PAGE_SCHEME } from './servePage.ts';
import { wrapUtilityProcess } from './utilityDeviceHost.ts';

/**
 * The terminal in Electron: the production shell. It has a window, locks it down, and hands the page a port to the
 * terminal; what the terminal does is none of its business. Runs bundled, from `dist/electron` (see build.ts).
 */

/** Files that lie beside this one once it is built. */
const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** What is not stopped by then will not stop. */
const SHUTDOWN_LIMIT_MS = 12_000;

// Only the page's own process: the terminal's connections are Node's and do not go through these.
app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
app.commandLine.appendSwitch('no-proxy-server');
app.commandLine.appendSwitch('disable-pinch');
app.commandLine.appendSwitch('overscroll-history-navigation', '0');
protocol.registerSchemesAsPrivileged([
  { scheme: PAGE_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);

async function start(config: TerminalConfig, logger: Logger): Promise<Terminal> {
  const terminal = await createTerminal({
    config,
    logger,
    launchDeviceHost: () =>
      wrapUtilityProcess(
        utilityProcess.fork(beside('./deviceHost.js'), [], { serviceName: 'device-host', stdio: 'inherit' }),
      ),
    faceWorker: new URL('./faceWorker.js', import.meta.url),
  });
  // In memory: nothing a page does is written to the disk.
  const pageSession = session.fromPartition('kiosk');
  lockSession(pageSession, PAGE_ORIGIN);
  pageSession.protocol.handle(PAGE_SCHEME, createPageHandler(beside('../renderer')));
  showPage(terminal, pageSession, logger);
  powerSaveBlocker.start('prevent-display-sleep');
  return terminal;
}

function showPage(terminal: Terminal, pageSession: Session, logger: Logger): void {
  Menu.setApplicationMenu(null);
  const window = new BrowserWindow({
    kiosk: true,
    backgroundColor: '#ffffff',
    webPreferences: {
      session: pageSession,
      preload: beside('./preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      navigateOnDragDrop: false,
      devTools: terminal.simulation !== undefined,
      autoplayPolicy: 'no-user-gesture-required',
      backgroundThrottling: false,
      spellcheck: false,
    },
  });
  const page = window.webContents;
  lockPage(page, PAGE_ADDRESS);
  const connect = createPageConnector({
    serveLine: createRpcServer(createKioskRouter(terminal), logger),
    openChannel: () => {
      const { port1, port2 } = new MessageChannelMain();
      return { ours: port1, theirs: port2 };
    },
    give: (port) => page.postMessage('renshe:port', null, [port]),
    logger,
  });
  page.on('did-finish-load', () => {
    void page.setVisualZoomLevelLimits(1, 1);
    connect();
  });
  keepPageAlive({
    page,
    load: () => page.loadURL(PAGE_ADDRESS),
    setTimeout: (callback, ms) => setTimeout(callback, ms),
    clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
    logger,
  });
}

function fail(error: unknown): never {
  process.stderr.write(`${JSON.stringify({ error: describeStartError(error) })}\n`);
  // Not `app.quit`: there may be no window yet, and nothing to ask.
  app.exit(1);
  process.exit(1);
}

try {
  const config = readTerminalConfig(findConfig(process.argv));
  const logger = pino({ base: { terminal: config.terminalId } }, pino.destination(2));
  const profileDir = join(config.dataDir, 'browser');
  rmSync(profileDir, { recursive: true, force: true });
  app.setPath('userData', profileDir);
  if (!app.requestSingleInstanceLock()) {
    throw Object.assign(new Error('the terminal is running already; stop that one first'), { code: 'ALREADY_RUNNING' });
  }
  const starting = app.whenReady().then(() => start(config, logger));
  let stopped = false;
  app.on('before-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    setTimeout(() => app.exit(1), SHUTDOWN_LIMIT_MS).unref();
    void starting
      .then((terminal) => terminal.stop())
      .finally(() => {
        stopped = true;
        app.quit();
      });
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => app.quit());
  starting.catch(fail);
} catch (error) {
  fail(error);
}
