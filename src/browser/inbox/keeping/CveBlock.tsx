// Where a request for a CVE id begins, once a report is confirmed and open.
import { FormBlock } from '../base/FormBlock.tsx';
import { lazy } from '../base/lazy.tsx';
import { texts } from '../base/page.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import type { SeenCase } from '../case/seen-case.ts';
import { CveDraft } from './cve-draft.ts';

const CveForm = lazy(async () => (await import('./CveForm.tsx')).CveForm);

export function CveBlock({ opened, seen }: { opened: OpenedCase; seen: SeenCase }) {
  if (seen.view.assessment !== 'confirmed' || seen.reportText === null) return null;
  const draft = opened.unsent.keep('cve', () => new CveDraft(seen));
  return (
    <FormBlock name="cve" words={texts.cve} draft={draft}>
      {(isByHand) => <CveForm seen={seen} draft={draft} isByHand={isByHand} />}
    </FormBlock>
  );
}
