// What the form for the reporter asks for: pure, so that one moment's content makes one request.
import type { Assessment, CaseStatus } from '../disclosure/case.ts';
import type { TeamCase } from '../disclosure/team-wire.ts';

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
}

export const emptyContent: FormContent = {
  assessment: '',
  status: '',
  date: '',
  reward: '',
  message: '',
  sealed: '',
};

export type Place = 'assessment' | 'date' | 'reward' | 'message' | 'sealed';

/** What is wrong, by the name of its sentence. */
export type Fault = [
  Place,
  'needAssessment' | 'needDate' | 'needMessage' | 'needReason' | 'rewardLow' | 'nothing',
];

/** A request but for its version and message. */
export interface Request {
  method: 'POST' | 'PATCH';
  /** What follows `cases/{reference}`. */
  path: '/response' | '/messages' | '';
  fields: Record<string, unknown>;
}

/** Whether the day of the fix means anything: only for what is a weakness. */
export function hasFixDay(view: TeamCase, { assessment, status }: FormContent): boolean {
  if (view.respondedAt === null) return assessment === 'confirmed';
  return ['confirmed', 'fixing', 'resolved'].includes(status || view.status);
}

/** Whole euros; NaN for what is no amount. */
export function amountOf(typed: string): number {
  return /^\s*\d{1,7}\s*$/.test(typed) ? Number(typed) : Number.NaN;
}

/** What is missing or wrong, in the order of the form. */
export function faultsOf(view: TeamCase, content: FormContent, leastReward: number): Fault[] {
  const { fields } = requestOf(view, content);
  const hasMessage = content.message.trim() !== '' || content.sealed.trim() !== '';
  const faults: Fault[] = [];
  if (view.respondedAt === null) {
    if (content.assessment === '') faults.push(['assessment', 'needAssessment']);
    if (hasFixDay(view, content) && content.date === '') faults.push(['date', 'needDate']);
    if (!hasMessage) faults.push(['message', 'needMessage']);
    return faults;
  }
  const { reward } = fields;
  if (typeof reward === 'number' && !(reward >= leastReward)) faults.push(['reward', 'rewardLow']);
  else if (reward !== undefined && !hasMessage) faults.push(['message', 'needReason']);
  if (!hasMessage && Object.keys(fields).length === 0) faults.push(['message', 'nothing']);
  return faults;
}

/** The request that the content asks for. */
export function requestOf(view: TeamCase, content: FormContent): Request {
  const { assessment, status, date } = content;
  if (view.respondedAt === null) {
    if (assessment === 'message') return { method: 'POST', path: '/messages', fields: {} };
    const fixExpectedAt = hasFixDay(view, content) ? date || null : null;
    return { method: 'POST', path: '/response', fields: { assessment, fixExpectedAt } };
  }
  const fields: Record<string, unknown> = {};
  if (status !== '') fields['status'] = status;
  const isOtherDay = date !== (view.fixExpectedAt?.slice(0, 10) ?? '');
  if (hasFixDay(view, content) && isOtherDay) fields['fixExpectedAt'] = date || null;
  const reward = content.reward.trim() === '' ? null : amountOf(content.reward);
  if (reward !== view.reward) fields['reward'] = reward;
  return Object.keys(fields).length === 0
    ? { method: 'POST', path: '/messages', fields }
    : { method: 'PATCH', path: '', fields };
}
