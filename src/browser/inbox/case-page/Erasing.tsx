import type { TeamCase } from '../../../disclosure/team-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { dayOfText, texts } from '../base/page.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import { Archive } from '../keeping/Archive.tsx';

/** Announces that a closed case will be erased, with what keeps a copy of it. */
export function Erasing({ view, opened }: { view: TeamCase; opened: OpenedCase }) {
  const { title, text } = texts.erasing;
  if (view.eraseAt === null) return null;
  return (
    <section id="erasing" class="note warning" aria-labelledby="erasing-title">
      <h3 id="erasing-title">{fillIn(title, { day: dayOfText(view.eraseAt) })}</h3>
      <p>{text}</p>
      <Archive id="erasing-export" opened={opened} />
    </section>
  );
}
