import { useRef } from 'preact/hooks';
import { copyTextOf } from '../../dom/copy.ts';
import { Button } from './controls.tsx';
import { texts } from './page.ts';

interface Props {
  /** What the ids of its parts begin with. */
  name: string;
  text: string;
  /** The words of the button; none where there is nothing to copy it for. */
  copy: string;
}

/** A text to copy: lines for a file, a command. */
export function CopiedText({ name, text, copy }: Props) {
  const place = useRef<HTMLPreElement>(null);
  const copied = useRef<HTMLSpanElement>(null);
  const copyText = async () => {
    if (place.current && copied.current) await copyTextOf(place.current, copied.current);
  };
  return (
    <>
      <pre ref={place} id={`${name}-text`} tabIndex={0} translate={false}>
        {text}
      </pre>
      <p class="actions">
        <Button id={`${name}-copy`} work={copyText}>
          {copy}
        </Button>
        <span
          ref={copied}
          role="status"
          data-copied={texts.case.copied}
          data-copy-yourself={texts.case.copyYourself}
        />
      </p>
    </>
  );
}
