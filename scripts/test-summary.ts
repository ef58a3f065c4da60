/** What became of the tests of one stage, or of all of them. */
export interface Outcome {
  passed: number;
  /** One name for each failed test. */
  failed: string[];
  /** `reason` is what the test itself says; empty where it says nothing. */
  skipped: { name: string; reason: string }[];
}

/** How a stage's process ended: an exit code, the signal that ended it, or why it could not be started. */
export type Ending =
  | { kind: 'exited'; code: number }
  | { kind: 'killed'; signal: string }
  | { kind: 'not-started'; why: string };

interface PlaywrightTest {
  status: 'expected' | 'unexpected' | 'flaky' | 'skipped';
  annotations: { type: string; description?: string }[];
}
interface PlaywrightSuite {
  title: string;
  specs?: { title: string; tests: PlaywrightTest[] }[];
  suites?: PlaywrightSuite[];
}
interface PlaywrightReport {
  suites: PlaywrightSuite[];
  errors?: { message?: string }[];
}

/**
 * The outcome of a run of Playwright from the file of its JSON reporter. A test that passed on a retry counts as
 * passed; an error outside of any test (a file that cannot be loaded, a server that does not start) as one failure.
 *
 * @throws SyntaxError or TypeError where the text is no such report
 */
export function playwrightOutcome(report: string): Outcome {
  const { suites, errors = [] } = JSON.parse(report) as PlaywrightReport;
  const outcome: Outcome = { passed: 0, failed: [], skipped: [] };
  const visit = (suite: PlaywrightSuite, path: string[]): void => {
    const here = [...path, suite.title];
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) count(outcome, [...here, spec.title].join(' › '), test);
    }
    for (const inner of suite.suites ?? []) visit(inner, here);
  };
  for (const suite of suites) visit(suite, []);
  for (const { message } of errors) outcome.failed.push(firstLine(message ?? 'an error outside of any test'));
  return outcome;
}

function count(outcome: Outcome, name: string, test: PlaywrightTest): void {
  switch (test.status) {
    case 'expected':
    case 'flaky':
      outcome.passed += 1;
      return;
    case 'unexpected':
      outcome.failed.push(name);
      return;
    case 'skipped': {
      const reason = test.annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description ?? '';
      outcome.skipped.push({ name, reason });
      return;
    }
    default:
      throw new TypeError(`Playwright reports a status this code does not know: ${test.status satisfies never}`);
  }
}

/**
 * The outcome of a stage from how it ended and from its report, which is `undefined` where there is none. A stage that
 * broke counts as one failed test, so that no crash passes for a success.
 */
export function stageOutcome(stage: string, ending: Ending, report: Outcome | undefined): Outcome {
  const outcome = report ?? { passed: 0, failed: [], skipped: [] };
  const failed = outcome.failed.map((name) => `${stage}: ${name}`);
  const ok = ending.kind === 'exited' && ending.code === 0;
  if (report === undefined) failed.push(`${stage}: broke off without a report (${endingText(ending)})`);
  else if (!ok && failed.length === 0) failed.push(`${stage}: no test failed, but the run did (${endingText(ending)})`);
  return { ...outcome, failed };
}

/** The outcome of a stage that is one check and writes no report: it passed or it failed. */
export function checkOutcome(stage: string, ending: Ending): Outcome {
  if (ending.kind === 'exited' && ending.code === 0) return { passed: 1, failed: [], skipped: [] };
  return { passed: 0, failed: [`${stage} (${endingText(ending)})`], skipped: [] };
}

/** All outcomes as one. */
export function sumOutcomes(outcomes: Outcome[]): Outcome {
  return {
    passed: outcomes.reduce((sum, { passed }) => sum + passed, 0),
    failed: outcomes.flatMap(({ failed }) => failed),
    skipped: outcomes.flatMap(({ skipped }) => skipped),
  };
}

/**
 * What is printed at the end: the failed tests by name, the skipped ones by reason, and as the last line
 * `N passed, N failed, N skipped`.
 */
export function summaryText({ passed, failed, skipped }: Outcome): string {
  const lines: string[] = [];
  if (failed.length > 0) lines.push('Failed:', ...failed.map((name) => `  ${name}`));
  const reasons = new Map<string, string[]>();
  for (const { name, reason } of skipped) reasons.set(reason, [...(reasons.get(reason) ?? []), name]);
  if (skipped.length > 0) lines.push('Skipped:');
  for (const [reason, names] of reasons) {
    if (reason === '') lines.push(...names.map((name) => `  ${name} (gives no reason)`));
    else lines.push(`  ${names.length} × ${firstLine(reason)}`);
  }
  lines.push(`${passed} passed, ${failed.length} failed, ${skipped.length} skipped`);
  return lines.join('\n');
}

function endingText(ending: Ending): string {
  switch (ending.kind) {
    case 'exited':
      return `exit code ${ending.code}`;
    case 'killed':
      return `ended by ${ending.signal}`;
    case 'not-started':
      return ending.why;
  }
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
