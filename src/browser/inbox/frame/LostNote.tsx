import { fillIn } from '../../../i18n/fill-in.ts';
import { texts } from '../base/page.ts';
import { lostCases } from '../case/lost.ts';
import { opened } from './desk.ts';

/** Leads back to what was being written in cases that are gone, from wherever one went on to. */
export function LostNote() {
  const { lostThere, lostLook } = texts.kept;
  const elsewhere = lostCases.value.filter((reference) => reference !== opened.value?.reference);
  return (
    <div role="status">
      {elsewhere.map((reference) => (
        <p key={reference} class="note warning">
          {fillIn(lostThere, { reference })} <a href={`#${reference}`}>{lostLook}</a>
        </p>
      ))}
    </div>
  );
}
