import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule, TestSuite } from 'vitest/node';
import type { Outcome } from './test-summary.ts';

/** Names the file that the outcome is written to. */
export const OUTCOME_FILE_VARIABLE = 'RENSHE_TEST_OUTCOME';

/**
 * Writes the {@link Outcome} of a run of vitest as JSON. Vitest's own JSON report leaves out why a test was skipped,
 * and whether something failed outside of any test.
 */
export default class OutcomeReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const path = process.env[OUTCOME_FILE_VARIABLE];
    if (path !== undefined) writeFileSync(path, JSON.stringify(outcomeOf(modules, unhandledErrors)));
  }
}

function outcomeOf(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): Outcome {
  const outcome: Outcome = { passed: 0, failed: [], skipped: [] };
  for (const module of modules) {
    for (const test of module.children.allTests()) {
      const name = `${module.relativeModuleId} › ${test.fullName}`;
      const result = test.result();
      switch (result.state) {
        case 'passed':
          outcome.passed += 1;
          break;
        case 'failed':
          outcome.failed.push(name);
          break;
        case 'skipped':
          outcome.skipped.push({ name, reason: result.note ?? '' });
          break;
        case 'pending':
          outcome.failed.push(`${name} (never ended)`);
          break;
      }
    }
    for (const error of suiteErrors(module)) outcome.failed.push(`${module.relativeModuleId}: ${error}`);
  }
  for (const { message } of unhandledErrors) outcome.failed.push(`outside of any test: ${message}`);
  return outcome;
}

/** What went wrong around the tests: a file that does not load, a hook that throws. */
function suiteErrors(suite: TestModule | TestSuite): string[] {
  const own = suite.errors().map(({ message }) => message.split('\n', 1)[0] ?? '');
  return [...own, ...[...suite.children.suites()].flatMap((inner) => suiteErrors(inner))];
}
