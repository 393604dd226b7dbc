import { openCommand } from '../../../disclosure/open-command.ts';
import { isSeipd2 } from '../../../openpgp/split-message.ts';
import { texts, usesGnupg } from '../base/page.ts';
import { SealedText } from '../base/SealedText.tsx';
import { session } from '../base/session.ts';

interface Props {
  sealed: string;
  fileName: string;
  /** Whether it stands elsewhere that GnuPG can't open it. */
  isTold?: boolean;
}

/**
 * A sealed message, to be opened with GnuPG, or what else holds the key of who is signed in: to copy and to keep. How that
 * goes is in sight; the message itself, which says nothing to anybody, is folded.
 */
export function SealedMessage(props: Props) {
  return <ToOpen {...props} fold={texts.case.sealed} />;
}

function ToOpen({ sealed, fileName, isTold = false, fold }: Props & { fold?: string }) {
  const { copy, download } = texts.case;
  return (
    <div>
      <SealedText sealed={sealed} fileName={fileName} copy={copy} download={download} fold={fold} />
      <HowToOpen sealed={sealed} fileName={fileName} isTold={isTold} />
    </div>
  );
}

function HowToOpen({ sealed, fileName, isTold }: Required<Props>) {
  if (isSeipd2(sealed)) return isTold ? null : <p class="note">{texts.case.newer}</p>;
  if (!usesGnupg(session.value?.fingerprint ?? '')) return <p class="help">{texts.case.ownProgram}</p>;
  return (
    <>
      <p>
        <code>{openCommand(fileName.replace(/\.asc$/, ''))}</code>
      </p>
      <p class="help">{texts.case.openedFile}</p>
    </>
  );
}

/** The same of a message that is open: all of it folded. */
export function FoldedMessage(props: Props) {
  return (
    <details>
      <summary>{texts.case.sealed}</summary>
      <ToOpen {...props} />
    </details>
  );
}
