import type { SelfTestStep, StepOutcome } from '../config/deviceKind.ts';
import { findKind } from '../config/deviceKinds.ts';
import { BadUsage, type Command, fail, type Output } from './command.ts';
import { MACHINE_USAGE, parseMachineOptions } from './machineOptions.ts';
import { openMachine } from './openMachine.ts';

/** The longest step waits half a minute for a person; what takes longer hangs. */
const STEP_MS = 60_000;

interface RanStep {
  readonly name: string;
  readonly outcome: StepOutcome | 'skipped';
}

/** Tries one device out, step by step. */
export const test: Command = {
  name: 'test',
  usage: `pnpm devices test <device> [--config <file> | --simulated] [--skip-manual] [--json]
    Its self-test: a line a step, ok, skipped, or failed with what to do next. Ends at the first step that fails.
    {"device","steps":[{"name","ok"?,"skipped"?,"detail"?,"code"?,"next"?}]}
    --skip-manual  leave out what needs a person: laying a card down, typing a PIN
${MACHINE_USAGE}`,
  run: async (args, output, signal) => {
    const options = parseMachineOptions(args);
    const { device: name } = options;
    if (name === undefined) throw new BadUsage('test which device? Its name is missing');
    const opened = await openMachine(options, output);
    if (!opened.ok) return fail(output, opened.error, options.json);
    if (opened.value.runDir) output.note(`in another shell: pnpm sim --run-dir ${opened.value.runDir} ${name}`);
    const ran: RanStep[] = [];
    for (const { device } of opened.value.all) {
      for (const step of findKind(name)?.selfTest(device) ?? []) {
        const outcome = step.needs !== undefined && options.skipManual ? 'skipped' : await run(step, output, signal);
        ran.push({ name: step.name, outcome });
        if (!options.json) tell(output, step.name, outcome);
        if (outcome !== 'skipped' && !outcome.ok) break;
      }
    }
    await opened.value.close();
    if (options.json) output.result({ device: name, steps: ran.map(toJson) });
    return ran.every(({ outcome }) => outcome === 'skipped' || outcome.ok) ? 0 : 1;
  },
};

async function run(step: SelfTestStep, output: Output, signal: AbortSignal): Promise<StepOutcome> {
  if (step.needs !== undefined) output.note(`now: ${step.needs}`);
  return step.run(AbortSignal.any([signal, AbortSignal.timeout(STEP_MS)]));
}

function tell(output: Output, name: string, outcome: RanStep['outcome']): void {
  if (outcome === 'skipped') {
    output.line(`skipped  ${name}`);
  } else if (outcome.ok) {
    output.line(`ok       ${name}: ${outcome.detail}`);
  } else {
    output.line(`failed   ${name}: ${outcome.code}: ${outcome.detail}`);
    output.line(`         next: ${outcome.next}`);
  }
}

const toJson = ({ name, outcome }: RanStep): object =>
  outcome === 'skipped' ? { name, skipped: true } : { name, ...outcome };
