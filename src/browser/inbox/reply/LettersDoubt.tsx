import { isolated } from '../../../disclosure/foreign-text.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { texts } from '../base/page.ts';
import { ownLetters } from '../case/letters.ts';

/** What is to be known of the team's own letters before one uses them. */
export function LettersDoubt({ id }: { id: string }) {
  const { doubt = null, by = '' } = ownLetters.value ?? {};
  if (doubt === null) return null;
  return (
    <p class="note warning" id={id}>
      {fillIn(texts.letters.doubts[doubt], { who: isolated(by) })}
    </p>
  );
}
