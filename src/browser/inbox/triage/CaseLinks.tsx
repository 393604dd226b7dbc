import { fillIn } from '../../../i18n/fill-in.ts';
import { Button, Name } from '../base/controls.tsx';
import { texts } from '../base/page.ts';

interface Props {
  reference: string;
  /** Empty where the case is not open here. */
  title: string;
  /** Names it as the original. */
  name: (reference: string) => Promise<void>;
}

/** A case that may have told the same: to be read beside this one, or to be named as its original. */
export function CaseLinks({ reference, title, name }: Props) {
  const words = texts.triage.duplicates;
  return (
    <>
      {title !== '' && (
        <p class="found-title">
          <Name>{title}</Name>
        </p>
      )}
      <p class="actions">
        <a
          href={`#${reference}`}
          target="_blank"
          rel="noopener"
          aria-label={fillIn(words.beside, { reference })}
        >
          {reference}
        </a>
        <Button aria-label={fillIn(words.nameThis, { reference })} work={() => name(reference)}>
          {words.name}
        </Button>
      </p>
    </>
  );
}
