// The months in which first responses were given: as a picture, and as the same figures in a table.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Overview } from '../../../disclosure/team-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { formatMonth, formatSpan } from '../../../i18n/format.ts';
import { facts, language, texts } from '../base/page.ts';
import { Chart } from './Chart.tsx';

const DAY = 24 * 60 * 60 * 1000;

export function Months({ figures }: Pick<Overview, 'figures'>) {
  const { caption, none, explain, table } = texts.chart;
  const isEmpty = figures.every(({ answered }) => answered === 0);
  return (
    <>
      <figcaption>{caption}</figcaption>
      {isEmpty ? (
        <p class="help">{none}</p>
      ) : (
        <>
          <Scroller label={caption} isFromEnd>
            <Chart
              figures={figures}
              promisedDays={facts.responseDays}
              texts={texts.chart}
              language={language}
            />
          </Scroller>
          <p class="help">{fillIn(explain, { span: formatSpan(facts.responseDays * DAY, language) })}</p>
          <details>
            <summary>{table}</summary>
            <Scroller label={table}>
              <MonthTable figures={figures} />
            </Scroller>
          </details>
        </>
      )}
    </>
  );
}

function MonthTable({ figures }: Pick<Overview, 'figures'>) {
  const { month, received, answered, onTime, average, slowest } = texts.chart;
  return (
    <table>
      <thead>
        <tr>
          {[month, received, answered, onTime, average, slowest].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {figures.map((one) => {
          const span = (ms: number) => (one.answered === 0 ? '–' : formatSpan(ms, language));
          return (
            <tr key={one.month}>
              <th scope="row">{formatMonth(one.month, language)}</th>
              <td>{one.received}</td>
              <td>{one.answered}</td>
              <td>{one.answered - one.late}</td>
              <td>{span(one.totalMs / Math.max(1, one.answered))}</td>
              <td>{span(one.slowestMs)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

interface ScrollerProps {
  label: string;
  /** Whether one begins at its end: of months the one that it is now. */
  isFromEnd?: boolean;
  children: ComponentChildren;
}

/** Something wide, that scrolls in itself, by keyboard too. */
function Scroller({ label, isFromEnd = false, children }: ScrollerProps) {
  const place = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    if (isFromEnd && place.current) place.current.scrollLeft = place.current.scrollWidth;
  }, []);
  return (
    <section ref={place} class="table-scroll" tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
