import { describe, expect, it } from 'vitest';
import {
  checkOutcome,
  type Outcome,
  playwrightOutcome,
  stageOutcome,
  summaryText,
  sumOutcomes,
} from './test-summary.ts';

const EXITED_0 = { kind: 'exited', code: 0 } as const;
const EXITED_1 = { kind: 'exited', code: 1 } as const;

describe('playwrightOutcome', () => {
  const test = (status: string, annotations: object[] = []) => ({ status, annotations });

  it('counts tests in nested suites and names them by their path', () => {
    const report = {
      suites: [
        {
          title: 'attract.spec.ts',
          specs: [{ title: 'shows the services', tests: [test('expected'), test('flaky')] }],
          suites: [{ title: 'at night', specs: [{ title: 'is dark', tests: [test('unexpected')] }] }],
        },
        {
          title: 'camera.spec.ts',
          specs: [
            {
              title: 'sees a face',
              tests: [test('skipped', [{ type: 'skip', description: 'skipped: needs espeak-ng' }])],
            },
            { title: 'sees two', tests: [test('skipped')] },
          ],
        },
      ],
      errors: [],
    };
    expect(playwrightOutcome(JSON.stringify(report))).toEqual({
      passed: 2,
      failed: ['attract.spec.ts › at night › is dark'],
      skipped: [
        { name: 'camera.spec.ts › sees a face', reason: 'skipped: needs espeak-ng' },
        { name: 'camera.spec.ts › sees two', reason: '' },
      ],
    });
  });

  it('counts an error outside of any test as a failure', () => {
    const report = { suites: [], errors: [{ message: 'web server did not start\n  at line 3' }] };
    expect(playwrightOutcome(JSON.stringify(report)).failed).toEqual(['web server did not start']);
  });

  it.each(['', '{"suites": [', '{}', '{"suites":[{"title":"a","specs":[{"title":"b","tests":[{"status":"odd"}]}]}]}'])(
    'refuses what is no report: %s',
    (text) => {
      expect(() => playwrightOutcome(text)).toThrow();
    },
  );
});

describe('stageOutcome', () => {
  const passed: Outcome = { passed: 3, failed: [], skipped: [] };

  it('takes a report as it is when the run ended well', () => {
    expect(stageOutcome('unit', EXITED_0, passed)).toEqual(passed);
  });

  it('says which stage a failed test belongs to, once', () => {
    const report = { passed: 1, failed: ['a.test.ts › adds'], skipped: [] };
    expect(stageOutcome('unit', EXITED_1, report).failed).toEqual(['unit: a.test.ts › adds']);
  });

  it('counts a run that failed without a failed test', () => {
    expect(stageOutcome('e2e', EXITED_1, passed)).toMatchObject({
      passed: 3,
      failed: ['e2e: no test failed, but the run did (exit code 1)'],
    });
  });

  it.each([
    [{ kind: 'killed', signal: 'SIGKILL' }, 'ended by SIGKILL'],
    [{ kind: 'not-started', why: 'spawn pnpm ENOENT' }, 'spawn pnpm ENOENT'],
    [EXITED_0, 'exit code 0'],
  ] as const)('counts a stage without a report as failed, however it ended: %o', (ending, text) => {
    expect(stageOutcome('unit', ending, undefined).failed).toEqual([`unit: broke off without a report (${text})`]);
  });
});

describe('checkOutcome', () => {
  it('counts a check as one', () => {
    expect(checkOutcome('lint', EXITED_0)).toEqual({ passed: 1, failed: [], skipped: [] });
    expect(checkOutcome('lint', EXITED_1)).toEqual({ passed: 0, failed: ['lint (exit code 1)'], skipped: [] });
  });
});

describe('summaryText', () => {
  it('names the failed, groups the skipped by reason and closes with the count', () => {
    const sum = sumOutcomes([
      { passed: 2, failed: ['unit: a'], skipped: [{ name: 'x', reason: 'needs socat' }] },
      {
        passed: 1,
        failed: [],
        skipped: [
          { name: 'y', reason: 'needs socat' },
          { name: 'z', reason: '' },
        ],
      },
    ]);
    expect(summaryText(sum)).toBe(
      [
        'Failed:',
        '  unit: a',
        'Skipped:',
        '  2 × needs socat',
        '  z (gives no reason)',
        '3 passed, 1 failed, 3 skipped',
      ].join('\n'),
    );
  });

  it('is the one line alone when all is well', () => {
    expect(summaryText({ passed: 7, failed: [], skipped: [] })).toBe('7 passed, 0 failed, 0 skipped');
  });
});
