import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildRenderer } from './stack/buildRenderer.ts';
import { root, startStack } from './stack/startStack.ts';

/**
 * `pnpm film`: the service as a short film. The filming itself is the kiosk's (apps/kiosk/e2e/film); here the page is
 * built and, unless only samples are wanted, the whole stack brought up and taken down again.
 */
const args = process.argv.slice(2);
const runDir = mkdtempSync(join(tmpdir(), 'renshe-film-'));
try {
  process.exitCode =
    args.includes('--sample') || args.includes('--help') ? await filmSamples() : await filmTrueJourney();
} catch (error) {
  console.error(`error: FILM_FAILED: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  rmSync(runDir, { recursive: true, force: true });
}

async function filmSamples(): Promise<number> {
  await buildRenderer(root);
  return film(args);
}

async function filmTrueJourney(): Promise<number> {
  const stack = await startStack({
    runDir,
    centralData: 'memory',
    open: 'none',
    terminal: { policy: { preferences: chosenPreferences() } },
  });
  try {
    return await film([...args, '--url', stack.host?.ready.url ?? '', '--run-dir', runDir]);
  } finally {
    await stack.stop();
  }
}

/** The flags that the terminal itself can be told as its default; what they may be is judged where they are parsed. */
function chosenPreferences(): Record<string, string> {
  return Object.fromEntries(
    ['language', 'theme', 'form', 'reach'].flatMap((name) => {
      const value = args[args.indexOf(`--${name}`) + 1];
      return args.includes(`--${name}`) && value !== undefined ? [[name, value]] : [];
    }),
  );
}

async function film(given: readonly string[]): Promise<number> {
  const script = join(resolve(root), 'apps/kiosk/e2e/film/main.ts');
  const child = spawn(process.execPath, [script, ...given], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill(signal));
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}
