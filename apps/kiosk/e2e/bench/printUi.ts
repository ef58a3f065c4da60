import type { Row } from './judgeUi.ts';

/** The rows as a Markdown table, which is as readable on a terminal as in the documents. */
export function formatRows(rows: readonly Row[]): string {
  const lines = [
    ['measure', 'kiosk', 'bare React', 'ratio', 'target', 'ok'],
    ...rows.map((row) => [
      row.measure,
      figure(row.kiosk, row.unit),
      figure(row.bare, row.unit),
      row.bare > 0 && row.kiosk >= 0 ? (row.kiosk / row.bare).toFixed(1) : '',
      row.target === undefined ? '' : `≤ ${figure(row.target, row.unit)}`,
      row.ok ?? '',
    ]),
  ];
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  const draw = (line: readonly string[]) =>
    `| ${line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const [head = [], ...body] = lines;
  const rule = `|${widths.map((width, column) => '-'.repeat(width + (column === 0 ? 2 : 1)) + (column === 0 ? '' : ':')).join('|')}|`;
  return [draw(head), rule, ...body.map(draw)].join('\n');
}

function figure(value: number, unit: string): string {
  if (Number.isNaN(value)) return '?';
  const digits = unit === '%' || unit === 'MB' ? 2 : 0;
  return `${value.toFixed(digits)}${unit === '' ? '' : ` ${unit}`}`;
}
