import { addressesIn } from '../../../disclosure/addresses-in.ts';
import { isolated } from '../../../disclosure/foreign-text.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { facts, texts } from '../base/page.ts';
import type { SeenCase } from '../case/seen-case.ts';

/** Why the reporter can't read what is sent from here, and how they can be reached; hidden when they can. */
export function Reach({ seen }: { seen: SeenCase }) {
  const sentence = reachOf(seen);
  return (
    <p id="compose-reach" class="note" hidden={sentence === ''}>
      {sentence}
    </p>
  );
}

function reachOf({ reportText, report, readers, readerFault, gap }: SeenCase): string {
  const { noReplyKey, otherKey, reportClosed, teamOnly } = texts.compose;
  if (reportText === null) return gap === null ? '' : reportClosed;
  if (readers.length > 0 && gap === null) return '';
  const why = readerFault === null ? noReplyKey : texts.compose.readerFaults[readerFault];
  const how = contactIn(report, reportText);
  return (gap === 'other-key' ? [otherKey, how] : [why, teamOnly, how]).join(' ');
}

/** How the reporter can be reached: as they say, else at an address somewhere in what they wrote. */
function contactIn(report: SeenCase['report'], reportText: string): string {
  const { reach, reachIn, noReach, ownWords } = texts.compose;
  const contact = report?.contact ?? '';
  if (contact !== '') return fillIn(reach, { contact: isolated(contact) });
  const addresses = addressesIn(reportText, [facts.contactEmail]);
  // What was written without the form has no field for it: only a person finds what stands there in words.
  if (addresses.length === 0) return report === null ? ownWords : noReach;
  return fillIn(reachIn, { contact: addresses.map(isolated).join(', ') });
}
