import { useRef } from 'preact/hooks';
import { copyTextOf } from '../../dom/copy.ts';
import { downloadFile } from '../../dom/download.ts';
import { Button } from './controls.tsx';
import { texts } from './page.ts';

interface Props {
  sealed: string;
  fileName: string;
  /** The words of the buttons. */
  copy: string;
  download: string;
  /** What the ids of its parts begin with, where it has any. */
  name?: string;
  /** What it is folded under; shown as it is where absent. */
  fold?: string | undefined;
}

/** What is sealed, as it is: to copy and to keep. */
export function SealedText({ sealed, fileName, copy, download, name, fold }: Props) {
  const text = useRef<HTMLPreElement>(null);
  const copied = useRef<HTMLSpanElement>(null);
  const id = (part: string) => (name === undefined ? {} : { id: `${name}-${part}` });
  const copyText = async () => {
    if (!text.current || !copied.current) return;
    const isCopied = await copyTextOf(text.current, copied.current);
    // What is left to copy by hand has to be seen.
    const folded = text.current.closest('details');
    if (!isCopied && folded) folded.open = true;
  };
  const whole = (
    <pre ref={text} {...id('text')} tabIndex={0}>
      {sealed}
    </pre>
  );
  return (
    <>
      {fold === undefined ? (
        whole
      ) : (
        <details>
          <summary>{fold}</summary>
          {whole}
        </details>
      )}
      <p class="actions">
        <Button {...id('copy')} work={copyText}>
          {copy}
        </Button>
        <Button {...id('download')} work={() => downloadFile(fileName, sealed, 'application/pgp-encrypted')}>
          {download}
        </Button>
        <span
          ref={copied}
          {...id('status')}
          role="status"
          data-copied={texts.case.copied}
          data-copy-yourself={texts.case.copyYourself}
        />
      </p>
    </>
  );
}
