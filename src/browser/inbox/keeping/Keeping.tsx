// Keeping a case and erasing it, and erasing what is spam.
import type { CaseActs } from '../../../disclosure/case-acts.ts';
import { Block, Button, Fault } from '../base/controls.tsx';
import { plural, texts } from '../base/page.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import type { SeenCase } from '../case/seen-case.ts';
import { CaseEvidence } from '../evidence/CaseEvidence.tsx';
import { Archive } from './Archive.tsx';
import { ReadableExport } from './ReadableExport.tsx';

interface Props {
  opened: OpenedCase;
  seen: SeenCase;
  acts: CaseActs;
  /** After so many days a closed case is erased; absent while that is not known. */
  retentionDays: number | undefined;
}

export function Keeping({ opened, seen: { view }, acts, retentionDays }: Props) {
  const { actions } = texts;
  const { changes } = opened;
  return (
    <Block id="keep-title" title={actions.keep}>
      {!acts.isStub && <p class="help">{actions.exportHelp}</p>}
      <Archive id="export" opened={opened} />
      {!acts.isStub && <ReadableExport opened={opened} />}
      <CaseEvidence reference={view.reference} />
      {view.untouched && <SpamNote opened={opened} />}
      {acts.canErase && <h4 class="keep-title">{actions.eraseTitle}</h4>}
      <p class="help" id="retention">
        {retentionDays === undefined ? '' : `${plural(actions, 'retention', retentionDays)} `}
        {acts.canErase && actions.eraseHelp}
      </p>
      {acts.canErase && <Fault id="error-erase" sentence={changes.eraseFault.value} />}
      <p class="actions">
        {acts.canErase && (
          <Button id="erase" class="quiet danger" aria-describedby="error-erase" work={() => changes.erase()}>
            {actions.erase}
          </Button>
        )}
      </p>
    </Block>
  );
}

/** Where nobody of the team has done anything yet it can be erased as spam. */
function SpamNote({ opened: { changes } }: { opened: OpenedCase }) {
  return (
    <div id="spam">
      <h4 class="keep-title">{texts.spam.title}</h4>
      <p class="help">{texts.spam.caseHelp}</p>
      <Fault id="error-spam" sentence={changes.spamFault.value} />
      <p class="actions">
        <Button
          id="spam-erase"
          class="quiet danger"
          aria-describedby="error-spam"
          work={() => changes.eraseAsSpam()}
        >
          {texts.spam.erase}
        </Button>
      </p>
    </div>
  );
}
