import { Moment } from '../base/controls.tsx';
import { texts, whyNotOpened } from '../base/page.ts';
import { hasKey } from '../base/session.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import type { Authored, SeenCase } from '../case/seen-case.ts';
import { AuthorDoubt, AuthorName } from './Author.tsx';
import { MailParts } from './MailParts.tsx';
import { Markdown } from './Markdown.tsx';
import { SameAsNote } from './SameAsNote.tsx';
import { FoldedMessage, SealedMessage } from './SealedMessage.tsx';

interface Props {
  opened: OpenedCase;
  seen: SeenCase;
  shown: Authored;
}

/** One message of a case: opened, or as it is with the reason. */
export function Message({ opened, seen, shown }: Props) {
  const { message, opening } = shown;
  const { reference, events } = seen.view;
  const { sealed, number, from, at } = message;
  const isUnread = events.some(({ kind, value }) => kind === 'without-reporter' && value === message.id);
  const fileName = `${reference}-${number}.asc`;
  return (
    <li data-from={from}>
      <p class="message-head">
        <AuthorName {...shown} /> <Moment at={at} />
      </p>
      <AuthorDoubt {...shown} />
      {isUnread && <p class="help">{texts.case.events['without-reporter']}</p>}
      <SameAsNote sameAs={message.sameAs} reference={reference} />
      {opening.text === null ? (
        <>
          {/* Without a key nothing is said at each message: it stands above the report. */}
          {hasKey.value && <p>{whyNotOpened(opening.why)}</p>}
          <SealedMessage sealed={sealed} fileName={fileName} />
        </>
      ) : (
        <>
          <Markdown opened={opened} text={opening.text} raw={opening.raw ?? opening.text} />
          <MailParts files={opening.files ?? []} />
          <FoldedMessage sealed={sealed} fileName={fileName} />
        </>
      )}
    </li>
  );
}
