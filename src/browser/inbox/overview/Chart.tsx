import type { Overview } from '../../../disclosure/team-wire.ts';
import type { InboxTexts } from '../../../handover/inbox.ts';
import { formatSpan, locales } from '../../../i18n/format.ts';
import type { LanguageCode } from '../../../i18n/languages.ts';

type Figures = Overview['figures'][number];

const DAY = 24 * 60 * 60 * 1000;
const WIDTH = 640;
const HEIGHT = 180;
/** Where the promise is named: beside the months of now, at which one begins where all do not fit. */
const RIGHT = 34;
const FLOOR = HEIGHT - 26;

interface Props {
  figures: readonly Figures[];
  promisedDays: number;
  texts: InboxTexts['chart'];
  language: LanguageCode;
}

/**
 * Draws how long first responses took, a bar a month for the average with a stroke for the slowest, and the promise
 * as a dashed line. Lengths and strokes tell all of it; colour adds nothing.
 */
export function Chart({ figures, promisedDays, texts, language }: Props) {
  const slowest = Math.max(...figures.map(({ slowestMs }) => slowestMs));
  const top = Math.max(promisedDays * DAY * 1.25, slowest * 1.1);
  const yOf = (ms: number) => FLOOR - (ms / top) * (FLOOR - 12);
  const end = WIDTH - RIGHT;
  const step = end / figures.length;
  const name = new Intl.DateTimeFormat(locales[language], { month: 'short', timeZone: 'UTC' });
  const promise = yOf(promisedDays * DAY);
  const day = { style: 'unit', unit: 'day', unitDisplay: 'narrow' } as const;
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      class="chart"
      aria-label={describe(figures, promisedDays, texts, language)}
    >
      {figures.map((month, index) => {
        const x = index * step;
        const average = yOf(month.totalMs / month.answered);
        const width = step * 0.5;
        const left = x + (step - width) / 2;
        const stroke = yOf(month.slowestMs);
        return (
          <g key={month.month}>
            <text x={x + step / 2} y={HEIGHT - 8} class="chart-label">
              {name.format(new Date(`${month.month}-01`))}
            </text>
            {month.answered > 0 && (
              <>
                <rect x={left} y={average} width={width} height={FLOOR - average} class="chart-bar" />
                <line x1={left - 5} x2={left + width + 5} y1={stroke} y2={stroke} class="chart-slowest" />
              </>
            )}
          </g>
        );
      })}
      <line x1={0} x2={end} y1={FLOOR} y2={FLOOR} class="chart-floor" />
      <line x1={0} x2={end} y1={promise} y2={promise} class="chart-promise" />
      <text x={end + 6} y={promise + 4} class="chart-days">
        {new Intl.NumberFormat(locales[language], day).format(promisedDays)}
      </text>
    </svg>
  );
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
