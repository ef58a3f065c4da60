import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';

/** `pnpm bench <what>`: prints figures beside those of a floor and judges them against the project's targets. */
const root = resolve(import.meta.dirname, '..');
const benches: Record<string, { readonly script: string; readonly about: string }> = {
  face: {
    script: 'scripts/bench/face/main.ts',
    about: 'the face engines beside @vladmandic/human: rates, speed, memory',
  },
  ui: { script: 'apps/kiosk/e2e/bench/main.ts', about: "the kiosk's page beside a bare React page" },
};

const [name = '', ...args] = process.argv.slice(2);
const bench = benches[name];
if (bench) {
  const child = spawn(process.execPath, [join(root, bench.script), ...args], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  const [code] = (await once(child, 'exit')) as [number | null];
  process.exitCode = code ?? 1;
} else {
  const usage = `Usage: pnpm bench <what> [--help]\n${Object.entries(benches)
    .map(([what, { about }]) => `  ${what}   ${about}`)
    .join('\n')}`;
  if (name === '--help') console.log(usage);
  else console.error(`error: BAD_USAGE: ${name === '' ? 'which bench?' : `there is no bench "${name}"`}\n\n${usage}`);
  process.exitCode = name === '--help' ? 0 : 2;
}
