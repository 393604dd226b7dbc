// The first response to one case of several that get the same letter: fetched, opened, sealed to its own reporter, sent.
import { emptyContent, type FormContent, isUnfinished, requestOf } from '../../../disclosure/reply-form.ts';
import { type Report, readReport } from '../../../disclosure/report.ts';
import {
  type CaseSummary,
  changedSchema,
  type TeamCase,
  teamCaseSchema,
} from '../../../disclosure/team-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { askTeam } from '../../api/team.ts';
import { openSealed } from '../../workers/team/client.ts';
import { sentenceFor, texts, whyNotOpened } from '../base/page.ts';
import { factsOfLetter } from '../case/letter-facts.ts';
import { openEnds } from '../case/letters.ts';
import { readerOf } from '../case/reader.ts';
import { ReplyFault } from '../case/reply-fault.ts';
import { sealReply } from '../case/seal-reply.ts';
import type { SeenCase } from '../case/seen-case.ts';
import type { UnsentReply } from '../case/unsent-replies.ts';

/** What each gets. */
export type Letter = Pick<FormContent, 'assessment' | 'close' | 'message'>;

/** A case as it was seen in the list. */
export type AsSeen = Pick<CaseSummary, 'reference' | 'version' | 'notes'>;

/** What came of answering one: whether its reporter can read the letter, or why it was not answered, in a sentence. */
export type Answered = { isUnread: boolean } | { sentence: string };

/**
 * Answers one case, as long as it is as somebody saw it and there is nothing in it but the report.
 * @param letter its message may name facts, `{{reference}}`: they become the case's own
 * @param unsent keeps what was sealed until it has arrived: once more it is the same message
 */
export async function answerOne(seen: AsSeen, letter: Letter, unsent: UnsentReply): Promise<Answered> {
  const { reference } = seen;
  const found = await askTeam('GET', `cases/${reference}`, teamCaseSchema);
  if (!found.ok) return kept(sentenceFor(found.problem, found.number));
  const view = found.value;
  const { answered, cannotRead, writtenSince, changedSince } = texts.list.together;
  const { outgoing } = unsent;
  // It had arrived, only the answer to it was lost.
  if (outgoing !== null && view.messages.some(({ id }) => id === outgoing.id))
    return { isUnread: isMarkedUnread(view, outgoing.id) };
  if (view.respondedAt !== null || view.status !== 'received') return kept(answered);
  if (view.messages.some(({ from, number }) => from === 'reporter' && number > 1)) return kept(writtenSince);
  if (!isAsSeen(view, seen)) return kept(changedSince);
  const message = fillIn(letter.message, factsOf(view));
  if (isUnfinished(message, openEnds())) return kept(texts.compose.unfinished);
  try {
    const [opened] = await openSealed([view.messages[0]?.sealed ?? '']);
    if (opened === undefined || opened.text === null) return kept(whyNotOpened(opened?.why ?? 'closed'));
    const report = parse(opened.text);
    const reader = await readerOf(view, report, opened.text);
    if (reader.gap !== null) return kept(cannotRead);
    const now: SeenCase = { view, shown: [], earlier: 0, reportText: opened.text, report, ...reader };
    const content = { ...emptyContent, ...letter, message };
    const { method, path, fields } = requestOf(view, content);
    const reply = await sealReply(now, content, fields, unsent);
    const body = { version: view.version, ...fields, ...(reply === null ? {} : { message: reply.message }) };
    const answer = await askTeam(method, `cases/${reference}${path}`, changedSchema, body);
    if (!answer.ok) return kept(sentenceFor(answer.problem, answer.number));
    return { isUnread: reply?.message.withoutReporter === true };
  } catch (error) {
    return kept(error instanceof ReplyFault ? error.sentence : texts.errors.internal);
  }
}

const kept = (sentence: string): Answered => ({ sentence });

/** Whether a message is marked as one that its reporter can't read. */
function isMarkedUnread({ events }: TeamCase, id: string): boolean {
  return events.some(({ kind, value }) => kind === 'without-reporter' && value === id);
}

/** Whether nobody wrote or changed anything since: notes are no change of the case, and are counted from 1. */
function isAsSeen({ version, notes }: TeamCase, seen: AsSeen): boolean {
  return version === seen.version && (notes.at(-1)?.number ?? 0) <= seen.notes;
}

/** What a letter can say of a case without an answer: three dots for the rest, which keep it from being sent. */
function factsOf(view: TeamCase): Record<string, string> {
  const date = view.fixExpectedAt?.slice(0, 10) ?? '';
  const known = { date, reward: view.reward ?? Number.NaN, knownSince: null };
  return factsOfLetter(view, known, view.language);
}

function parse(text: string): Report | null {
  try {
    return readReport(text);
  } catch {
    return null;
  }
}
