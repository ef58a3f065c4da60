import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import {
  checkOutcome,
  type Ending,
  type Outcome,
  playwrightOutcome,
  stageOutcome,
  summaryText,
  sumOutcomes,
} from './test-summary.ts';
import { OUTCOME_FILE_VARIABLE } from './vitest-reporter.ts';

const ROOT = join(import.meta.dirname, '..');
const STAGES = ['typecheck', 'lint', 'unit', 'integration', 'e2e'] as const;
type Stage = (typeof STAGES)[number];

const USAGE = `Usage: scripts/test [--only <stage>,…]
Runs ${STAGES.join(', ')} one after another and closes with: N passed, N failed, N skipped
Exit: 0 nothing failed · 1 something failed · 2 wrong use`;

/** Any of these shows the kiosk; the same names as in scripts/setup. */
const CHROMIUMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const stages = chosenStages();
const reports = mkdtempSync(join(tmpdir(), 'renshe-test-'));
// The project's own Node and pnpm first, as scripts/pnpm has it.
const path = `${join(ROOT, '.tools', 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`;
const outcomes: Outcome[] = [];
/** The stage that runs now, and whether someone has ended this run: no further stage is begun then. */
let running: ChildProcess | undefined;
let stopped = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    stopped = true;
    running?.kill(signal);
  });
}
try {
  for (const stage of stages) {
    if (stopped) break;
    console.log(`\n── ${stage} ──`);
    outcomes.push(await runStage(stage));
  }
} finally {
  rmSync(reports, { recursive: true, force: true });
}
const sum = sumOutcomes(outcomes);
console.log(`\n${summaryText(sum)}`);
process.exitCode = stopped || sum.failed.length > 0 ? 1 : 0;

async function runStage(stage: Stage): Promise<Outcome> {
  const report = join(reports, `${stage}.json`);
  switch (stage) {
    case 'typecheck':
    case 'lint':
      return checkOutcome(stage, await pnpm([stage]));
    case 'unit':
    case 'integration': {
      const reporter = join(ROOT, 'scripts', 'vitest-reporter.ts');
      const ending = await pnpm([stage, '--reporter=default', `--reporter=${reporter}`], {
        [OUTCOME_FILE_VARIABLE]: report,
      });
      return stageOutcome(
        stage,
        ending,
        readReport(report, (text) => JSON.parse(text) as Outcome),
      );
    }
    case 'e2e': {
      if (!CHROMIUMS.some(isOnPath)) {
        return { passed: 0, failed: [], skipped: [{ name: stage, reason: 'skipped: needs chromium' }] };
      }
      const ending = await pnpm([stage, '--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_FILE: report });
      return stageOutcome(stage, ending, readReport(report, playwrightOutcome));
    }
  }
}

/** Runs a script of the root package.json with the terminal's own output, and never throws. */
function pnpm(args: string[], env: Record<string, string> = {}): Promise<Ending> {
  return new Promise((resolve) => {
    const child = spawn('pnpm', ['run', ...args], {
      cwd: ROOT,
      env: { ...process.env, PATH: path, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    running = child;
    child.once('error', (error) =>
      resolve({ kind: 'not-started', why: `${error.message}; run ./scripts/setup first` }),
    );
    child.once('exit', (code, signal) =>
      resolve(code === null ? { kind: 'killed', signal: signal ?? 'a signal' } : { kind: 'exited', code }),
    );
  });
}

/** `undefined` where there is no report, or half of one because its writer was killed. */
function readReport(file: string, parse: (text: string) => Outcome): Outcome | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch (error) {
    console.error(`The report cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

function isOnPath(command: string): boolean {
  return path.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function chosenStages(): Stage[] {
  try {
    const { values } = parseArgs({ options: { only: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
    if (values.help === true) {
      console.log(USAGE);
      process.exit(0);
    }
    if (values.only === undefined) return [...STAGES];
    const names = values.only.split(',').map((name) => name.trim());
    const unknown = names.filter((name) => !STAGES.some((stage) => stage === name));
    if (unknown.length > 0) throw new Error(`no stage is called ${unknown.join(', ')}`);
    return STAGES.filter((stage) => names.includes(stage));
  } catch (error) {
    console.error(`error: WRONG_USE: ${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    return process.exit(2);
  }
}
