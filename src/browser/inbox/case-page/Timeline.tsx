import type { ComponentChildren } from 'preact';
import { isolated } from '../../../disclosure/foreign-text.ts';
import type { TeamCase } from '../../../disclosure/team-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { Block, Moment } from '../base/controls.tsx';
import { texts } from '../base/page.ts';
import { shortColleague } from '../base/short-colleague.ts';
import type { CaseNotes } from '../case/case-notes.ts';
import { eventSentence } from '../case/events.ts';
import { type Entry, historyOf } from '../triage/history.ts';

interface Props {
  view: TeamCase;
  notes: CaseNotes;
}

/** What happened in a case, the latest first: what the server knows, and what the team wrote for itself. */
export function Timeline({ view, notes }: Props) {
  const happened = view.events.map((event) => ({
    at: event.at,
    line: (
      <Line at={event.at} by={event.by}>
        {eventSentence(event)}
      </Line>
    ),
  }));
  const written = historyOf(notes.shown.value, notes.earlier.value === 0).map((entry) => ({
    at: entry.at,
    line: <OfTeam entry={entry} />,
  }));
  // Of the same moment what the server knows comes first, as it did before there were notes.
  const lines = [...happened, ...written].sort((one, other) =>
    one.at < other.at ? -1 : one.at > other.at ? 1 : 0,
  );
  return (
    <Block id="timeline-title" title={texts.case.timeline}>
      <ol id="team-timeline" class="team-timeline">
        {lines.toReversed().map(({ line }) => line)}
        <li>
          {view.claimedAt === view.receivedAt
            ? texts.case.events.receivedClaimed
            : texts.case.events.received}
          <span class="when">
            <Moment at={view.receivedAt} />
          </span>
        </li>
      </ol>
    </Block>
  );
}

function Line({ at, by, children }: { at: string; by: string | null; children: ComponentChildren }) {
  return (
    <li>
      {children}
      <span class="when">
        <Moment at={at} />
        {by !== null && ` · ${fillIn(texts.case.by, { who: isolated(shortColleague(by)) })}`}
      </span>
    </li>
  );
}

/** Something that no reporter ever sees. */
function OfTeam({ entry: { at, sentence, doubt, place } }: { entry: Entry }) {
  return (
    <li data-team-only>
      {place === null ? (
        sentence
      ) : (
        <a href={`#${place}`} onClick={(event) => goTo(event, place)}>
          {sentence}
        </a>
      )}
      <span class="when">
        <Moment at={at} />
        {` · ${texts.triage.teamOnly}`}
        {doubt !== '' && ` · ${doubt}`}
      </span>
    </li>
  );
}

/** Goes to a note without leaving the case, whose reference stands in the address. */
function goTo(event: Event, place: string): void {
  event.preventDefault();
  const note = document.getElementById(place);
  if (!note) return;
  note.tabIndex = -1;
  note.focus();
}
