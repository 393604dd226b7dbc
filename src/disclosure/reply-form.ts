// What the form for the reporter asks for: pure, so that one moment's content makes one request.
import type { Assessment, CaseStatus } from './case.ts';
import { transitions } from './change-rules.ts';
import { hasFixDate, needsFixDate } from './fix-date.ts';
import type { TeamCase } from './team-wire.ts';

/** What stands in the form. */
export interface FormContent {
  /** Empty while nothing is chosen; `message` for a message without an assessment. */
  assessment: Assessment | 'message' | '';
  /** Empty for the status as it is. */
  status: CaseStatus | '';
  /** `YYYY-MM-DD`, or empty. */
  date: string;
  reward: string;
  message: string;
  /** A message that was sealed elsewhere, armored. */
  sealed: string;
  /** `yes` where somebody said that the reporter can't read the message, or empty. */
  withoutReporter: 'yes' | '';
  /** `yes` where the message closes the case, or empty. */
  close: 'yes' | '';
}

export const emptyContent: FormContent = {
  assessment: '',
  status: '',
  date: '',
  reward: '',
  message: '',
  sealed: '',
  withoutReporter: '',
  close: '',
};

/** Where something can be wrong: at a field, or with closing, which is no field but a button. */
export type Place =
  | 'assessment'
  | 'date'
  | 'reward'
  | 'message'
  | 'files'
  | 'sealed'
  | 'withoutReporter'
  | 'close';

/** What is wrong, by the name of its sentence. */
export type Fault = [
  Place,
  (
    | 'needAssessment'
    | 'needDate'
    | 'needMessage'
    | 'needReason'
    | 'needWithout'
    | 'filesElsewhere'
    | 'rewardLow'
    | 'nothing'
    | 'unfinished'
  ),
];

/** A request but for its version and message. */
export interface Request {
  method: 'POST' | 'PATCH';
  /** What follows `cases/{reference}`. */
  path: '/response' | '/messages' | '';
  fields: Record<string, unknown>;
}

/** What a form looks at in its case. */
export type Answered = Pick<TeamCase, 'respondedAt' | 'status' | 'fixExpectedAt' | 'reward'>;

/** Whether the day of the fix means anything, after what is chosen. */
export function hasFixDay(view: Answered, { assessment, status }: FormContent): boolean {
  if (view.respondedAt !== null) return hasFixDate(status || view.status);
  return assessment !== '' && assessment !== 'message' && needsFixDate(assessment);
}

/** Whether the case may close with the message, after what is chosen: an assessment, or another status. */
export function canClose(view: Answered, { assessment, status }: FormContent): boolean {
  const next = view.respondedAt === null ? assessment : status;
  return next !== '' && next !== 'message' && transitions[next].includes('closed');
}

/** Whole euros; NaN for what is no amount. */
export function amountOf(typed: string): number {
  return /^\s*\d{1,7}\s*$/.test(typed) ? Number(typed) : Number.NaN;
}

/** What is missing or wrong, in the order of the form. @param openEnds see `openEndsOf` */
export function faultsOf(
  view: Answered,
  content: FormContent,
  leastReward: number,
  openEnds: readonly string[],
): Fault[] {
  const { fields } = requestOf(view, content);
  const hasMessage = content.message.trim() !== '' || content.sealed.trim() !== '';
  // What was sealed elsewhere counts instead of the message, and nobody can look into it.
  const hasGap = content.sealed.trim() === '' && isUnfinished(content.message, openEnds);
  const faults: Fault[] = [];
  if (view.respondedAt === null) {
    if (content.assessment === '') faults.push(['assessment', 'needAssessment']);
    if (hasFixDay(view, content) && content.date === '') faults.push(['date', 'needDate']);
    if (!hasMessage) faults.push(['message', 'needMessage']);
    if (hasGap) faults.push(['message', 'unfinished']);
    return faults;
  }
  const { reward } = fields;
  if (typeof reward === 'number' && !(reward >= leastReward)) faults.push(['reward', 'rewardLow']);
  else if (reward !== undefined && !hasMessage) faults.push(['message', 'needReason']);
  if (!hasMessage && Object.keys(fields).length === 0) faults.push(['message', 'nothing']);
  if (hasGap) faults.push(['message', 'unfinished']);
  return faults;
}

/**
 * The words with which ready-made letters leave something to their writer: a reason that is to follow, an item of a
 * list. Such a line ends in a space.
 */
export function openEndsOf(letters: readonly string[]): string[] {
  return [...new Set(letters.flatMap((letter) => letter.match(/\S+(?= $)/gm) ?? []))];
}

/**
 * Whether a message still has a gap of a letter: three dots for a fact that is not known yet, or a paragraph that stops
 * at an open end. Dots behind a word, or in brackets, are somebody's own.
 */
export function isUnfinished(message: string, openEnds: readonly string[]): boolean {
  const paragraphs = message.split(/\n[ \t]*\n/);
  return /(?<!\S)…/.test(message) || paragraphs.some((paragraph) => openEnds.includes(lastWordOf(paragraph)));
}

/**
 * Where the first gap of a message is, as `isUnfinished` finds them: three dots to be replaced, or the place behind an
 * open end. Null for none. In UTF-16 code units.
 */
export function gapIn(message: string, openEnds: readonly string[]): { start: number; end: number } | null {
  const dots = /(?<!\S)…/.exec(message);
  let at = 0;
  for (const part of message.split(/(\n[ \t]*\n)/)) {
    const end = at + part.length;
    if (dots && dots.index < end) return { start: dots.index, end: dots.index + 1 };
    if (openEnds.includes(lastWordOf(part))) return { start: end, end };
    at = end;
  }
  return null;
}

/** By splitting: an expression that looks for it from every place takes hours over a long word that is not the last. */
const lastWordOf = (text: string) => text.trimEnd().split(/\s/).at(-1) ?? '';

/** The request that the content asks for. */
export function requestOf(view: Answered, content: FormContent): Request {
  const { assessment, status, date } = content;
  if (view.respondedAt === null) {
    if (assessment === 'message') return { method: 'POST', path: '/messages', fields: {} };
    const fixExpectedAt = hasFixDay(view, content) ? date || null : null;
    const isClosing = content.close === 'yes' && canClose(view, content);
    const fields = { assessment, fixExpectedAt, ...(isClosing ? { close: true } : {}) };
    return { method: 'POST', path: '/response', fields };
  }
  const fields: Record<string, unknown> = {};
  if (status !== '') fields['status'] = status;
  if (content.close === 'yes' && canClose(view, content)) fields['close'] = true;
  const isOtherDay = date !== (view.fixExpectedAt?.slice(0, 10) ?? '');
  if (hasFixDay(view, content) && isOtherDay) fields['fixExpectedAt'] = date || null;
  const reward = content.reward.trim() === '' ? null : amountOf(content.reward);
  if (reward !== view.reward) fields['reward'] = reward;
  return Object.keys(fields).length === 0
    ? { method: 'POST', path: '/messages', fields }
    : { method: 'PATCH', path: '', fields };
}
