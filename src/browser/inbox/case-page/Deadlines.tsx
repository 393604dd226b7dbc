import { type AuthorityReport, authorityReports } from '../../../disclosure/case.ts';
import type { TeamCase } from '../../../disclosure/team-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { Block, Button } from '../base/controls.tsx';
import { momentText, texts } from '../base/page.ts';
import type { Changes } from '../case/changes.ts';
import { Due } from '../list/Due.tsx';

/** What is due in a case, and what was done in time or not. */
export function Deadlines({ view, changes }: { view: TeamCase; changes: Changes }) {
  return (
    <Block id="deadlines-title" title={texts.case.deadlines}>
      <ul id="deadlines" class="deadlines">
        {view.deadlines.map((one) => (
          <Deadline key={one.name} one={one} changes={changes} />
        ))}
      </ul>
    </Block>
  );
}

function Deadline({ one, changes }: { one: TeamCase['deadlines'][number]; changes: Changes }) {
  const { name, dueAt, doneAt } = one;
  const title = <strong>{texts.deadlines[name]}</strong>;
  if (doneAt !== null)
    return (
      <li class="met">
        {title}
        <span class="when">{fillIn(texts.case.deadlineDone, { moment: momentText(doneAt) })}</span>
      </li>
    );
  const reported = authorityReports.find((report) => report === name);
  return (
    <li>
      {title}
      {dueAt === null ? (
        <span class="when">{texts.case.deadlineUnknown}</span>
      ) : (
        <>
          <Due as="span" at={dueAt} />
          <span class="when">{fillIn(texts.case.deadlineOpen, { moment: momentText(dueAt) })}</span>
        </>
      )}
      {reported && <Tick reported={reported} changes={changes} />}
    </li>
  );
}

/** Ticks a report to the authorities off. There are as many such buttons as there are reports. */
function Tick({ reported, changes }: { reported: AuthorityReport; changes: Changes }) {
  const what = texts.deadlines[reported];
  const { craReported, craReportedConfirm } = texts.actions;
  const tick = async () => {
    if (confirm(fillIn(craReportedConfirm, { what }))) await changes.save({ reported });
  };
  return (
    <Button aria-label={`${craReported}: ${what}`} work={tick}>
      {craReported}
    </Button>
  );
}
