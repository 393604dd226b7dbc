// What is said of a duty of CRA article 14: a report to the authorities, or word to the users.
import { type Duty, stageOf } from '../../../disclosure/duties.ts';
import { texts } from '../base/page.ts';
import type { DutyAct } from '../case/cra-draft.ts';

/** The words of ticking a duty off, or telling that it was corrected. */
export function dutyWords(duty: Duty, act: DutyAct): { open: string; at: string } {
  const { actions } = texts;
  if (act === 'corrected') return { open: actions.craCorrected, at: actions.craCorrectedAt };
  return stageOf(duty) === null
    ? { open: actions.craInformed, at: actions.craInformedAt }
    : { open: actions.craReported, at: actions.craReportedAt };
}

/** Whether what is done for a duty gets a number: the platform gives one, users don't. */
export const hasNumber = (duty: Duty) => stageOf(duty) !== null;
