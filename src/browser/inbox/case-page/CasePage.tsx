// One case in front of the team.
import type { ReadonlySignal } from '@preact/signals';
import { actsOn } from '../../../disclosure/case-acts.ts';
import { isolated } from '../../../disclosure/foreign-text.ts';
import type { TeamCase } from '../../../disclosure/team-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { CopiedText } from '../base/CopiedText.tsx';
import { Button } from '../base/controls.tsx';
import { lazy } from '../base/lazy.tsx';
import { momentText, texts } from '../base/page.ts';
import { shortColleague } from '../base/short-colleague.ts';
import { eventSentence } from '../case/events.ts';
import { dropLost, lostIn } from '../case/lost.ts';
import { noteDraftOf } from '../case/note-drafts.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import type { SeenCase } from '../case/seen-case.ts';
import { Conversation } from '../conversation/Conversation.tsx';
import { SameAsNote } from '../conversation/SameAsNote.tsx';
import { Attachments } from '../files/Attachments.tsx';
import { HandOverBlock } from '../hand-over/HandOverBlock.tsx';
import { CveBlock } from '../keeping/CveBlock.tsx';
import { Keeping } from '../keeping/Keeping.tsx';
import { LessonBlock } from '../keeping/LessonBlock.tsx';
import type { Beside } from '../list/beside.ts';
import { NoteForm } from '../notes/NoteForm.tsx';
import { Notes } from '../notes/Notes.tsx';
import { ReplyForm } from '../reply/ReplyForm.tsx';
import { SheetPlace } from '../sheets/SheetPlace.tsx';
import { TriagePanel } from '../triage/TriagePanel.tsx';
import { CaseHead } from './CaseHead.tsx';
import { Claim } from './Claim.tsx';
import { Deadlines } from './Deadlines.tsx';
import { Dock, type Panel } from './Dock.tsx';
import { Erasing } from './Erasing.tsx';
import { Handling } from './Handling.tsx';
import { Publication } from './Publication.tsx';
import { Report } from './Report.tsx';
import { Timeline } from './Timeline.tsx';
import { useNotes } from './use-notes.ts';

const WhoCanRead = lazy(async () => (await import('../sharing/WhoCanRead.tsx')).WhoCanRead);

interface Props {
  opened: OpenedCase;
  beside: ReadonlySignal<Beside>;
  retentionDays: number | undefined;
}

export function CasePage({ opened, beside, retentionDays }: Props) {
  const seen = opened.seen.value;
  const view = seen?.view;
  const isStub = view !== undefined && view.withdrawnAt !== null;
  return (
    <>
      <CaseHead opened={opened} beside={beside} />
      <div class="case-read">
        <div id="case-same-as">{view && <SameAsNote sameAs={view.sameAs} reference={view.reference} />}</div>
        {isStub && <StubNote view={view} />}
        {view && <Claim view={view} changes={opened.changes} />}
        {view && <Erasing view={view} opened={opened} />}
        <Lost opened={opened} />
        <Conflict opened={opened} isStub={isStub} />
        <Columns opened={opened} retentionDays={retentionDays} />
      </div>
      {seen && !isStub && <Dock panels={panelsOf(opened, seen)} open={opened.writing} />}
    </>
  );
}

/** Says of a draft from before, while its form is folded, that it is there. */
function saidOf({ unsent: { draft, files }, writing }: OpenedCase): string {
  const at = draft?.foundAt.value ?? draft?.other.value?.at ?? files.foundAt.value;
  return at === null || writing.value !== null ? '' : texts.kept.waits;
}

/** The same of a note, whether it is from before or not. */
function noteSaid({ reference, writing }: OpenedCase): string {
  const { text, kept } = noteDraftOf(reference);
  if (text.value.trim() !== '') return texts.triage.notes.unsaved;
  return kept.other.value === null || writing.value !== null ? '' : texts.kept.waits;
}

/** What was being written when the case was gone: to be copied, and then to go. */
function Lost({ opened: { reference } }: { opened: OpenedCase }) {
  const { lostTitle, lost: why, away } = texts.kept;
  const words = lostIn(reference);
  if (words === '') return null;
  return (
    <section id="lost" class="note warning" aria-labelledby="lost-title">
      <h3 id="lost-title">{lostTitle}</h3>
      <p>{why}</p>
      <CopiedText name="lost" text={words} copy={texts.case.copy} />
      <p class="actions">
        <Button id="lost-away" work={() => dropLost(reference)}>
          {away}
        </Button>
      </p>
    </section>
  );
}

