// "Is it being exploited?", where that was said: with its clock, and the three answers that start or stop others.
import type { TeamCase } from '../../../disclosure/team-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { Button } from '../base/controls.tsx';
import { momentText, texts } from '../base/page.ts';
import type { Changes } from '../case/changes.ts';
import { Due } from '../list/Due.tsx';
import { useAskedMoment } from './asked-moment.ts';
import { MomentField } from './MomentField.tsx';
import { mark, sinceOf } from './mark.ts';

/** By when the team looks whether a case is exploited; null where nobody asks. */
function checkDueAt({ deadlines }: Pick<TeamCase, 'deadlines'>): string | null {
  const check = deadlines.find(({ name }) => name === 'exploitation-check');
  return check && check.doneAt === null ? check.dueAt : null;
}

/** With an answer it goes, and what that started or stopped stands at the deadlines. */
export function Claim({ view, changes }: { view: TeamCase; changes: Changes }) {
  const { claim } = texts;
  const asked = useAskedMoment(view.reference, sinceOf('exploited'), 'deadlines-title');
  const dueAt = checkDueAt(view);
  if (dueAt === null) return null;
  const answer = async (claimAnswer: 'not-true' | 'unclear') => {
    await asked.change(changes, { claimAnswer });
  };
  return (
    <section id="claim" class="note warning claim" aria-labelledby="claim-title">
      <h3 id="claim-title">{claim.title}</h3>
      <p id="claim-said">{saidOf(view)}</p>
      <p id="claim-due">
        <Due as="span" at={dueAt} label={`${fillIn(claim.until, { moment: momentText(dueAt) })} · `} />
      </p>
      <MomentField id="claim-since" label={claim.since} help={claim.sinceHelp} asked={asked} />
      <p class="actions">
        <Button id="claim-true" work={() => mark('exploited', asked, changes)}>
          {claim.true}
        </Button>
        <Button id="claim-not-true" work={() => answer('not-true')}>
          {claim.notTrue}
        </Button>
        <Button id="claim-unclear" work={() => answer('unclear')}>
          {claim.unclear}
        </Button>
      </p>
      <p class="help">{claim.help}</p>
    </section>
  );
}

/** Who said so, or what the team found when it looked last. */
function saidOf({ claimAnswer, claimAnsweredAt, claimedAt, receivedAt }: TeamCase): string {
  const { claim } = texts;
  if (claimAnswer === 'unclear')
    return fillIn(claim.unclearSince, { moment: momentText(claimAnsweredAt ?? '') });
  return fillIn(claimedAt === receivedAt ? claim.said : claim.found, { moment: momentText(claimedAt ?? '') });
}
