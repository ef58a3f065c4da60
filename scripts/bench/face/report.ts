import { FALSE_MATCHES_NEEDED } from '../../../packages/face/src/engines/engineManifest.ts';
import { type Accuracy, FALSE_MATCH_RATES } from './accuracy.ts';
import type { KioskFigures } from './kiosk.ts';
import type { Matcher } from './matchers.ts';
import type { Timing } from './speed.ts';
import type { MeasuredPoint, Share } from './statistics.ts';

/** A table in Markdown, columns padded so that it can be read as text. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(...[head, ...rows].map((row) => (row[column] ?? title).length)));
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line)].join('\n');
}

/** One row an engine and comparison; rates that no row could measure are told below instead of in columns. */
export function accuracyTable(results: readonly Accuracy[]): string {
  const measured = FALSE_MATCH_RATES.filter((_, index) => results.some(({ points }) => points[index]));
  const rest = FALSE_MATCH_RATES.filter((rate) => !measured.includes(rate));
  const fewest = Math.min(...results.map(({ scores }) => scores.impostor.length));
  const rows = results.map(({ matcher, comparison, scores, points, equalError, notAcquired }) => [
    matcher,
    comparison.about,
    `${scores.genuine.length} / ${scores.impostor.length}`,
    ...measured.map((rate) => pointOf(points[FALSE_MATCH_RATES.indexOf(rate)], scores.impostor.length)),
    equalError ? `${percent(equalError.rate)} (${equalError.threshold.toPrecision(4)})` : '–',
    shareOf(notAcquired),
  ]);
  const columns = measured.map((rate) => `TAR at FMR ${rate.toExponential(0)} (threshold)`);
  const head = ['engine', 'compared', 'genuine / impostor', ...columns, 'EER (threshold)', 'not acquired'];
  const note = rest.map((rate) => rate.toExponential(0)).join(', ');
  return [table(head, rows), ...(note ? [`\nFMR ${note}: not measurable with ${fewest} impostor pairs`] : [])].join(
    '\n',
  );
}

function pointOf(point: MeasuredPoint | undefined, impostors: number): string {
  if (!point) return `not measurable with ${impostors} impostor pairs`;
  const few = point.falseMatches.count < FALSE_MATCHES_NEEDED ? `, only ${point.falseMatches.count} false matches` : '';
  return `${shareOf(point.trueAccepts)} (${point.threshold.toPrecision(4)}${few})`;
}

/** A share with its interval, in percent. */
function shareOf({ share, low, high, of }: Share): string {
  if (of === 0) return 'no pairs';
  return `${percent(share)} [${percent(low)}–${percent(high)}]`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share === 0 || share === 1 ? 0 : 1)} %`;
}

export function speedTable(timings: readonly Timing[]): string {
  return table(
    ['step, 640×480', 'median', 'p95'],
    timings.map(({ step, median, p95 }) => [step, ms(median), ms(p95)]),
  );
}

export function warmUpTable(matchers: readonly Pick<Matcher, 'name' | 'loadMs'>[]): string {
  return table(
    ['engine', 'load and warm up'],
    matchers.map(({ name, loadMs }) => [name, ms(loadMs)]),
  );
}

export function kioskTable(figures: readonly KioskFigures[]): string {
  const rows: [string, (one: KioskFigures) => string][] = [
    ['start, models loaded and warm', ({ loadMs }) => ms(loadMs)],
    ['good frames to decision, median', ({ decisionMedianMs }) => ms(decisionMedianMs)],
    ['good frames to decision, p95', ({ decisionP95Ms }) => ms(decisionP95Ms)],
    ['process before the worker', ({ emptyMb }) => mb(emptyMb)],
    ['process, started', ({ startedMb }) => mb(startedMb)],
    ['process after 100 comparisons', ({ after100Mb }) => mb(after100Mb)],
    ['process at the end', ({ endMb, comparisons }) => `${mb(endMb)} (${comparisons})`],
    ['worker at its largest', ({ largestMb, emptyMb }) => mb(largestMb - emptyMb)],
  ];
  return table(
    ['as in the kiosk', ...figures.map(({ engine }) => engine)],
    rows.map(([what, cell]) => [what, ...figures.map(cell)]),
  );
}

function ms(milliseconds: number): string {
  return `${milliseconds < 100 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`;
}

function mb(mebibytes: number): string {
  return `${Math.round(mebibytes)} MiB`;
}
