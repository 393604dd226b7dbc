// A sheet on paper: what is printed while one is open, and nothing else of the page.
import { render } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { isolated } from '../../../disclosure/foreign-text.ts';
import { linesOf } from '../../../disclosure/sheets/export.ts';
import { sheetSource } from '../../../disclosure/sheets/fields.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { serverNow } from '../../api/server-time.ts';
import { dayText, momentText, texts } from '../base/page.ts';
import { shortName } from '../base/short-name.ts';
import { sheetNames } from './names.ts';
import type { SheetBase, SheetWork } from './sheet-work.ts';

/** Has the page be printed as this sheet, for as long as it is open. */
export function usePaper(work: SheetWork, base: SheetBase, reference: string): void {
  const place = useRef<HTMLDivElement | null>(null);
  useEffect(() => {
    const paper = document.createElement('div');
    paper.className = 'sheet-paper';
    document.body.append(paper);
    place.current = paper;
    return () => {
      render(null, paper);
      paper.remove();
    };
  }, []);
  // Drawn when it is asked for: until then nobody sees it.
  useEffect(() => {
    const draw = () => {
      if (place.current) render(<Paper work={work} base={base} reference={reference} />, place.current);
    };
    draw();
    addEventListener('beforeprint', draw);
    return () => removeEventListener('beforeprint', draw);
  }, [work, base, reference]);
}

function Paper({
  work,
  base: { saved },
  reference,
}: {
  work: SheetWork;
  base: SheetBase;
  reference: string;
}) {
  const { sheets, deadlines } = texts;
  const { duty, values, isSaved } = work;
  const printedAt = new Date(serverNow()).toISOString();
  return (
    <>
      <h1>{fillIn(sheets.title, { what: deadlines[duty] })}</h1>
      <p>{fillIn(sheets.printed, { reference, moment: momentText(printedAt) })}</p>
      <p>
        {saved !== null && isSaved
          ? fillIn(sheets.savedBy, {
              count: saved.count,
              who: isolated(shortName(saved.note.note.by)),
              moment: momentText(saved.note.note.at),
            })
          : sheets.printedUnsaved}
      </p>
      <p>{fillIn(sheets.source, { source: sheetSource.name, day: dayText(sheetSource.date) })}</p>
      <dl translate={false}>
        {linesOf({ duty, values }, sheetNames).map(({ field, number, name, text, isNeeded }) => (
          <div key={field.id}>
            <dt>
              {name}
              {number !== '' && ` (${number})`}
            </dt>
            <dd>{text === '' ? `${sheets.nothing}${isNeeded ? ` (${sheets.needed})` : ''}` : text}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
