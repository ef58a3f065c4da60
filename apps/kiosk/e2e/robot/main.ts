import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../../../scripts/stack/startStack.ts';
import { parseOptions, type RobotOptions, usage } from './options.ts';
import { formatTable } from './table.ts';
import { type Citizen, walkVerifyJourney } from './verifyJourney.ts';

/** `pnpm robot …`: one journey, a table of what was seen, exit code 0 only if everything is as it must be. */
async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help') || args.length === 0) {
    console.log(usage);
    return args.length === 0 ? 2 : 0;
  }
  let options: RobotOptions;
  try {
    options = parseOptions(args);
  } catch (error) {
    console.error(`error: BAD_USAGE: ${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  const citizen = findCitizen(options.citizen);
  if (!citizen) {
    console.error(`error: NO_SUCH_CITIZEN: ${options.citizen}\ncure: choose an id from fixtures/people/citizens.json`);
    return 2;
  }
  const runDir = mkdtempSync(join(tmpdir(), 'renshe-robot-'));
  console.log(`robot verify, ${options.variant}: ${citizen.label}\n`);
  const { steps, checks } = await walkVerifyJourney({ options, citizen, runDir });
  const failed = checks.filter(({ ok }) => !ok);
  console.log(formatTable(steps));
  console.log(`\n${checks.map(({ name, ok, seen }) => `${ok ? 'ok  ' : 'FAIL'}  ${name}: ${seen}`).join('\n')}`);
  console.log(
    `\n${failed.length === 0 ? 'journey as it must be' : `journey NOT as it must be: ${failed.length} failed`}`,
  );
  if (options.keep || failed.length > 0) console.log(`kept for reading: ${runDir}`);
  else rmSync(runDir, { recursive: true, force: true });
  return failed.length === 0 ? 0 : 1;
}

function findCitizen(id: string): Citizen | undefined {
  const file = join(root, 'fixtures/people/citizens.json');
  const { citizens } = JSON.parse(readFileSync(file, 'utf8')) as { citizens: Citizen[] };
  return citizens.find((citizen) => citizen.id === id);
}

process.exit(await main(process.argv.slice(2)));
