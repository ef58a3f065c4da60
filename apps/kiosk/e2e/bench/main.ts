import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { judgeUi } from './judgeUi.ts';
import { measureUi } from './measureUi.ts';
import { formatRows } from './printUi.ts';

const usage = `Usage: pnpm bench ui [--walks <n>] [--sessions <n>] [--json]
  Touches, frames, memory and size of the kiosk's page beside a bare React page, in one run.
  --walks      journeys walked by touch on each page (30)
  --sessions   citizens over whom the memory must stay flat (100)
  --json       every figure and verdict as JSON on standard output`;

/** Exit code 0 when every target is met within its noise, 1 when one is missed. */
async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(usage);
    return 0;
  }
  let options: Options;
  try {
    options = parseOptions(args);
  } catch (error) {
    console.error(`error: BAD_USAGE: ${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  const { walks, sessions, json } = options;
  const [loadBefore = 0] = loadavg();
  const figures = await measureUi({ walks, sessions, say: (line) => console.error(line) });
  const rows = judgeUi(figures);
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, no GPU used, ${figures.browser}; load ${loadBefore.toFixed(1)} before the run`;
  if (json) {
    console.log(JSON.stringify({ machine, walks, sessions, rows, face: figures.face }, null, 2));
  } else {
    const { frames, seconds } = figures.face;
    console.log(`\n${machine}\n${walks} walks by touch and ${sessions} sessions on each page`);
    console.log(`face engine: ${frames} frames in ${seconds.toFixed(0)} s beside them\n\n${formatRows(rows)}\n`);
  }
  const missed = rows.filter(({ ok }) => ok === 'NO');
  for (const { measure } of missed) console.error(`missed: ${measure}`);
  return missed.length === 0 ? 0 : 1;
}

interface Options {
  readonly walks: number;
  readonly sessions: number;
  readonly json: boolean;
}

/** Throws with a sentence for the user when the command line cannot be understood. */
function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      walks: { type: 'string', default: '30' },
      sessions: { type: 'string', default: '100' },
      json: { type: 'boolean', default: false },
    },
  });
  return {
    walks: atLeast('--walks', values.walks, 5),
    sessions: atLeast('--sessions', values.sessions, 20),
    json: values.json,
  };
}

function atLeast(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least) throw new Error(`${name} must be a whole number from ${least}`);
  return value;
}

process.exit(await main(process.argv.slice(2)));
