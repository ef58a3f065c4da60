import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The worst that was measured of one screen in one arrangement. */
export interface Finding {
  readonly screen: string;
  readonly where: string;
  readonly target: number;
  readonly gap: number;
  readonly glyph: number;
  readonly contrast: number;
  readonly highContrast: number;
  readonly axeRuns: number;
  readonly pages: number;
}

/**
 * Collects findings and writes them as one page for people. They are kept in a file beside Playwright's own results, which
 * is emptied with each run, because a worker that was restarted after a failure remembers nothing.
 */
export class AccessibilityReport {
  readonly #findings: string;
  readonly #page: string;

  constructor(outputDir: string) {
    this.#findings = join(outputDir, 'accessibility.jsonl');
    this.#page = join(dirname(outputDir), 'accessibility-report.md');
  }

  add(finding: Finding): void {
    mkdirSync(dirname(this.#findings), { recursive: true });
    appendFileSync(this.#findings, `${JSON.stringify(finding)}\n`);
  }

  write(): void {
    if (!existsSync(this.#findings)) return;
    const findings = readFileSync(this.#findings, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Finding);
    writeFileSync(this.#page, toMarkdown(findings));
  }
}

function toMarkdown(findings: readonly Finding[]): string {
  const arrangements = [...new Set(findings.map(({ where }) => where))];
  const sections = arrangements.map((where) => {
    const rows = findings
      .filter((one) => one.where === where)
      .map(
        ({ screen, target, gap, glyph, contrast, highContrast, pages, axeRuns }) =>
          `| ${[screen, mm(target), mm(gap), mm(glyph), ratio(contrast), ratio(highContrast), pages, axeRuns].join(' | ')} |`,
      );
    return [
      `## ${where}`,
      '',
      '| screen | smallest target | smallest gap | smallest glyph | lowest contrast, light | high contrast | pages | axe runs |',
      '|---|---|---|---|---|---|---|---|',
      ...rows,
      '',
    ].join('\n');
  });
  const runs = findings.reduce((sum, { axeRuns }) => sum + axeRuns, 0);
  return [
    '# Accessibility, as measured',
    '',
    `${findings.length} screens in their arrangements; axe was run ${runs} times. Millimetres are those of a 21.5-inch screen.`,
    '',
    ...sections,
  ].join('\n');
}

const mm = (value: number) => (value >= 999 ? '–' : `${value.toFixed(1)} mm`);
const ratio = (value: number) => (value >= 21 ? '–' : `${value.toFixed(1)}:1`);
