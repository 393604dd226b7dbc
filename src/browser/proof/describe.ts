// What a statement says in plain words, and what was found out about it. Sentences only: a worker can say them, too.
import type { StatementTexts } from '../../handover/proof.ts';
import { fillIn } from '../../i18n/fill-in.ts';
import { formatDate } from '../../i18n/format.ts';
import type { LanguageCode } from '../../i18n/languages.ts';
import type { LogFinding } from '../../log/check.ts';
import type { Statement } from '../../log/statement.ts';
import { momentHere } from '../dom/moment-here.ts';
import { type Checked, contradicts } from './check-kept.ts';
import type { Field } from './compare.ts';

/** How the sealed message that a statement names compares with the one at hand; null where there is none at hand. */
export type SealedState = keyof StatementTexts['sealed'] | null;

/** A line about a statement. */
export interface Row {
  label: string;
  value: string;
  /** The moment that `value` is, as ISO 8601. */
  moment?: string;
  /** What stands below it, to the letter. */
  exact?: string;
  isWrong?: boolean;
  /** What it is, where the case may contradict it. */
  field?: Field;
}

/** A statement, ready to be shown. */
export interface Description {
  tone: 'good' | 'bad' | '';
  title: string;
  rows: Row[];
  /** What the note itself is called, and the note. */
  textLabel: string;
  note: string;
}

const DAY = 24 * 60 * 60 * 1000;

/**
 * Describes one statement. What one with a signature that does not hold says is in its note alone.
 * @param contradicted what of it the case that is shown contradicts; nothing where none is
 */
export function describe(
  { note, check, finding }: Checked,
  sealed: SealedState,
  language: LanguageCode,
  texts: StatementTexts,
  contradicted: readonly Field[] = [],
): Description {
  const { statement: names, signature } = texts;
  const whole = { textLabel: names.text, note };
  if (!check.ok) {
    const isWrong = check.why !== 'unsupported';
    const row = { label: names.signature, value: signature[check.why], isWrong };
    return { tone: isWrong ? 'bad' : '', title: names.wrong, rows: [row], ...whole };
  }
  const { statement, isFormer } = check;
  const all: Row[] = [
    { label: names.site, value: statement.site },
    { field: 'reference', label: names.reference, value: statement.reference },
    ...rowsOf(statement, sealed, language, texts),
    { label: names.signature, value: isFormer ? signature.former : signature.holds },
    logRow(finding, language, texts),
  ];
  const rows = all.map((row) =>
    row.field !== undefined && contradicted.includes(row.field)
      ? { ...row, value: fillIn(names.contradicted, { value: row.value }), isWrong: true }
      : row,
  );
  const tone = rows.some(({ isWrong }) => isWrong) ? 'bad' : 'good';
  return { tone, title: names[statement.kind], rows, ...whole };
}

function rowsOf(
  statement: Statement,
  sealed: SealedState,
  language: LanguageCode,
  { statement: names, sealed: compared }: StatementTexts,
): Row[] {
  const isWrong = sealed === 'other' || sealed === 'changed';
  const hash = (exact: string) => ({ value: sealed === null ? '' : compared[sealed], exact, isWrong });
  const moment = (time: number) => momentOf(time, language);
  if (statement.kind === 'acceptance') {
    return [
      { field: 'received', label: names.received, ...moment(statement.received) },
      { field: 'answerBy', label: names.answerBy, ...moment(statement.answerBy) },
      { label: names.sealedReport, ...hash(statement.sealedReportSha256) },
    ];
  }
  if (statement.kind === 'status') {
    return [
      { field: 'status', label: names.newStatus, value: names.statuses[statement.status] },
      { label: names.changed, ...moment(statement.changed) },
    ];
  }
  const { fixExpected } = statement;
  return [
    { field: 'given', label: names.given, ...moment(statement.given) },
    { field: 'status', label: names.assessment, value: names.statuses[statement.assessment] },
    ...(fixExpected === null
      ? []
      : [{ label: names.fixExpected, value: formatDate(new Date(fixExpected), language) }]),
    { label: names.sealedReply, ...hash(statement.sealedReplySha256) },
  ];
}

/** In the visitor's own zone, and below it in UTC as the statement has it. */
function momentOf(time: number, language: LanguageCode): Omit<Row, 'label'> {
  const moment = new Date(time).toISOString();
  const exact = moment.replace('T', ' ').replace('Z', ' UTC');
  return { value: momentHere(moment, language), moment, exact };
}

/** What the log says of it. */
function logRow(finding: LogFinding | null, language: LanguageCode, texts: StatementTexts): Row {
  const label = texts.statement.log;
  if (finding === null) return { label, value: texts.log.none };
  if (finding.state === 'included') {
    // The lines of a checkpoint: which log, how many entries, and the hash over all of them.
    const [, size = '', root = ''] = finding.checkpoint.split('\n');
    const value = fillIn(texts.log.included, { position: finding.position + 1, size });
    return { label, value, exact: fillIn(texts.log.checkpoint, { size, root }) };
  }
  if (finding.state === 'waiting') {
    // By the server's own clock it could wait for ever.
    const isLate = Date.now() > finding.from + DAY;
    const moment = momentHere(new Date(finding.from).toISOString(), language);
    return { label, value: fillIn(isLate ? texts.log.waitingLate : texts.log.waiting, { moment }) };
  }
  return { label, value: texts.log[finding.state], isWrong: contradicts(finding) };
}
