import { parseArgs } from 'node:util';
import { standardDevices } from './devices/catalogue.ts';
import { parseDevices } from './parseDevices.ts';
import { startSimulatedMachine } from './simulatedMachine.ts';

const USAGE = `Usage: node packages/devices/src/simulation/main.ts --run-dir <dir> --people <dir> [--central-url <url>]
  [--baud <rate of the ID card reader>] [--devices <name,name,…>|all]

Runs the simulated devices of one terminal: what the journeys need (${standardDevices.join(', ')}), or those named. Prints one JSON line when they are ready and writes <dir>/simulation.json
for \`pnpm sim\`. Ends on SIGTERM, SIGINT, or when its stdin closes, and takes every simulator with it.`;

/** The simulated machine as a process. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      'run-dir': { type: 'string' },
      people: { type: 'string' },
      'central-url': { type: 'string' },
      baud: { type: 'string' },
      devices: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  if (!values['run-dir'] || !values.people) fail('BAD_USAGE', '--run-dir and --people are needed', USAGE);
  const baud = values.baud === undefined ? undefined : Number(values.baud);
  if (baud !== undefined && !(Number.isInteger(baud) && baud > 0)) {
    fail('BAD_USAGE', `--baud ${values.baud} is no baud rate`, USAGE);
  }

  const devices = parseDevices(values.devices);
  if (!devices.ok) fail('BAD_USAGE', devices.error, USAGE);

  // Before anything is started, so that nothing is left behind by an early end.
  const end = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => end.abort());
  process.stdin.on('end', () => end.abort()).on('error', () => end.abort());
  process.stdin.resume();
  process.stdout.on('error', () => end.abort());

  const started = await startSimulatedMachine({
    runDir: values['run-dir'],
    peopleDir: values.people,
    ...(values['central-url'] ? { centralUrl: values['central-url'] } : {}),
    ...(baud === undefined ? {} : { lines: { 'id-card-reader': { baud } } }),
    ...(devices.value === undefined ? {} : { devices: devices.value }),
  });
  if (!started.ok) fail(started.error.code, started.error.message, started.error.next);
  const { token: _secret, ...known } = started.value.file;
  process.stdout.write(`${JSON.stringify({ ready: true, ...known })}\n`);
  if (!end.signal.aborted) await new Promise((resolve) => end.signal.addEventListener('abort', resolve));
  await started.value.close();
}

function fail(code: string, message: string, next: string): never {
  console.error(`error: ${code}: ${message}\ncure: ${next}`);
  process.exit(1);
}

await main().catch((error: unknown) => {
  fail('SIMULATION_FAILED', error instanceof Error ? error.message : String(error), 'See the messages above.');
});
process.exit(0);
