import { useSignal } from '@preact/signals';
import { Fault, Form, invalid } from '../base/controls.tsx';
import { focusOn, rememberPlace } from '../base/focus.ts';
import { KeptNote } from '../base/KeptNote.tsx';
import { texts } from '../base/page.ts';
import { hasKey } from '../base/session.ts';
import { drawnWhenShownAgain } from '../base/shown-again.ts';
import { ownText } from '../base/typed-fields.ts';
import { noteDraftOf } from '../case/note-drafts.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import { addNote } from './add-note.ts';
import { TeamOnly } from './TeamOnly.tsx';

/** Where a note is written: it goes to the notes and nowhere else. */
export function NoteForm({ opened }: { opened: OpenedCase }) {
  const words = texts.triage.notes;
  const draft = noteDraftOf(opened.reference);
  const fault = useSignal('');
  const told = useSignal('');
  drawnWhenShownAgain();
  const add = async () => {
    if (draft.isSending) return;
    fault.value = '';
    told.value = words.working;
    const isWhereItWas = rememberPlace();
    fault.value = await addNote(opened, draft);
    told.value = fault.value === '' && !opened.isLeft ? words.done : '';
    if (fault.value !== '') focusOn('note-text');
    // Who goes on writing is left alone.
    else if (!opened.isLeft && isWhereItWas() && draft.text.peek() === '') focusOn('note-state');
  };
  return (
    <Form id="note-form" class="team-only" work={add}>
      <TeamOnly />
      <KeptNote name="note" draft={draft.kept} throwAway={() => draft.kept.throwAway()} />
      <div class="field">
        <label for="note-text">{words.field}</label>
        <p class="help" id="help-note">
          {words.help}
        </p>
        {!hasKey.value && <p class="note">{words.unsigned}</p>}
        <Fault id="error-note" sentence={fault.value} />
        <textarea
          id="note-text"
          rows={6}
          {...ownText}
          {...invalid(fault.value)}
          aria-describedby="help-note error-note"
          value={draft.text.value}
          onInput={({ currentTarget }) => {
            draft.write(currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
            // Elsewhere these keys send what is written to the reporter: from here nothing does.
            event.preventDefault();
            event.currentTarget.form?.requestSubmit();
          }}
        />
      </div>
      <p class="actions">
        <button type="submit" class="quiet" id="note-save">
          {words.save}
        </button>
        <span id="note-state" role="status" tabIndex={-1}>
          {told}
        </span>
      </p>
    </Form>
  );
}
