// What the team makes of a case for itself. Each change is sealed to the team, as a note of its own.
import { useMemo } from 'preact/hooks';
import { fillIn } from '../../../i18n/fill-in.ts';
import { Block, Fault } from '../base/controls.tsx';
import { focusOn } from '../base/focus.ts';
import { KeptNote } from '../base/KeptNote.tsx';
import { useShortcut } from '../base/keyboard.ts';
import { texts } from '../base/page.ts';
import { hasKey } from '../base/session.ts';
import type { CaseNotes } from '../case/case-notes.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import type { SeenCase } from '../case/seen-case.ts';
import { triageDraftOf } from '../case/triage-drafts.ts';
import { TeamOnly } from '../notes/TeamOnly.tsx';
import { CaseTriage } from './case-triage.ts';
import { DuplicatesPart } from './DuplicatesPart.tsx';
import { Labels } from './Labels.tsx';
import { Severity } from './Severity.tsx';
import { Ssvc } from './Ssvc.tsx';
import { Ticket } from './Ticket.tsx';

interface Props {
  opened: OpenedCase;
  seen: SeenCase;
  notes: CaseNotes;
}

export function TriagePanel({ opened, seen, notes }: Props) {
  const work = useMemo(() => new CaseTriage(opened, notes), [opened, notes]);
  useShortcut('t', texts.triage.title, () => focusOn('triage-title'));
  return (
    <div class="team-only">
      <Block sectionId="triage" id="triage-title" title={texts.triage.title}>
        <TeamOnly />
        <div class="triage-told">
          <p id="triage-status" role="status">
            {work.told}
          </p>
          <Fault id="error-triage" sentence={work.fault.value} />
        </div>
        <Parts opened={opened} seen={seen} notes={notes} work={work} />
      </Block>
    </div>
  );
}

function Parts({ opened, seen, notes, work }: Props & { work: CaseTriage }) {
  const current = notes.current.value;
  const draft = triageDraftOf(opened.reference);
  if (current === null) return null;
  if (current === 'closed')
    return <p class="help">{hasKey.value ? texts.triage.closed : texts.triage.needKey}</p>;
  const { triage, note } = current;
  const doubt = note?.doubt ?? null;
  const shared = { triage, work, draft };
  return (
    <>
      {doubt !== null && (
        <p class="note warning">{fillIn(texts.triage.doubt, { title: doubt.title, why: doubt.why })}</p>
      )}
      <KeptNote name="triage" draft={draft.kept} throwAway={() => draft.throwAway()} />
      <Severity {...shared} theirs={seen.report?.cvss ?? ''} />
      <Labels {...shared} />
      <Ssvc {...shared} />
      <DuplicatesPart {...shared} opened={opened} />
      <Ticket {...shared} />
    </>
  );
}
