// The first response to one case of several that get the same letter: fetched, opened, sealed to its own reporter, sent.
import { emptyContent, type FormContent, requestOf } from '../../../disclosure/reply-form.ts';
import { type Report, readReport } from '../../../disclosure/report.ts';
import { changedSchema, teamCaseSchema } from '../../../disclosure/team-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { askTeam } from '../../api/team.ts';
import { openSealed } from '../../workers/team/client.ts';
import { sentenceFor, texts, whyNotOpened } from '../base/page.ts';
import { readerOf } from '../case/reader.ts';
import { ReplyFault } from '../case/reply-fault.ts';
import { sealReply } from '../case/seal-reply.ts';
import type { SeenCase } from '../case/seen-case.ts';
import type { UnsentReply } from '../case/unsent-replies.ts';

/** What each gets. */
export type Letter = Pick<FormContent, 'assessment' | 'close' | 'message'>;

/**
 * Answers one case.
 * @param letter its message may name `{{reference}}`, which becomes the case's own
 * @param unsent keeps what was sealed until it has arrived: once more it is the same message
 * @returns why it was not answered, in a sentence; null where it was
 */
export async function answerOne(
  reference: string,
  letter: Letter,
  unsent: UnsentReply,
): Promise<string | null> {
  const found = await askTeam('GET', `cases/${reference}`, teamCaseSchema);
  if (!found.ok) return sentenceFor(found.problem, found.number);
  const view = found.value;
  const { answered, cannotRead } = texts.list.together;
  if (view.respondedAt !== null || view.status !== 'received') return answered;
  try {
    const [opened] = await openSealed([view.messages[0]?.sealed ?? '']);
    if (opened === undefined || opened.text === null) return whyNotOpened(opened?.why ?? 'closed');
    const report = parse(opened.text);
    const reader = await readerOf(view, report, opened.text);
    if (reader.gap !== null) return cannotRead;
    const seen: SeenCase = { view, shown: [], earlier: 0, reportText: opened.text, report, ...reader };
    const content = { ...emptyContent, ...letter, message: fillIn(letter.message, { reference }) };
    const { method, path, fields } = requestOf(view, content);
    const reply = await sealReply(seen, content, fields, unsent);
    const body = { version: view.version, ...fields, ...(reply === null ? {} : { message: reply.message }) };
    const answer = await askTeam(method, `cases/${reference}${path}`, changedSchema, body);
    return answer.ok ? null : sentenceFor(answer.problem, answer.number);
  } catch (error) {
    return error instanceof ReplyFault ? error.sentence : texts.errors.internal;
  }
}

function parse(text: string): Report | null {
  try {
    return readReport(text);
  } catch {
    return null;
  }
}
