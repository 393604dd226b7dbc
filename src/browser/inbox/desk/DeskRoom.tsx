// What the team has of itself: who is away, what auditors and supervisors ask for, and who did what.
import { Block } from '../base/controls.tsx';
import { texts } from '../base/page.ts';
import { MonthEvidence } from '../evidence/MonthEvidence.tsx';
import { Absences } from './Absences.tsx';
import { Trail } from './Trail.tsx';

export function DeskRoom() {
  const { dpia } = texts.desk;
  return (
    <>
      <Absences />
      <MonthEvidence />
      <Block id="dpia-title" title={dpia.title}>
        <p class="help">{dpia.help}</p>
        <p>
          <a href="#dpia">{dpia.open}</a>
        </p>
      </Block>
      <Trail />
    </>
  );
}
