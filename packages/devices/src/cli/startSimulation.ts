import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { failure, type Result, success } from '../core/result.ts';
import type { CommandError } from './command.ts';

/** A simulator a device, and a print system: some seconds on a busy machine. */
const READY_MS = 60_000;
const STOP_MS = 8_000;

/** What its ready line says that is needed here; the endpoints themselves are its own affair. */
const readySchema = z.object({ ready: z.literal(true), settings: z.record(z.string(), z.unknown()) });

/**
 * Starts a whole simulated machine as a process of its own, as the terminal does. It ends when it is stopped, or with
 * this process, however that ends.
 */
export async function startSimulation(options: {
  runDir: string;
  peopleDir: string;
}): Promise<Result<{ settings: z.infer<typeof readySchema>['settings']; stop(): Promise<void> }, CommandError>> {
  const script = join(import.meta.dirname, '../simulation/main.ts');
  const args = [script, '--run-dir', options.runDir, '--people', options.peopleDir, '--devices', 'all'];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  child.stdin.on('error', () => {});
  let said = '';
  child.stderr.on('data', (text) => {
    said = `${said}${String(text)}`.slice(-2_000);
  });
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => late.resolve(undefined), READY_MS);
  const line = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line').then(([text]) => String(text)),
    ended.then(() => undefined),
    late.promise,
  ]);
  clearTimeout(timer);
  const stop = async (): Promise<void> => {
    child.stdin.end();
    const kill = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await ended;
    clearTimeout(kill);
  };
  const ready = line === undefined ? undefined : readySchema.safeParse(JSON.parse(line)).data;
  if (ready) return success({ settings: ready.settings, stop });
  await stop();
  return failure(errorOf(said));
}

/** What the simulation said on its way out: `error: CODE: message` and `cure: …`. */
function errorOf(said: string): CommandError {
  const [, code = 'SIMULATION_FAILED', detail = 'the simulated machine did not start'] =
    /^error: (\w+): (.*)$/m.exec(said) ?? [];
  return { code, detail, next: /^cure: (.*)$/m.exec(said)?.[1] ?? 'Build the people once: pnpm people.' };
}
