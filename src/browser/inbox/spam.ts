// Erasing untouched reports as spam: asking first, and what came of it. For one case from its page, for many from the list.

import { limits } from '../../disclosure/limits.ts';
import type { CaseSummary, SpamOutcome, TeamCase } from '../../disclosure/team-wire.ts';
import { spamOutcomeSchema } from '../../disclosure/team-wire.ts';
import { fillIn } from '../../i18n/fill-in.ts';
import { formatSpan } from '../../i18n/format.ts';
import { askTeam } from '../api/team.ts';
import { byId } from '../dom/by-id.ts';
import { forgetDrafts } from './compose.ts';
import type { CaseDesk } from './open-case.ts';
import { element, facts, onlyOnce, plural, sentenceFor, tell, texts } from './page.ts';

const box = byId('spam');
const spamButton = byId('spam-erase');
const error = byId('error-spam');

const DAY = 86_400_000;

/** A case as it was seen. */
export type Seen = Pick<CaseSummary, 'reference' | 'version'>;

/** What came of it; `problem` is a sentence, empty when every request was answered. */
export type Erased = SpamOutcome & { problem: string };

/**
 * Whether a member is sure, who is reminded of what the policy promises to who reports in earnest.
 * @param urgent how many of them say that they are
 */
export function isSureOfSpam(count: number, urgent: number): boolean {
  const span = formatSpan(facts.responseDays * DAY, facts.language);
  const question = fillIn(plural(texts.spam, 'confirm', count), { span });
  return confirm(urgent === 0 ? question : `${plural(texts.spam, 'urgent', urgent)}\n\n${question}`);
}

/** Erases these cases, by as many requests as it takes. Stops at one that fails. */
export async function eraseAsSpam(cases: readonly Seen[]): Promise<Erased> {
  const done: Erased = { erased: [], kept: [], problem: '' };
  for (let at = 0; at < cases.length; at += limits.spam) {
    const body = {
      cases: cases.slice(at, at + limits.spam).map(({ reference, version }) => ({ reference, version })),
    };
    const answer = await askTeam('POST', 'cases/spam', spamOutcomeSchema, body);
    if (!answer.ok) return { ...done, problem: sentenceFor(answer.problem, answer.number) };
    for (const reference of answer.value.erased) forgetDrafts(reference);
    done.erased.push(...answer.value.erased);
    done.kept.push(...answer.value.kept);
  }
  return done;
}

/** What came of it, in sentences. */
export function spamResult({ erased, kept, problem }: Erased): HTMLElement[] {
  const lines: HTMLElement[] = [];
  if (erased.length > 0 || problem === '')
    lines.push(element('p', '', plural(texts.spam, 'erased', erased.length)));
  if (kept.length > 0) {
    const items = kept.map(({ reference, fault }) =>
      element('li', '', element('span', 'reference', reference), ` ${texts.spam.faults[fault]}`),
    );
    lines.push(element('p', '', plural(texts.spam, 'kept', kept.length)), element('ul', '', ...items));
  }
  if (problem !== '') lines.push(element('p', 'error', problem));
  return lines;
}

/** Sets the button of the page of one case up. */
export function setUpSpam(desk: CaseDesk): void {
  spamButton.addEventListener(
    'click',
    onlyOnce(async () => {
      const { view } = desk.current();
      if (!isSureOfSpam(1, view.urgent ? 1 : 0)) return;
      const { erased, kept, problem } = await eraseAsSpam([view]);
      if (erased.length > 0) return desk.leave(`${view.reference}: ${plural(texts.spam, 'erased', 1)}`);
      const [fault] = kept;
      const sentence = fault ? texts.spam.faults[fault.fault] : problem;
      if (!desk.shows(view.reference)) return desk.notice(`${view.reference}: ${sentence}`);
      tell(error, null, sentence);
      if (fault) await desk.conflict();
    }),
  );
}

/** Offers it where nobody of the team has done anything yet. */
export function showSpam(view: TeamCase): void {
  box.hidden = !view.untouched;
}

/** Takes what was said off the screen. */
export function clearSpam(): void {
  box.hidden = true;
  tell(error, null, '');
}
