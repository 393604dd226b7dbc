// What a sheet begins with, from the case in front and the facts of the organisation.
import type { Duty } from '../../../disclosure/duties.ts';
import { trackOf } from '../../../disclosure/duties.ts';
import { ratingOf } from '../../../disclosure/rating.ts';
import { type BeginWords, type CaseFacts, fromCase, productOf } from '../../../disclosure/sheets/begin.ts';
import type { SheetValues } from '../../../disclosure/sheets/sheet.ts';
import { noTriage, type Triage } from '../../../disclosure/triage.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { dayOfText, facts, texts } from '../base/page.ts';
import type { CurrentTriage } from '../case/open-notes.ts';
import type { SeenCase } from '../case/seen-case.ts';
import { scoreText } from '../triage/score-text.ts';

/** What the case says for a duty. @param current what the team makes of it, as far as it is open here */
export function ofCase(
  duty: Duty,
  { report, view }: SeenCase,
  current: CurrentTriage | 'closed',
): SheetValues {
  const triage = current === 'closed' ? noTriage : current.triage;
  const known: CaseFacts = {
    ...{ system: report?.system ?? '', version: report?.version ?? '', impact: report?.impact ?? '' },
    ...{ labels: triage.labels, exploitedAt: view.exploitedAt, incidentAt: view.incidentAt },
    fixedAt: view.resolvedAt,
  };
  const weakness = report === null ? '' : texts.report.weaknesses[report.weakness];
  return fromCase(duty, known, facts.manufacturer, wordsOf(duty, known, weakness, triage, view.receivedAt));
}

function wordsOf(
  duty: Duty,
  known: CaseFacts,
  weakness: string,
  triage: Triage,
  receivedAt: string,
): BeginWords {
  const { begin } = texts.sheets;
  const track = trackOf(duty);
  const product = productOf(known.system, facts.manufacturer.products)?.name ?? known.system;
  const words = { product, weakness, day: dayOfText(receivedAt) };
  return {
    // Without the report nothing is said of it.
    title: product === '' ? '' : fillIn(begin.title[track], words),
    summary: product === '' ? '' : fillIn(begin.summary[track], words),
    nature: weakness,
    severity: triage.score === null ? '' : severityOf(triage.score, triage.cvss),
  };
}

function severityOf(score: number, vector: string): string {
  const rating = texts.triage.severity.ratings[ratingOf(score)];
  return fillIn(texts.sheets.begin.severity, { rating, score: scoreText(score), vector });
}
