// "Is it being exploited?", where that was said: with its clock, and the three answers that start or stop others.
import { useRef } from 'preact/hooks';
import type { TeamCase } from '../../../disclosure/team-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { Button } from '../base/controls.tsx';
import { momentText, texts } from '../base/page.ts';
import type { Changes } from '../case/changes.ts';
import { craDraftOf } from '../case/cra-draft.ts';
import { Due } from '../list/Due.tsx';
import { mark } from './mark.ts';
import { SinceField } from './SinceField.tsx';

/** By when the team looks whether a case is exploited; null where nobody asks. */
function checkDueAt({ deadlines }: Pick<TeamCase, 'deadlines'>): string | null {
  const check = deadlines.find(({ name }) => name === 'exploitation-check');
  return check && check.doneAt === null ? check.dueAt : null;
}

export function Claim({ view, changes }: { view: TeamCase; changes: Changes }) {
  const { claim } = texts;
  const since = useRef<HTMLInputElement>(null);
  const draft = craDraftOf(view.reference);
  const dueAt = checkDueAt(view);
  if (dueAt === null) return null;
  return (
    <section id="claim" class="note warning claim" aria-labelledby="claim-title">
      <h3 id="claim-title">{claim.title}</h3>
      <p id="claim-said">{saidOf(view)}</p>
      <p id="claim-due">
        <Due as="span" at={dueAt} label={`${fillIn(claim.until, { moment: momentText(dueAt) })} · `} />
      </p>
      <SinceField
        {...{ id: 'claim-since', label: claim.since, help: claim.sinceHelp }}
        {...{ field: 'since', draft, input: since }}
      />
      <p class="actions">
        <Button id="claim-true" work={() => mark('exploited', since.current, changes, draft)}>
          {claim.true}
        </Button>
        <Button id="claim-not-true" work={() => answer(changes, 'not-true')}>
          {claim.notTrue}
        </Button>
        <Button id="claim-unclear" work={() => answer(changes, 'unclear')}>
          {claim.unclear}
        </Button>
      </p>
      <p class="help">{claim.help}</p>
    </section>
  );
}

async function answer(changes: Changes, claimAnswer: 'not-true' | 'unclear'): Promise<void> {
  await changes.save({ claimAnswer });
}

/** Who said so, or what the team found when it looked last. */
function saidOf({ claimAnswer, claimAnsweredAt, claimedAt, receivedAt }: TeamCase): string {
  const { claim } = texts;
  if (claimAnswer === 'unclear')
    return fillIn(claim.unclearSince, { moment: momentText(claimAnsweredAt ?? '') });
  return fillIn(claimedAt === receivedAt ? claim.said : claim.found, { moment: momentText(claimedAt ?? '') });
}
