import type { TeamCase } from '../../../disclosure/team-wire.ts';
import type { Opening } from '../../dom/stretch.ts';
import { texts, whyNotOpened } from '../page.ts';
import type { OpenedCase } from '../state/opened-case.ts';
import type { Message as SealedMessageOf } from '../state/seen-case.ts';
import { hasKey } from '../state/session.ts';
import { Moment, Name } from './controls.tsx';
import { MailParts } from './MailParts.tsx';
import { Markdown } from './Markdown.tsx';
import { SameAsNote } from './SameAsNote.tsx';
import { FoldedMessage, SealedMessage } from './SealedMessage.tsx';

interface Props {
  opened: OpenedCase;
  message: SealedMessageOf;
  opening: Opening;
  view: TeamCase;
}

/** One message of a case: opened, or as it is with the reason. */
export function Message({ opened, message, opening, view: { reference, events } }: Props) {
  const { sealed, number, from, at } = message;
  const isUnread = events.some(({ kind, value }) => kind === 'without-reporter' && value === message.id);
  const fileName = `${reference}-${number}.asc`;
  return (
    <li data-from={from}>
      <p class="message-head">
        <strong>
          <Name>{from === 'team' ? (message.by ?? '') : texts.case.reporter}</Name>
        </strong>{' '}
        <Moment at={at} />
      </p>
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
