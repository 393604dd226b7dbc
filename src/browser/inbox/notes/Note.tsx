import { Moment } from '../base/controls.tsx';
import { texts, whyNotOpened } from '../base/page.ts';
import { hasKey } from '../base/session.ts';
import type { OpenedNote } from '../case/open-notes.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import { AuthorDoubt, AuthorName } from '../conversation/Author.tsx';
import { Markdown } from '../conversation/Markdown.tsx';
import { FoldedMessage } from '../conversation/SealedMessage.tsx';

/** One note: opened, or as it is with the reason. */
export function Note({ opened, one }: { opened: OpenedCase; one: OpenedNote }) {
  const { note, opening } = one;
  const fileName = `${opened.reference}-n${note.number}.asc`;
  return (
    <li id={`note-${note.number}`} data-kind={note.kind}>
      <p class="message-head">
        {note.kind !== 'note' && <span class="tag">{texts.triage.notes.kinds[note.kind]}</span>}{' '}
        <AuthorName {...one} /> <Moment at={note.at} />
      </p>
      <AuthorDoubt {...one} />
      {opening.text === null ? (
        // Without a key nothing is said at each: it stands above the report.
        hasKey.value && <p>{whyNotOpened(opening.why)}</p>
      ) : (
        <Markdown opened={opened} text={opening.text} />
      )}
      <FoldedMessage sealed={note.sealed} fileName={fileName} />
    </li>
  );
}
