// The sheet of one duty: what the platform asks, filled in and saved here, copied and reported there. Loaded when somebody
// opens one.
import { useComputed } from '@preact/signals';
import { useEffect, useLayoutEffect, useMemo } from 'preact/hooks';
import type { Duty } from '../../../disclosure/duties.ts';
import { isolated } from '../../../disclosure/foreign-text.ts';
import { type AskedField, askedFor } from '../../../disclosure/sheets/asked.ts';
import { sheetExport } from '../../../disclosure/sheets/export.ts';
import { sheetSource } from '../../../disclosure/sheets/fields.ts';
import { missingIn } from '../../../disclosure/sheets/sheet.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { serverNow } from '../../api/server-time.ts';
import { downloadFile } from '../../dom/download.ts';
import { Block, Button, Fault, Form } from '../base/controls.tsx';
import { focusSoon } from '../base/focus.ts';
import { KeptNote } from '../base/KeptNote.tsx';
import { dayText, facts, momentText, plural, texts } from '../base/page.ts';
import { hasKey } from '../base/session.ts';
import { shortName } from '../base/short-name.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import type { SeenCase } from '../case/seen-case.ts';
import { TeamOnly } from '../notes/TeamOnly.tsx';
import { sheetNames } from './names.ts';
import { closeSheet } from './open-sheet.ts';
import { SheetField, sheetFieldId } from './SheetField.tsx';
import { usePaper } from './SheetPaper.tsx';
import { type SheetBase, SheetWork } from './sheet-work.ts';

interface Props {
  opened: OpenedCase;
  seen: SeenCase;
  duty: Duty;
}

export function SheetForm({ opened, seen, duty }: Props) {
  const { sheets, deadlines } = texts;
  const work = useMemo(() => new SheetWork(opened, duty), [opened, duty]);
  useEffect(() => void work.follow(seen), [work, seen, hasKey.value]);
  useLayoutEffect(() => {
    document.getElementById('sheet')?.scrollIntoView({ block: 'start' });
    document.getElementById('sheet-heading')?.focus({ preventScroll: true });
  }, []);
  const base = work.base.value;
  return (
    <div class="team-only sheet">
      <Block sectionId="sheet" id="sheet-heading" title={fillIn(sheets.title, { what: deadlines[duty] })}>
        <TeamOnly />
        <p>{sheets.help}</p>
        <p>{sheets.platform}</p>
        <p class="actions">
          <a href={facts.reportingPortal} target="_blank" rel="noopener noreferrer">
            {sheets.portal}
          </a>
          <a href={facts.reportingPlatform} target="_blank" rel="noopener noreferrer">
            {sheets.page}
          </a>
          <Button id="sheet-close" work={closeSheet}>
            {sheets.close}
          </Button>
        </p>
        <p class="help">
          {fillIn(sheets.source, { source: sheetSource.name, day: dayText(sheetSource.date) })}
        </p>
        {base === 'closed' && <p class="note warning">{hasKey.value ? sheets.closed : sheets.needKey}</p>}
        {base !== null && base !== 'closed' && <Filled work={work} base={base} seen={seen} />}
      </Block>
    </div>
  );
}

function Filled({ work, base, seen }: { work: SheetWork; base: SheetBase; seen: SeenCase }) {
  const { sheets } = texts;
  const { reference } = seen.view;
  const { duty, draft } = work;
  const asked = askedFor(duty);
  const more = asked.filter(({ isNeeded }) => !isNeeded);
  const filled = useComputed(
    () => more.filter(({ field }) => work.values[field.id] !== undefined).length,
  ).value;
  const fieldOf = (one: AskedField) => <SheetField key={one.field.id} work={work} asked={one} />;
  const missing = useComputed(() => missingIn({ duty, values: work.values })).value;
  usePaper(work, base, reference);
  const saved = work.isSaved ? base.saved : null;
  const download = () => {
    const about = {
      ...{ reference, exportedAt: new Date(serverNow()).toISOString() },
      saved: saved && { note: saved.note.note.number, by: saved.note.note.by, at: saved.note.note.at },
    };
    const json = sheetExport({ duty, values: work.values }, sheetNames, about);
    downloadFile(`${reference}-${duty}.json`, json, 'application/json');
  };
  const doubt = base.saved?.note.doubt ?? null;
  return (
    <Form id="sheet-form" work={() => work.save()}>
      <p id="sheet-version">{versionOf(base)}</p>
      {doubt !== null && (
        <p class="note warning">{fillIn(texts.triage.doubt, { title: doubt.title, why: doubt.why })}</p>
      )}
      <KeptNote name="sheet" draft={draft.kept} throwAway={() => draft.kept.throwAway()} />
      <div id="sheet-missing">
        <p role="status">
          {missing.length === 0 ? sheets.complete : plural(sheets, 'missing', missing.length)}
        </p>
        <ul>
          {missing.map((id) => (
            <li key={id}>
              <a href={`#${sheetFieldId(id)}`} onClick={(event) => goTo(event, sheetFieldId(id))}>
                {sheetNames.name(id)}
              </a>
            </li>
          ))}
        </ul>
      </div>
      {asked.filter(({ isNeeded }) => isNeeded).map(fieldOf)}
      <details id="sheet-more">
        <summary>{fillIn(plural(sheets, 'more', more.length), { filled })}</summary>
        {more.map(fieldOf)}
      </details>
      <Fault id="error-sheet" sentence={work.fault.value} />
      <p id="sheet-state" role="status">
        {work.told}
      </p>
      <p class="actions">
        <button type="submit" class="button" id="sheet-save">
          {sheets.save}
        </button>
        <Button id="sheet-json" work={download}>
          {sheets.json}
        </Button>
        <Button id="sheet-print" work={() => print()}>
          {sheets.print}
        </Button>
      </p>
    </Form>
  );
}

/** Which version stands there, or where what stands there comes from. */
function versionOf({ saved, before }: SheetBase): string {
  const { savedBy, fresh, freshBefore } = texts.sheets;
  if (saved !== null) {
    const { count, note } = saved;
    return fillIn(savedBy, {
      count,
      who: isolated(shortName(note.note.by)),
      moment: momentText(note.note.at),
    });
  }
  return before === null ? fresh : fillIn(freshBefore, { what: texts.deadlines[before] });
}

/** Goes to a field without leaving the case, whose reference stands in the address. */
function goTo(event: Event, id: string): void {
  event.preventDefault();
  focusSoon(() => {
    const field = document.getElementById(id);
    field?.scrollIntoView({ block: 'center' });
    return field;
  });
}
