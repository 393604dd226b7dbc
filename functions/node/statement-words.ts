import { fillIn } from '../../src/i18n/fill-in.ts';
import { formatDate, formatMoment } from '../../src/i18n/format.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import type { LogFinding } from '../../src/log/check.ts';
import type { Statement } from '../../src/log/statement.ts';
import type { TerminalTexts } from './texts.ts';

/** How a check came out. */
export type Outcome = 'holds' | 'unknown' | 'wrong';
/** What a command that checks ends with. */
export const exitCodes: Record<Outcome, number> = { holds: 0, wrong: 1, unknown: 2 };

/** The worst of what was found. */
export function worstOf(outcomes: readonly Outcome[]): Outcome {
  if (outcomes.includes('wrong')) return 'wrong';
  return outcomes.includes('unknown') ? 'unknown' : 'holds';
}

/** What a finding comes to: waiting is as it should be. */
export function outcomeOf({ state }: LogFinding): Outcome {
  if (state === 'included' || state === 'waiting') return 'holds';
  return state === 'unreachable' ? 'unknown' : 'wrong';
}

/** Says what statements and the log say, in a language; times in UTC, as a receipt has them. */
export function statementWords(texts: TerminalTexts['receipt'], language: LanguageCode) {
  const moment = (time: number) => formatMoment(new Date(time), language, 'UTC');
  return {
    /** What the desk has said. */
    ofStatement(statement: Statement): string {
      const { reference } = statement;
      if (statement.kind === 'acceptance') {
        const { received, answerBy } = statement;
        return fillIn(texts.acceptance, {
          ...{ reference, received: moment(received), answerBy: moment(answerBy) },
        });
      }
      if (statement.kind === 'status') {
        const status = texts.statuses[statement.status];
        return fillIn(texts.status, { reference, status, changed: moment(statement.changed) });
      }
      const { given, fixExpected } = statement;
      const assessment = texts.statuses[statement.assessment];
      const words = fillIn(texts.response, { reference, given: moment(given), assessment });
      if (fixExpected === null) return words;
      return `${words} ${fillIn(texts.fixExpected, { day: formatDate(new Date(fixExpected), language) })}`;
    },

    /** Where it stands in the log. */
    ofFinding(finding: LogFinding): string {
      if (finding.state === 'waiting') return fillIn(texts.log.waiting, { moment: moment(finding.from) });
      if (finding.state !== 'included') return texts.log[finding.state];
      const [, size] = finding.checkpoint.split('\n');
      return fillIn(texts.log.included, { position: finding.position + 1, size });
    },
  };
}
