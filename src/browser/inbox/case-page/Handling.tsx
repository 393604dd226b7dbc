// What the team does with a case besides answering: who handles it, credit, and the clocks of the CRA.
import { useEffect } from 'preact/hooks';
import { credits } from '../../../disclosure/case.ts';
import type { CaseActs } from '../../../disclosure/case-acts.ts';
import type { TeamCase } from '../../../disclosure/team-wire.ts';
import { Block, Button, Fault } from '../base/controls.tsx';
import { KeptNote } from '../base/KeptNote.tsx';
import { colleagueName, facts, texts } from '../base/page.ts';
import { shortColleague } from '../base/short-colleague.ts';
import type { Changes } from '../case/changes.ts';
import { Exploited } from './Exploited.tsx';

interface Props {
  view: TeamCase;
  acts: CaseActs;
  changes: Changes;
}

export function Handling({ view, acts, changes }: Props) {
  return (
    <Block sectionId="actions-section" id="actions-title" title={texts.actions.title}>
      <p id="actions-status" role="status" tabIndex={-1}>
        {changes.toldAt('actions-status')}
      </p>
      <Fault id="error-actions" sentence={changes.fault.value} />
      {!acts.isStub && <Fields view={view} changes={changes} />}
      <Exploited view={view} acts={acts} changes={changes} />
    </Block>
  );
}

/** What was chosen on an earlier visit, once it is found. */
function useFound(changes: Changes): void {
  const at = changes.draft.foundAt.value;
  useEffect(() => {
    if (at !== null) changes.takeFound();
  }, [changes, at]);
}

function Fields({ view, changes }: Omit<Props, 'acts'>) {
  const { actions } = texts;
  useFound(changes);
  const { assignee = view.assignee, credit = view.credit } = changes.chosen.value;
  const isKnown = view.assignee === null || facts.team.some((one) => one.fingerprint === view.assignee);
  return (
    <>
      <div class="field">
        <label for="assignee">{actions.assignee}</label>
        <select
          id="assignee"
          autocomplete="off"
          value={assignee ?? ''}
          onChange={({ currentTarget }) => changes.choose({ assignee: currentTarget.value || null })}
        >
          <option value="">{actions.nobody}</option>
          {facts.team.map(({ fingerprint, name }) => (
            <option key={fingerprint} value={fingerprint}>
              {shortColleague(name)}
            </option>
          ))}
          {!isKnown && <option value={view.assignee ?? ''}>{colleagueName(view.assignee ?? '')}</option>}
        </select>
      </div>
      <div class="field">
        <label for="credit">{actions.credit}</label>
        <select
          id="credit"
          autocomplete="off"
          value={credit}
          onChange={({ currentTarget }) =>
            changes.choose({ credit: currentTarget.value as TeamCase['credit'] })
          }
        >
          {credits.map((one) => (
            <option key={one} value={one}>
              {actions.credits[one]}
            </option>
          ))}
        </select>
      </div>
      <KeptNote name="handling" draft={changes.draft} throwAway={() => changes.throwAway()} />
      <p class="actions">
        <Button id="actions-save" work={() => changes.saveChosen()}>
          {actions.save}
        </Button>
      </p>
    </>
  );
}
