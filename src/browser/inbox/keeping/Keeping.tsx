// Keeping a case and erasing it, and erasing what is spam.
import { useSignal } from '@preact/signals';
import * as z from 'zod/mini';
import type { CaseActs } from '../../../disclosure/case-acts.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { askTeam, TeamProblem } from '../../api/team.ts';
import { saveBlob } from '../../dom/download.ts';
import { Block, Button, Fault } from '../base/controls.tsx';
import { percentText, plural, sentenceFor, texts } from '../base/page.ts';
import { session } from '../base/session.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import type { SeenCase } from '../case/seen-case.ts';
import { CaseEvidence } from '../evidence/CaseEvidence.tsx';
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
  const told = useSignal('');
  const keep = async () => {
    const by = session.peek()?.fingerprint;
    const isOver = () => session.peek()?.fingerprint !== by;
    told.value = await saveArchive(
      opened,
      (sentence) => {
        told.value = sentence;
      },
      isOver,
    );
    // Who signed out has done with it: nothing is saved, and nothing said to who signs in next.
    if (isOver()) return;
    if (opened.isLeft)
      opened.frame.endedElsewhere(opened.reference, told.value, told.value === actions.exportDone);
  };
  return (
    <Block id="keep-title" title={actions.keep}>
      {!acts.isStub && <p class="help">{actions.exportHelp}</p>}
      <p class="actions">
        <Button id="export" work={keep}>
          {actions.export}
        </Button>
        <span id="export-status" role="status">
          {told}
        </span>
      </p>
      {!acts.isStub && <ReadableExport opened={opened} />}
      <CaseEvidence reference={view.reference} />
      {view.untouched && <SpamNote opened={opened} />}
      {acts.canErase && <h4 class="keep-title">{actions.eraseTitle}</h4>}
      <p class="help" id="retention">
        {retentionDays === undefined ? '' : `${plural(actions, 'retention', retentionDays)} `}
        {acts.canErase && actions.eraseHelp}
      </p>
      <p class="actions">
        {acts.canErase && (
          <Button id="erase" class="quiet danger" work={() => opened.changes.erase()}>
            {actions.erase}
          </Button>
        )}
      </p>
    </Block>
  );
}

/** @returns the sentence that says how it went */
async function saveArchive(
  { reference }: OpenedCase,
  tell: (sentence: string) => void,
  isOver: () => boolean,
): Promise<string> {
  try {
    const { archiveOf } = await import('./archive.ts');
    const archive = await archiveOf(reference, (part) =>
      tell(fillIn(texts.actions.exportWorking, { percent: percentText(part) })),
    );
    if (isOver()) return texts.actions.exportDone;
    const answer = await askTeam('POST', 'trail', z.undefined(), { act: 'exported', reference });
    // What nobody can trace afterwards is not given out.
    if (!answer.ok)
      return fillIn(texts.actions.readableUntrailed, { why: sentenceFor(answer.problem, answer.number) });
    if (!isOver()) saveBlob(`${reference}.zip`, archive);
    return texts.actions.exportDone;
  } catch (cause) {
    return cause instanceof TeamProblem ? sentenceFor(cause.code, cause.number) : texts.actions.exportFailed;
  }
}

/** Where nobody of the team has done anything yet it can be erased as spam. */
function SpamNote({ opened: { changes } }: { opened: OpenedCase }) {
  return (
    <div id="spam">
      <h4 class="keep-title">{texts.spam.title}</h4>
      <p class="help">{texts.spam.caseHelp}</p>
      <Fault id="error-spam" sentence={changes.spamFault.value} />
      <p class="actions">
        <Button id="spam-erase" class="quiet danger" work={() => changes.eraseAsSpam()}>
          {texts.spam.erase}
        </Button>
      </p>
    </div>
  );
}
