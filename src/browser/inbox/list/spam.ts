// Erasing untouched reports as spam: asking first, and what came of it. For one case from its page, for many from the list.
import { limits } from '../../../disclosure/limits.ts';
import { type CaseSummary, type SpamOutcome, spamOutcomeSchema } from '../../../disclosure/team-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { formatSpan } from '../../../i18n/format.ts';
import { askTeam } from '../../api/team.ts';
import { facts, language, plural, sentenceFor, texts } from '../base/page.ts';

const DAY = 86_400_000;

/** What came of it; `problem` is a sentence, empty when every request was answered. */
export type Erased = SpamOutcome & { problem: string };

/**
 * Whether a member is sure, who is reminded of what the policy promises to who reports in earnest.
 * @param urgent how many of them say that they are
 */
export function isSureOfSpam(count: number, urgent: number): boolean {
  const span = formatSpan(facts.responseDays * DAY, language);
  const question = fillIn(plural(texts.spam, 'confirm', count), { span });
  return confirm(urgent === 0 ? question : `${plural(texts.spam, 'urgent', urgent)}\n\n${question}`);
}

/** Erases these cases, by as many requests as it takes. Stops at one that fails. */
export async function eraseAsSpam(
  cases: readonly Pick<CaseSummary, 'reference' | 'version'>[],
): Promise<Erased> {
  const done: Erased = { erased: [], kept: [], problem: '' };
  for (let at = 0; at < cases.length; at += limits.spam) {
    const body = {
      cases: cases.slice(at, at + limits.spam).map(({ reference, version }) => ({ reference, version })),
    };
    const answer = await askTeam('POST', 'cases/spam', spamOutcomeSchema, body);
    if (!answer.ok) return { ...done, problem: sentenceFor(answer.problem, answer.number) };
    done.erased.push(...answer.value.erased);
    done.kept.push(...answer.value.kept);
  }
  return done;
}