/** Something is asked before there is an assessment; one that was chosen stays. */
function askFirst({ unsent, reply }: OpenedCase): NonNullable<Panel['also']> {
  const first = () => {
    if (unsent.content.peek().assessment === '') reply.writing.change({ assessment: 'message' });
  };
  return { key: 'm', words: texts.case.askFirst, first, begin: 'compose-message' };
}

/** What one writes in a case. */
function panelsOf(opened: OpenedCase, seen: SeenCase): Panel[] {
  const { titleFirst, titleReply } = texts.compose;
  const isFirst = seen.view.respondedAt === null;
  return [
    {
      name: 'reply',
      words: isFirst ? titleFirst : titleReply,
      key: 'e',
      said: saidOf(opened),
      // A first response begins with what the team makes of the report, whatever follows with its words.
      ...(isFirst ? { also: askFirst(opened) } : { begin: 'compose-message' }),
      part: <ReplyForm opened={opened} seen={seen} />,
    },
    {
      name: 'note',
      words: texts.triage.notes.write,
      key: 'n',
      said: noteSaid(opened),
      part: <NoteForm opened={opened} />,
    },
  ];
}

/** What is left of a report that its reporter withdrew: what the law still asks for, and nothing of its contents. */
function StubNote({ view }: { view: TeamCase }) {
  const { title, erased, done, running } = texts.stub;
  return (
    <section id="stub" class="note warning" aria-labelledby="stub-title">
      <h3 id="stub-title">{title}</h3>
      <p id="stub-erased">{fillIn(erased, { moment: momentText(view.withdrawnAt ?? '') })}</p>
      <p id="stub-state">{view.status === 'closed' ? done : running}</p>
    </section>
  );
}

/** What somebody else changed meanwhile. */
function Conflict({ opened, isStub }: { opened: OpenedCase; isStub: boolean }) {
  const events = opened.conflict.value;
  return (
    <section
      id="conflict"
      class="note warning"
      tabIndex={-1}
      aria-labelledby="conflict-title"
      hidden={events === null}
    >
      <h3 id="conflict-title">{texts.case.conflict}</h3>
      {/* First what is theirs: beside an open form there is room for a few lines. */}
      <ChosenBefore opened={opened} />
      {!isStub && <p>{texts.case.conflictText}</p>}
      <ul id="conflict-list">
        {events?.map((event) => {
          const words = [eventSentence(event), event.by === null ? '' : isolated(shortColleague(event.by))];
          return <li>{words.filter((text) => text !== '').join(' · ')}</li>;
        })}
      </ul>
    </section>
  );
}

/** An assessment that was chosen while a colleague gave theirs: there is no place for it any more, and it is not dropped. */
function ChosenBefore({ opened: { seen, unsent } }: { opened: OpenedCase }) {
  const { assessment } = unsent.content.value;
  const isAnswered = seen.value !== null && seen.value.view.respondedAt !== null;
  if (!isAnswered || assessment === '' || assessment === 'message') return null;
  return (
    <p id="conflict-chosen">
      {fillIn(texts.kept.chosen, { assessment: texts.compose.assessments[assessment] })}
    </p>
  );
}

function Columns({ opened, retentionDays }: Omit<Props, 'beside'>) {
  const seen = opened.seen.value;
  const notes = useNotes(opened, seen);
  if (seen === null) return <div class="case-columns" hidden />;
  const { view } = seen;
  const acts = actsOn(view);
  return (
    <div class="case-columns">
      {!acts.isStub && (
        <div class="case-main">
          <Report opened={opened} seen={seen} />
          <Attachments seen={seen} />
          <Conversation opened={opened} seen={seen} />
          <Notes opened={opened} notes={notes} />
        </div>
      )}
      <div class="case-side">
        <Deadlines view={view} opened={opened} notes={notes} />
        {!acts.isStub && <TriagePanel opened={opened} seen={seen} notes={notes} />}
        {acts.hasDuties && <Handling view={view} acts={acts} changes={opened.changes} />}
        {!acts.isStub && <Publication view={view} opened={opened} />}
        <Timeline view={view} notes={notes} />
        {!acts.isStub && (
          <WhoCanRead key={view.reference} reference={view.reference} refresh={() => opened.refresh()} />
        )}
        <Keeping opened={opened} seen={seen} acts={acts} retentionDays={retentionDays} />
      </div>
      {!acts.isStub && (
        <div class="case-after">
          <SheetPlace opened={opened} seen={seen} />
          <HandOverBlock opened={opened} seen={seen} />
          <CveBlock opened={opened} seen={seen} />
          <LessonBlock opened={opened} seen={seen} notes={notes} />
        </div>
      )}
    </div>
  );
}
