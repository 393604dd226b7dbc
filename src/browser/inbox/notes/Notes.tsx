// What the team writes for itself in a case. Everything here looks unlike what goes to the reporter, and says so.
import { Block, Button } from '../base/controls.tsx';
import { onceDrawn } from '../base/focus.ts';
import { plural, texts } from '../base/page.ts';
import { type CaseNotes, NOTES } from '../case/case-notes.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import { Note } from './Note.tsx';
import { TeamOnly } from './TeamOnly.tsx';

export function Notes({ opened, notes }: { opened: OpenedCase; notes: CaseNotes }) {
  const words = texts.triage.notes;
  // A triage and a sheet are told on the timeline, and shown in their own place; one in doubt is shown here as well.
  const shown = notes.shown.value.filter(
    ({ note, doubt }) => (note.kind !== 'triage' && note.kind !== 'sheet') || doubt !== null,
  );
  const earlier = notes.earlier.value;
  return (
    <div class="team-only">
      <Block sectionId="notes" id="notes-title" title={words.title}>
        <TeamOnly />
        <p class="actions earlier" hidden={earlier === 0}>
          <Button id="notes-earlier" work={() => showEarlier(notes)}>
            {plural(words, 'earlier', Math.min(earlier, NOTES))}
          </Button>
        </p>
        <p class="help" hidden={shown.length > 0 || earlier > 0}>
          {words.none}
        </p>
        <ol id="team-notes" class="notes" translate={false}>
          {shown.map((one) => (
            <Note key={one.note.id} opened={opened} one={one} />
          ))}
        </ol>
      </Block>
    </div>
  );
}

async function showEarlier(notes: CaseNotes): Promise<void> {
  await notes.showEarlier();
  if (notes.earlier.peek() > 0) return;
  // Without the button the keyboard would stand nowhere.
  onceDrawn(() => {
    const first = document.getElementById('team-notes')?.firstElementChild;
    if (!(first instanceof HTMLElement)) return;
    first.tabIndex = -1;
    first.focus();
  });
}
