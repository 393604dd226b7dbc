import type { Overview } from '../../disclosure/team-wire.ts';
import { formatSpan, locales } from '../../i18n/format.ts';
import type { LanguageCode } from '../../i18n/languages.ts';
import type { InboxTexts } from './texts.ts';

type Figures = Overview['figures'][number];

const SVG = 'http://www.w3.org/2000/svg';
const DAY = 24 * 60 * 60 * 1000;
const WIDTH = 640;
const HEIGHT = 180;
const LEFT = 34;
const FLOOR = HEIGHT - 26;

/**
 * Draws how long first responses took, a bar a month for the average with a stroke for the slowest, and the promise
 * as a dashed line. Lengths and strokes tell all of it; colour adds nothing.
 */
export function drawChart(
  figures: readonly Figures[],
  promisedDays: number,
  texts: InboxTexts['chart'],
  language: LanguageCode,
): SVGElement {
  const slowest = Math.max(...figures.map(({ slowestMs }) => slowestMs));
  const top = Math.max(promisedDays * DAY * 1.25, slowest * 1.1);
  const yOf = (ms: number) => FLOOR - (ms / top) * (FLOOR - 12);
  const svg = shape('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', class: 'chart' });
  svg.setAttribute('aria-label', describe(figures, promisedDays, texts, language));
  const step = (WIDTH - LEFT) / figures.length;
  figures.forEach((month, index) => {
    const x = LEFT + index * step;
    const name = new Intl.DateTimeFormat(locales[language], { month: 'short', timeZone: 'UTC' });
    const label = shape('text', { x: x + step / 2, y: HEIGHT - 8, class: 'chart-label' });
    label.textContent = name.format(new Date(`${month.month}-01`));
    svg.append(label);
    if (month.answered === 0) return;
    const average = yOf(month.totalMs / month.answered);
    const width = step * 0.5;
    const left = x + (step - width) / 2;
    svg.append(
      shape('rect', { x: left, y: average, width, height: FLOOR - average, class: 'chart-bar' }),
      shape('line', {
        x1: left - 5,
        x2: left + width + 5,
        y1: yOf(month.slowestMs),
        y2: yOf(month.slowestMs),
        class: 'chart-slowest',
      }),
    );
  });
  const promise = yOf(promisedDays * DAY);
  const days = shape('text', { x: LEFT - 6, y: promise + 4, class: 'chart-days' });
  const day = { style: 'unit', unit: 'day', unitDisplay: 'narrow' } as const;
  days.textContent = new Intl.NumberFormat(locales[language], day).format(promisedDays);
  svg.append(
    shape('line', { x1: LEFT, x2: WIDTH, y1: FLOOR, y2: FLOOR, class: 'chart-floor' }),
    shape('line', { x1: LEFT, x2: WIDTH, y1: promise, y2: promise, class: 'chart-promise' }),
    days,
  );
  return svg;
}

function describe(
  figures: readonly Figures[],
  promisedDays: number,
  texts: InboxTexts['chart'],
  language: LanguageCode,
): string {
  const answered = figures.reduce((sum, month) => sum + month.answered, 0);
  const late = figures.reduce((sum, month) => sum + month.late, 0);
  const promise = formatSpan(promisedDays * DAY, language);
  return `${texts.caption}. ${texts.answered}: ${answered}. ${texts.onTime}: ${answered - late}. ${texts.promise}: ${promise}.`;
}

function shape(name: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS(SVG, name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
