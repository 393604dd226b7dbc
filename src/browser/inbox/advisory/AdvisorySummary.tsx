// A document about a weak spot that came as a file, to be read at a glance. Nobody of ours vouches for it.

import type { Advisory } from '../../../disclosure/foreign-docs/advisory.ts';
import { isolated } from '../../../disclosure/foreign-text.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { Name } from '../base/controls.tsx';
import { texts } from '../base/page.ts';
import { Fact, Notes, References, Term, When } from './parts.tsx';
import { WeakSpot } from './WeakSpot.tsx';

/** @param props.label what it is, for who can’t see that it is a box of its own */
export function AdvisorySummary({ advisory: shown, label }: { advisory: Advisory; label: string }) {
  const { facts, statuses, revision, untitled, part } = texts.advisory;
  const plain = (['id', 'category', 'publisher', 'sharing', 'severity'] as const).map((name) => (
    <Fact name={facts[name]} isThere={shown[name] !== ''}>
      <Name>{shown[name]}</Name>
    </Fact>
  ));
  const moments = (['published', 'modified', 'withdrawn'] as const).map((name) => (
    <Fact name={facts[name]} isThere={shown[name] !== ''}>
      <When>{shown[name]}</When>
    </Fact>
  ));
  const isOnly = shown.vulnerabilities.length === 1;
  return (
    <section class="advisory" translate={false} tabIndex={0} aria-label={label}>
      <h4>{shown.title === '' ? untitled : <Name>{shown.title}</Name>}</h4>
      {!shown.isWhole && <p class="note">{part}</p>}
      <dl class="facts">
        {plain}
        <Fact name={facts.status} isThere={shown.status !== ''}>
          <Term word={statuses[shown.status as keyof typeof statuses]}>{shown.status}</Term>
          {shown.revision !== '' && ` · ${fillIn(revision, { version: isolated(shown.revision) })}`}
        </Fact>
        {moments}
      </dl>
      {shown.vulnerabilities.map((spot, index) => (
        <WeakSpot of={spot} number={isOnly ? null : index + 1} />
      ))}
      <Notes of={shown.notes} />
      <References of={shown.references} />
    </section>
  );
}
