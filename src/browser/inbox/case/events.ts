import type { ClaimAnswer } from '../../../disclosure/case.ts';
import { isolated } from '../../../disclosure/foreign-text.ts';
import type { TeamCase } from '../../../disclosure/team-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { formatEuros } from '../../../i18n/format.ts';
import { colleagueName, dayText, language, momentText, texts } from '../base/page.ts';
import { shortColleague } from '../base/short-colleague.ts';

/** An event of a case as one sentence. */
export function eventSentence({ kind, value }: TeamCase['events'][number]): string {
  const { events } = texts.case;
  const { assessments } = texts.compose;
  switch (kind) {
    case 'response':
      return fillIn(events.response, { value: assessments[value as keyof typeof assessments] });
    case 'status':
      return fillIn(events.status, { value: texts.statuses[value as TeamCase['status']] });
    case 'fix-expected':
      return value === ''
        ? events['fix-expected-none']
        : fillIn(events['fix-expected'], { value: dayText(value) });
    case 'reward':
      return value === ''
        ? events['reward-none']
        : fillIn(events.reward, { value: formatEuros(Number(value), language) });
    case 'credit':
      return fillIn(events.credit, { value: texts.actions.credits[value as TeamCase['credit']] });
    case 'assigned':
      return value === ''
        ? events['assigned-none']
        : fillIn(events.assigned, { value: isolated(shortColleague(colleagueName(value))) });
    case 'exploited':
      if (value === 'no') return events['exploited-no'];
      return value === 'yes'
        ? events['exploited-yes']
        : fillIn(events['exploited-since'], { value: momentText(value) });
    case 'claimed':
    case 'settled':
      return events[kind];
    case 'claim-answered':
      return events[`claim-answered-${value as ClaimAnswer}`];
    case 'incident':
      if (value === 'no') return events['incident-no'];
      return value === 'yes'
        ? events['incident-yes']
        : fillIn(events['incident-since'], { value: momentText(value) });
    case 'publication':
      return value === ''
        ? events['publication-none']
        : fillIn(events.publication, { value: dayText(value) });
    case 'publication-agreed':
    case 'published':
      return events[`${kind}-${value === 'no' ? 'no' : 'yes'}`];
    case 'corrected':
    case 'reported':
      return dutySentence(kind, value);
    case 'unreported':
      return fillIn(events.unreported, { value: texts.deadlines[value as keyof typeof texts.deadlines] });
    case 'reply':
      return events.reply;
    case 'without-reporter':
      return events['without-reporter'];
    case 'message':
      return events.message;
    case 'withdrawn':
      return events.withdrawn;
    case 'fix-available':
      return value === ''
        ? events['fix-available-none']
        : fillIn(events['fix-available'], { value: momentText(value) });
  }
}

/** Of a duty: which, and when it was done or corrected where that is not when it was told. */
function dutySentence(kind: 'reported' | 'corrected', value: string): string {
  const { events } = texts.case;
  const [name, at] = value.split(' ');
  const what = texts.deadlines[name as keyof typeof texts.deadlines];
  return at === undefined
    ? fillIn(events[kind], { value: what })
    : fillIn(events[`${kind}-at`], { value: what, moment: momentText(at) });
}
