import type { VerifyTexts } from '../../handover/proof.ts';
import { fillIn } from '../../i18n/fill-in.ts';
import type { LanguageCode } from '../../i18n/languages.ts';
import { plural } from '../../i18n/plural.ts';
import { momentOf, type Statement } from '../../log/statement.ts';
import { momentHere } from '../dom/moment-here.ts';
import { type Checked, contradicts } from './check-kept.ts';

/** What came of it all, for who reads no further. */
export interface Verdict {
  tone: 'good' | 'bad' | '';
  title: string;
  text: string;
  /** What belongs to it; empty for nothing. */
  more: string;
}

/**
 * The verdict on a file: what is wrong comes before what holds, and a signature before the log.
 * @param unread how many statements in the file can't be read at all
 * @param hashes what the sealed report that was given with it may be named by; null where none was given
 */
export function verdictOf(
  checked: readonly Checked[],
  unread: number,
  hashes: readonly string[] | null,
  language: LanguageCode,
  { verdict: texts, name }: VerifyTexts,
): Verdict {
  const bad = (given: { title: string; text: string }, tone: Verdict['tone'] = 'bad'): Verdict => ({
    tone,
    title: given.title,
    text: given.text,
    more: '',
  });
  const held = checked.flatMap(({ check }) => (check.ok ? [check.statement] : []));
  const faults = checked.flatMap(({ check }) => (check.ok ? [] : [check.why]));
  const wrong = faults.length + unread;
  if (faults.includes('unsupported')) return bad(texts.unsupported, '');
  if (held.length > 0 && wrong > 0) {
    const { title, text } = texts.someWrong;
    return bad({ title, text: fillIn(text, { wrong, count: checked.length + unread }) });
  }
  if (wrong > 0) {
    const all = (why: string) => unread === 0 && faults.every((one) => one === why);
    if (all('unknown-key')) return bad(texts.unknownKey);
    return bad(all('after-key-ended') ? texts.keyEnded : texts.broken);
  }
  const isSame = hashes !== null && held.some((one) => hashes.includes(hashIn(one) ?? ''));
  if (hashes !== null && !isSame && held.some((one) => hashIn(one) !== null)) return bad(texts.otherReport);
  if (checked.some(({ finding }) => contradicts(finding))) return bad(texts.logWrong);

  const first = held.find(({ kind }) => kind === 'acceptance') ?? held[0];
  if (!first) return bad(texts.broken);
  const moment = momentHere(new Date(momentOf(first)).toISOString(), language);
  const { others_one, others_other, title, ...sentences } = texts.proved;
  const others = held.length - 1;
  const log = logSentence(checked, language, texts);
  return {
    tone: log.tone,
    title,
    text: fillIn(sentences[first.kind], { name, reference: first.reference, moment }),
    more: [
      isSame ? texts.sameReport : '',
      log.text,
      others > 0 ? plural(language, others, [others_one, others_other]) : '',
    ]
      .filter((text) => text !== '')
      .join(' '),
  };
}

/** The sealed message that a statement is about, by its SHA-256. */
export function hashIn(statement: Statement): string | null {
  if (statement.kind === 'acceptance') return statement.sealedReportSha256;
  return statement.kind === 'response' ? statement.sealedReplySha256 : null;
}

/** What the log adds to signatures that hold. */
function logSentence(
  checked: readonly Checked[],
  language: LanguageCode,
  texts: VerifyTexts['verdict'],
): { tone: Verdict['tone']; text: string } {
  const findings = checked.flatMap(({ finding }) => (finding ? [finding] : []));
  if (findings.some(({ state }) => state === 'unreachable')) return { tone: '', text: texts.unreachable };
  const waits = findings.flatMap((one) => (one.state === 'waiting' ? [one.from] : []));
  if (waits.length > 0) {
    const moment = momentHere(new Date(Math.max(...waits)).toISOString(), language);
    return { tone: 'good', text: fillIn(texts.waiting, { moment }) };
  }
  return { tone: 'good', text: findings.length > 0 ? texts.inLog : '' };
}
