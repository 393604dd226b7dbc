import { fillIn } from '../../../i18n/fill-in.ts';
import { texts } from '../base/page.ts';

/** What is said of a message of the case `reference` that was there before, be it from another visitor. */
export function SameAsNote({ sameAs, reference }: { sameAs: string | null; reference: string }) {
  if (sameAs === null) return null;
  if (sameAs === reference) return <p class="note warning">{texts.case.sameAsHere}</p>;
  return (
    <p class="note warning">
      {`${fillIn(texts.case.sameAs, { reference: sameAs })} `}
      <a href={`#${sameAs}`}>{fillIn(texts.case.sameAsOpen, { reference: sameAs })}</a>
    </p>
  );
}
