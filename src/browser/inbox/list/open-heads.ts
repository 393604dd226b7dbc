// The heads of this page: fetched from our API, opened by the key that is here and a judge of their own.
import { effect } from '@preact/signals';
import { headsSchema } from '../../../disclosure/desk-wire.ts';
import { askTeam } from '../../api/team.ts';
import { openHead } from '../../workers/team/client.ts';
import { facts, texts } from '../base/page.ts';
import { hasKey } from '../base/session.ts';
import { HeadOpener } from './head-opener.ts';
import { takeHeads } from './heads.ts';
import { readOpened, readOpenedTriage } from './read-head.ts';

/** The calculator of scores comes with the first head. */
const loadSeverity = () => import('../../../disclosure/severity.ts');

/** An opener for as long as somebody is signed in; it forgets everything when the key goes. */
export function openHeads(): HeadOpener {
  let scoreOf: (vector: string) => number | null = () => null;
  const kinds = { whole: texts.report.weaknesses, short: texts.list.kinds };
  const opener = new HeadOpener({
    async fetch(references) {
      const severity = await loadSeverity().catch(() => null);
      if (severity) scoreOf = (vector) => severity.severityAsReported(vector)?.score ?? null;
      const answer = await askTeam('GET', `heads?references=${references.join(',')}`, headsSchema);
      return answer.ok ? answer.value : null;
    },
    open: openHead,
    readReport: (opened) => readOpened(opened, kinds, scoreOf),
    readTriage: (reference, triage, opened) => readOpenedTriage(reference, triage, opened, facts),
    take: takeHeads,
    now: Date.now,
  });
  effect(() => {
    if (!hasKey.value) opener.forget();
  });
  return opener;
}
