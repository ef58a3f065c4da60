import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { lstat, mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SerialPort } from 'serialport';
import { failure, type Result, success } from '../core/result.ts';

/** A serial port that is none: whatever a program does at `link` is seen here. */
export interface Pty {
  write(bytes: Uint8Array): void;
  /** The baud rate the program at the other side has set; undefined once there is no port any more. */
  speed(): Promise<number | undefined>;
  /** Takes port and link away, as a pulled plug does. */
  close(): Promise<void>;
}

export interface PtyError {
  readonly code: 'PACKAGES_MISSING' | 'LINK_TAKEN' | 'PTY_FAILED';
  readonly message: string;
  readonly next: string;
}

/**
 * Makes a pty with a link to it, by a `socat` child that ends when this process does. Its initial speed is `baudRate`,
 * so that programs which set none are heard.
 */
export async function openPty(options: {
  link: string;
  baudRate: number;
  onData: (bytes: Uint8Array) => void;
  /** The pty has gone without `close`. */
  onLost: () => void;
}): Promise<Result<Pty, PtyError>> {
  const { link, baudRate } = options;
  await mkdir(dirname(link), { recursive: true });
  const before = await lstat(link).catch(() => undefined);
  if (before && !before.isSymbolicLink()) {
    const next = 'Choose another path for the link.';
    return failure({ code: 'LINK_TAKEN', message: `${link} exists and is no link`, next });
  }
  // Left by a simulator that was killed.
  await rm(link, { force: true });

  const socat = spawn('socat', ['-d', '-d', '-t0', 'STDIO', `PTY,rawer,link=${escapeAddress(link)}`]);
  let closing = false;
  const ended = Promise.withResolvers<void>();
  socat.once('close', () => ended.resolve());
  socat.stdin.on('error', () => {});
  socat.stdout.on('data', options.onData);
  const started = await startOf(socat);
  if (!started.ok) return started;

  // Held open so that the pty outlives the programs which open and close it, and for asking for its speed.
  // Never read from: what is written to the other end is for whoever uses the port.
  const port = await SerialPort.binding.open({ path: link, baudRate, lock: false });
  const release = async (): Promise<void> => {
    await port.close().catch(() => {});
    await rm(link, { force: true });
  };
  void ended.promise.then(async () => {
    if (closing) return;
    closing = true;
    await release();
    options.onLost();
  });

  return success({
    write: (bytes) => {
      if (!closing) socat.stdin.write(bytes);
    },
    speed: async () => {
      if (closing) return undefined;
      const baudRate = await port.getBaudRate().catch(() => undefined);
      return baudRate?.baudRate;
    },
    close: async () => {
      if (closing) return ended.promise;
      closing = true;
      await release();
      socat.kill('SIGTERM');
      await ended.promise;
    },
  });
}

/** Resolves when the pty is there, or with why it cannot be. */
async function startOf(socat: ChildProcess): Promise<Result<undefined, PtyError>> {
  let said = '';
  const ready = new Promise<'ready'>((resolve) => {
    socat.stderr?.on('data', (text) => {
      if (said.length < 4_000) said += String(text);
      if (said.includes('starting data transfer loop')) resolve('ready');
    });
  });
  const failed = once(socat, 'error').then(([error]) => error as NodeJS.ErrnoException);
  const ended = once(socat, 'exit').then(() => 'ended' as const);
  // Whichever loses the race is no longer anybody's business.
  for (const loser of [failed, ended]) loser.catch(() => {});
  const first = await Promise.race([ready, failed, ended]).catch((error: NodeJS.ErrnoException) => error);
  if (first === 'ready') return success(undefined);
  if (first instanceof Error && first.code === 'ENOENT') {
    const next = 'Install it: sudo apt-get install -y socat, or run scripts/setup.';
    return failure({ code: 'PACKAGES_MISSING', message: 'socat is not installed', next });
  }
  const message = `socat made no pty: ${first instanceof Error ? first.message : said.trim()}`;
  return failure({ code: 'PTY_FAILED', message, next: 'Choose another path for the link.' });
}

/** These separate the parts of a socat address. */
function escapeAddress(path: string): string {
  return path.replace(/[\\,:!"'([{]/g, '\\$&');
}
