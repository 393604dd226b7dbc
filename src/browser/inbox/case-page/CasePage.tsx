// One case in front of the team.
import { actsOn } from '../../../disclosure/case-acts.ts';
import { isolated } from '../../../disclosure/foreign-text.ts';
import type { TeamCase } from '../../../disclosure/team-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { Button } from '../base/controls.tsx';
import { LIST } from '../base/front.ts';
import { momentText, texts } from '../base/page.ts';
import { eventSentence } from '../case/events.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import { Conversation } from '../conversation/Conversation.tsx';
import { SameAsNote } from '../conversation/SameAsNote.tsx';
import { Attachments } from '../files/Attachments.tsx';
import { Keeping, PublicationDrafts } from '../keeping/Keeping.tsx';
import { DueLines } from '../list/Due.tsx';
import { Tags } from '../list/Tags.tsx';
import { Notes } from '../notes/Notes.tsx';
import { ReplyForm } from '../reply/ReplyForm.tsx';
import { TriagePanel } from '../triage/TriagePanel.tsx';
import { Deadlines } from './Deadlines.tsx';
import { Handling } from './Handling.tsx';
import { Report } from './Report.tsx';
import { Timeline } from './Timeline.tsx';
import { useNotes } from './use-notes.ts';

interface Props {
  opened: OpenedCase;
  retentionDays: number | undefined;
}

export function CasePage({ opened, retentionDays }: Props) {
  const view = opened.seen.value?.view;
  const isStub = view !== undefined && view.withdrawnAt !== null;
  return (
    <>
      <p>
        <a href={LIST} id="case-back">
          {texts.case.back}
        </a>
      </p>
      <header class="case-head">
        <h2 id="case-title" tabIndex={-1}>
          {opened.reference}
        </h2>
        <p id="case-facts" class="tags">
          {view && <Tags one={view} />}
        </p>
        <div id="case-due">{view && <DueLines one={view} />}</div>
        <div id="case-same-as">{view && <SameAsNote sameAs={view.sameAs} reference={view.reference} />}</div>
        <p class="actions">
          <Button id="case-refresh" work={() => opened.refresh()}>
            {texts.case.refresh}
          </Button>
          <span id="case-status" role="status">
            {opened.told}
          </span>
        </p>
      </header>
      {isStub && <StubNote view={view} />}
      <Conflict opened={opened} isStub={isStub} />
      <Columns opened={opened} retentionDays={retentionDays} />
    </>
  );
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
function Conflict({ opened: { conflict }, isStub }: { opened: OpenedCase; isStub: boolean }) {
  const events = conflict.value;
  return (
    <section
      id="conflict"
      class="note warning"
      tabIndex={-1}
      aria-labelledby="conflict-title"
      hidden={events === null}
    >
      <h3 id="conflict-title">{texts.case.conflict}</h3>
      <ul id="conflict-list">
        {events?.map((event) => {
          const words = [eventSentence(event), event.by === null ? '' : isolated(event.by)];
          return <li>{words.filter((text) => text !== '').join(' · ')}</li>;
        })}
      </ul>
      {!isStub && <p>{texts.case.conflictText}</p>}
    </section>
  );
}

function Columns({ opened, retentionDays }: Props) {
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
          <ReplyForm opened={opened} seen={seen} />
        </div>
      )}
      <div class="case-side">
        <Deadlines view={view} changes={opened.changes} />
        {!acts.isStub && <TriagePanel opened={opened} seen={seen} notes={notes} />}
        {!acts.isStub && <Notes opened={opened} notes={notes} />}
        {acts.hasDuties && <Handling view={view} acts={acts} changes={opened.changes} />}
        <Timeline view={view} notes={notes} />
        {!acts.isStub && <PublicationDrafts seen={seen} />}
        <Keeping opened={opened} seen={seen} acts={acts} retentionDays={retentionDays} />
      </div>
    </div>
  );
}
