import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';

/** How much of what Chromium said last is kept for the log, in characters. */
const LAST_WORDS = 600;

/** One running browser that takes commands of the Chrome DevTools Protocol. */
export interface BrowserProcess {
  /** Rejects when the browser refuses or ends. */
  command(method: string, params?: object, sessionId?: string): Promise<Record<string, unknown>>;
  onEvent(listener: (method: string, params: Record<string, unknown>) => void): void;
  /** Resolves with half a sentence how it ended. */
  readonly ended: Promise<string>;
  /** Ends it and all its helpers at once. */
  kill(): void;
}

const messageSchema = z.object({
  id: z.int().optional(),
  method: z.string().optional(),
  params: z.record(z.string(), z.unknown()).default({}),
  result: z.record(z.string(), z.unknown()).default({}),
  error: z.object({ message: z.string() }).optional(),
});

/**
 * Starts Chromium with an empty profile. It and its helpers are a process group of their own: a Ctrl-C meant for us does
 * not reach them, and one kill ends them all.
 */
export function launchBrowser(options: {
  executable: string;
  args: readonly string[];
  profileDir: string;
}): BrowserProcess {
  rmSync(options.profileDir, { recursive: true, force: true });
  mkdirSync(options.profileDir, { recursive: true, mode: 0o700 });
  const child = spawn(options.executable, options.args, {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const toBrowser = child.stdio[3] as Writable;
  const fromBrowser = child.stdio[4] as Readable;
  const waiting = new Map<number, { resolve: (result: Record<string, unknown>) => void; reject: (e: Error) => void }>();
  const listeners = new Set<(method: string, params: Record<string, unknown>) => void>();
  let lastId = 0;
  let over = false;
  let lastWords = '';

  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-LAST_WORDS);
  });
  // A command to a browser that is just ending fails with its end.
  toBrowser.on('error', () => {});
  readMessages(fromBrowser, (text) => {
    const message = messageSchema.parse(JSON.parse(text));
    if (message.id !== undefined) {
      const call = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.error) call?.reject(new Error(message.error.message));
      else call?.resolve(message.result);
    } else if (message.method) {
      for (const listener of listeners) listener(message.method, message.params);
    }
  });

  const ended = new Promise<string>((resolve) => {
    const end = (how: string) => {
      over = true;
      for (const { reject } of waiting.values()) reject(new Error(how));
      waiting.clear();
      resolve(how);
    };
    child.once('error', (error) => end(`could not be started: ${error.message}`));
    child.once('exit', (code, signal) =>
      end(`ended with ${signal ?? `exit code ${code}; its last words: ${lastWords.trim()}`}`),
    );
  });

  return {
    ended,
    command: (method, params = {}, sessionId) =>
      new Promise((resolve, reject) => {
        if (over) return reject(new Error('the browser has ended'));
        const id = ++lastId;
        waiting.set(id, { resolve, reject });
        toBrowser.write(`${JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) })}\0`);
      }),
    onEvent: (listener) => void listeners.add(listener),
    kill: () => {
      if (!child.pid) return;
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has ended already.
      }
    },
  };
}

/** Messages on the pipe end with a zero byte. */
function readMessages(stream: Readable, onMessage: (text: string) => void): void {
  let pending = '';
  stream.on('error', () => {});
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    const messages = (pending + chunk).split('\0');
    pending = messages.pop() ?? '';
    for (const message of messages) onMessage(message);
  });
}
