// Evidence of one case, where cases are kept.
import { useSignal } from '@preact/signals';
import { Button } from '../base/controls.tsx';
import { texts } from '../base/page.ts';
import { saveCaseEvidence } from './save-evidence.ts';

export function CaseEvidence({ reference }: { reference: string }) {
  const words = texts.desk.evidence;
  const told = useSignal('');
  const save = async () => {
    told.value = words.saving;
    told.value = await saveCaseEvidence(reference);
  };
  return (
    <>
      <p class="help">{words.caseHelp}</p>
      <p class="actions">
        <Button id="evidence" work={save}>
          {words.case}
        </Button>
        <span id="evidence-status" role="status">
          {told}
        </span>
      </p>
    </>
  );
}
