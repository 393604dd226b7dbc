import type { DeadlineName } from '../../src/disclosure/clock.ts';
import { tracks } from '../../src/disclosure/duties.ts';
import type { Promised } from '../../src/disclosure/promised.ts';
import { formatDayOf, formatMoment, formatMonth, formatSpan } from '../../src/i18n/format.ts';
import { translator } from '../../src/i18n/index.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import type { Evidence, EvidenceWords } from '../../src/log/evidence.ts';

/** What a document of evidence says in words, in a language; times in UTC, as its other lines have them. */
export function evidenceWords(
  {
    about,
    madeAt,
    next,
    received,
    cases,
  }: Pick<Evidence, 'about' | 'madeAt' | 'next' | 'received' | 'cases'>,
  language: LanguageCode,
): EvidenceWords {
  const t = translator(language);
  const moment = (time: number | null) => formatMoment(new Date(time ?? 0), language, 'UTC');
  const ofPromise = ({ name, outcome, dueAt, doneAt, by }: Promised) => {
    const track = tracks.find((one) => one === name);
    const what = track ? t(`evidence:tracks.${track}`) : t(`mail:deadline.${name as DeadlineName}`);
    const late = Math.max(0, (doneAt ?? madeAt) - (dueAt ?? 0));
    return t(`evidence:outcomes.${outcome}`, {
      what: what.charAt(0).toLocaleUpperCase(language) + what.slice(1),
      ...{ due: moment(dueAt), done: moment(doneAt), span: formatSpan(late, language) },
      day: formatDayOf(new Date(dueAt ?? 0), language),
      who: by ?? t('evidence:unknown'),
    });
  };
  const title =
    received === null
      ? t('evidence:case', { reference: about })
      : t('evidence:month', { month: formatMonth(about, language) });
  return {
    head: [
      ...[title, t('evidence:check'), t('evidence:lines'), t('evidence:nothing')],
      ...(received === null ? [] : [t('evidence:cameIn', { count: received, here: cases.length })]),
      ...(received === null ? [] : [t('evidence:erased')]),
      ...(next === null ? [] : [t('evidence:more')]),
    ],
    ofCase: ({ reference, receivedAt, withdrawnAt, statements, leftOut }) => [
      t('evidence:caseOf', { reference, moment: moment(receivedAt) }),
      ...(withdrawnAt === null ? [] : [t('evidence:withdrawn', { moment: moment(withdrawnAt) })]),
      ...(withdrawnAt === null && statements.length === 0 ? [t('evidence:unsigned')] : []),
      ...(leftOut.promises === 0 ? [] : [t('evidence:leftOut', { number: leftOut.promises })]),
    ],
    ofPromise,
  };
}
