// A reply as it leaves this machine: sealed here, or checked where it was sealed elsewhere. Loaded beside a case.
import type { FormContent } from '../../../disclosure/reply-form.ts';
import type { OpenedText } from '../../../openpgp/open.ts';
import { freshId } from '../../api/reporter.ts';
import { serverNow } from '../../api/server-time.ts';
import { sealingFaultOf } from '../../workers/fault.ts';
import { askJudge } from '../../workers/judge/client.ts';
import { isForKey, openSealed } from '../../workers/team/client.ts';
import { sentenceFor, texts, whyNotOpened } from '../page.ts';
import { ReplyFault } from './reply-fault.ts';
import type { SeenCase } from './seen-case.ts';
import { hasKey } from './session.ts';
import type { UnsentReply } from './unsent-replies.ts';

/** A reply as the server takes it. */
interface Reply {
  id: string;
  sealed: string;
  withoutReporter?: true;
}

/**
 * Seals a reply to the reporter and the team, or checks one that was sealed elsewhere.
 * @param content what stands in the form; what was sealed elsewhere counts instead of the message
 * @param fields what the same request changes
 * @param unsent keeps what was sealed until it has arrived
 * @returns null when there is nothing to say
 * @throws ReplyFault
 */
export async function sealReply(
  seen: SeenCase,
  content: FormContent,
  fields: Record<string, unknown>,
  unsent: UnsentReply,
): Promise<Reply | null> {
  const [text, sealedElsewhere] = [content.message.trim(), content.sealed.trim()];
  if (text === '' && sealedElsewhere === '') return null;
  const { reportText, readers } = seen;
  const isSaid = content.withoutReporter === 'yes';
  const basis = JSON.stringify([text, sealedElsewhere, readers, isSaid, fields]);
  let one = unsent.outgoing;
  if (one?.basis !== basis) {
    // Without the report nobody knows whom to seal to; then somebody must say that it is for the team alone.
    const isKnown = reportText !== null || isSaid;
    const sealed =
      sealedElsewhere === ''
        ? await seal(text, isKnown, readers)
        : await checked(sealedElsewhere, isKnown, seen);
    one = { basis, id: freshId(), sealed };
    unsent.outgoing = one;
  }
  // The page has told it where the report has no key to seal to.
  const isTold = isSaid || (reportText !== null && readers.length === 0);
  return { id: one.id, sealed: one.sealed, ...(isTold ? { withoutReporter: true } : {}) };
}

async function seal(text: string, isKnown: boolean, readers: string[]): Promise<string> {
  if (!isKnown) throw new ReplyFault('message', texts.compose.needReport);
  try {
    return await askJudge('seal', { text, readers, now: serverNow() });
  } catch (error) {
    const { tooLong, readerKey, notSealed, teamKeysExpired } = texts.compose;
    const sentences = { 'too-long': tooLong, 'reader-key': readerKey, 'no-team-key': teamKeysExpired };
    const fault = sealingFaultOf(error);
    throw new ReplyFault('message', fault === null ? notSealed : sentences[fault]);
  }
}

async function checked(sealed: string, isKnown: boolean, { view, readers }: SeenCase): Promise<string> {
  // The server knows the keys that forms made; of any other only the report tells who else must be able to read it.
  if (!isKnown && view.replyKeyId === null) throw new ReplyFault('sealed', texts.compose.needReportToCheck);
  const problem = await askJudge('checkSealed', { sealed, readers }).catch(() => 'internal' as const);
  if (problem !== null) throw new ReplyFault('sealed', sentenceFor(problem));
  // It names the keys of all; whether it opens, only a key tells. Without one the page says that nobody looked.
  if (hasKey.peek()) await openOnce(sealed);
  return sealed;
}

/** Opens what was sealed elsewhere, before it is stored and nobody can read it. @throws ReplyFault */
async function openOnce(sealed: string): Promise<void> {
  const opened = await openOwn(sealed).catch(() => {
    throw new ReplyFault('sealed', texts.compose.outsideUnchecked);
  });
  if (!opened || opened.text !== null) return;
  const isClosed = opened.why === 'closed';
  throw new ReplyFault('sealed', isClosed ? texts.compose.outsideNotOpened : whyNotOpened(opened.why));
}

/** Null when the key here is not among those that it is for: nothing is sealed to one that has run out. */
async function openOwn(sealed: string): Promise<OpenedText | null> {
  if (!(await isForKey(sealed))) return null;
  const [opened] = await openSealed([sealed]);
  return opened ?? null;
}
