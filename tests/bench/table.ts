import { median, type Row, type Target } from './section.ts';

const HEAD = ['section', 'what', 'measured', 'baseline', 'ratio', 'target'];

/** The one table: a line for each row, in Markdown. Values are medians, with least and most of the runs behind them. */
export function tableOf(sections: readonly { name: string; rows: readonly Row[] }[]): string {
  const lines = sections.flatMap(({ name, rows }) => rows.map((row) => [name, ...cellsOf(row)]));
  return layOut([HEAD, ...lines]);
}

function cellsOf({ what, baseline, unit, runs, target }: Row): string[] {
  const measured = runs.map((pair) => pair.measured);
  const ratios = runs.map((pair) => pair.measured / pair.baseline);
  return [
    what,
    `${spreadOf(measured)} ${unit}`,
    `${spreadOf(runs.map((pair) => pair.baseline))} ${unit}: ${baseline}`,
    spreadOf(ratios),
    target ? verdictOn(target, target.of === 'ratio' ? ratios : measured, unit) : '',
  ];
}

/** The median with least and most; one number where all are the same. */
function spreadOf(values: readonly number[]): string {
  const [least, middle, most] = [Math.min(...values), median(values), Math.max(...values)].map(figure);
  return least === most ? `${middle}` : `${middle} (${least}–${most})`;
}

/** Three significant digits, without exponent. */
function figure(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const digits = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(digits, 3));
}

function verdictOn({ of, least, most }: Target, values: readonly number[], unit: string): string {
  const value = median(values);
  const isMet = value >= (least ?? Number.NEGATIVE_INFINITY) && value <= (most ?? Number.POSITIVE_INFINITY);
  const bound = least === undefined ? `≤ ${most}` : `≥ ${least}`;
  return `${bound}${of === 'measured' ? ` ${unit}` : ''}: ${isMet ? 'met' : 'missed'}`;
}

function layOut(rows: readonly string[][]): string {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`);
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}
