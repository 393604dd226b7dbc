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

/** A sealed message as it is, to be opened with GnuPG, or what else holds the key of who is signed in: to copy and to keep. */
export function SealedMessage({ sealed, fileName, isTold = false }: Props) {
  const { copy, download } = texts.case;
  return (
    <div>
      <SealedText sealed={sealed} fileName={fileName} copy={copy} download={download} />
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

/** The same, folded. */
export function FoldedMessage(props: Props) {
  return (
    <details>
      <summary>{texts.case.sealed}</summary>
      <SealedMessage {...props} />
    </details>
  );
}
