import { visibleLine } from '../../src/disclosure/foreign-text.ts';
import type { Promised } from '../../src/disclosure/promised.ts';
import { fillIn } from '../../src/i18n/fill-in.ts';
import { formatDayOf, formatMoment, formatMonth, formatSpan } from '../../src/i18n/format.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import type { CheckedEvidence } from '../../src/log/check-evidence.ts';
import type { CheckedExport } from '../../src/log/check-export.ts';
import type { Evidence } from '../../src/log/evidence.ts';
import { evidenceTexts, terminalTexts } from './texts.ts';

/** Longer than it takes to fetch the parts of any month. */
const ONE_DOWNLOAD = 24 * 60 * 60 * 1000;

/**
 * Whether the parts of an export were made on more than one day: a promise that was still open in one may have become late
 * before another was made, and neither of them says so.
 */
export function isOfDays({ first, last }: { first: number; last: number }): boolean {
  return last - first > ONE_DOWNLOAD;
}

/** Says what an evidence export says, in a language, line by line; times in UTC, as it has them. */
export function createEvidenceTeller(language: LanguageCode, say: (line: string) => void) {
  const { evidence: texts, receipt } = terminalTexts(language);
  const words = evidenceTexts(language);
  const moment = (time: number | null) => formatMoment(new Date(time ?? 0), language, 'UTC');

  function promiseWords({ name, outcome, dueAt, doneAt, by }: Promised, { madeAt }: Evidence): string {
    const late = Math.max(0, (doneAt ?? madeAt) - (dueAt ?? 0));
    return fillIn(words.outcomes[outcome], {
      what: words.deadlines[name] ?? name,
      ...{ due: moment(dueAt), done: moment(doneAt), span: formatSpan(late, language) },
      day: formatDayOf(new Date(dueAt ?? 0), language),
      who: by === null ? words.unknown : visibleLine(by),
    });
  }

  return {
    /** What a document says, and what in it does not hold. */
    ofPart(checked: Extract<CheckedEvidence, { ok: true }>): void {
      const { evidence, isFormer, faults, checkpoint, included, waiting, unproved } = checked;
      const { about, madeAt, received, cases } = evidence;
      const made = { made: moment(madeAt), name: visibleLine(evidence.name) };
      say(isFormer ? receipt.signatures.former : receipt.signatures.holds);
      say('');
      if (received === null) say(fillIn(texts.case, { reference: about, ...made }));
      else {
        say(fillIn(texts.month, { month: formatMonth(about, language), ...made }));
        say(fillIn(texts.cameIn, { received, here: cases.length }));
      }
      for (const one of cases) {
        const { reference, receivedAt, withdrawnAt, promises, leftOut } = one;
        say(`\n${fillIn(words.caseOf, { reference, moment: moment(receivedAt) })}`);
        if (withdrawnAt !== null) say(`  ${fillIn(words.withdrawn, { moment: moment(withdrawnAt) })}`);
        if (leftOut.promises > 0) say(`  ${fillIn(words.leftOut, { number: leftOut.promises })}`);
        for (const promised of promises) say(`  ${promiseWords(promised, evidence)}`);
      }
      say('');
      for (const { reference, fault } of faults)
        say(fillIn(texts.faults[fault], { reference: reference ?? '' }));
      if (checkpoint) say(fillIn(texts.proved, { size: checkpoint.size, included, waiting }));
      if (unproved.length > 0) say(fillIn(texts.unproved, { references: unproved.join(', ') }));
    },

    /** Whether all parts are there. */
    ofWhole({ parts, missing, surplus, twice, made }: Extract<CheckedExport, { ok: true }>): void {
      const cases = parts.reduce((sum, { evidence }) => sum + evidence.cases.length, 0);
      for (const reference of twice) say(fillIn(texts.faults.twice, { reference }));
      for (const after of missing)
        say(after === null ? texts.noFirst : fillIn(texts.noNext, { after: visibleLine(after) }));
      if (surplus > 0) say(texts.surplus);
      if (missing.length === 0 && surplus === 0) say(fillIn(texts.whole, { parts: parts.length, cases }));
      if (isOfDays(made)) say(fillIn(texts.ofDays, { first: moment(made.first), last: moment(made.last) }));
    },
  };
}
