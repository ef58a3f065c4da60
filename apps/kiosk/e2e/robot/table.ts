/** One line of the robot's report. */
export interface Step {
  readonly step: string;
  readonly ms: number | undefined;
  readonly seen: string;
}

/** Width on a terminal: Chinese characters take two columns. */
function columns(text: string): number {
  return [...text].reduce((sum, character) => sum + ((character.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1), 0);
}

const pad = (text: string, width: number) => text + ' '.repeat(Math.max(0, width - columns(text)));

/** The report as a table: step, milliseconds, what was seen. */
export function formatTable(steps: readonly Step[]): string {
  const stepWidth = Math.max(4, ...steps.map(({ step }) => columns(step)));
  const line = (step: string, ms: string, seen: string) => `${pad(step, stepWidth)}  ${ms.padStart(7)}  ${seen}`;
  return [
    line('step', 'ms', 'seen'),
    line('-'.repeat(stepWidth), '-------', '-'.repeat(40)),
    ...steps.map(({ step, ms, seen }) => line(step, ms === undefined ? '' : String(Math.round(ms)), seen)),
  ].join('\n');
}

/** The value below which `share` of the measurements lie (nearest rank). */
export function percentile(values: readonly number[], share: number): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
}
