import type { TooLongError } from '../disclosure/padding.ts';
import { fillIn } from '../i18n/fill-in.ts';
import type { KeyFault } from '../openpgp/key-error.ts';
import type { OpenCase } from './inbox-open-case.ts';
import { facts, sentenceFor, texts } from './inbox-page.ts';
import { askJudge } from './judge.ts';
import { freshId } from './send.ts';
import { WorkerTaskError } from './worker-client.ts';

/** A reply can't be sealed as it is; `sentence` says why, `place` at which field. */
export class ReplyFault extends Error {
  readonly place: 'message' | 'sealed';
  readonly sentence: string;
  constructor(place: 'message' | 'sealed', sentence: string) {
    super(sentence);
    this.place = place;
    this.sentence = sentence;
  }
}

/**
 * What was sealed, by case, keeps its id until it has arrived: sent twice, it is there once. With another change
 * it is another message, so that no change is taken for one that arrived before.
 */
const outgoing = new Map<string, { basis: string; id: string; sealed: string }>();

/**
 * Seals a reply to the reporter and the team, or checks one that was sealed elsewhere.
 * @param sealedElsewhere armored; counts instead of `text` when it is not empty
 * @param fields what the same request changes
 * @returns null when there is nothing to say
 * @throws ReplyFault
 */
export async function sealReply(
  open: OpenCase,
  text: string,
  sealedElsewhere: string,
  fields: Record<string, unknown>,
): Promise<{ id: string; sealed: string } | null> {
  if (text === '' && sealedElsewhere === '') return null;
  const { reportText, readers } = open;
  const { reference } = open.view;
  const basis = JSON.stringify([text, sealedElsewhere, readers, fields]);
  let one = outgoing.get(reference);
  if (one?.basis !== basis) {
    const sealed =
      sealedElsewhere === '' ? await seal(text, reportText, readers) : await checked(sealedElsewhere, open);
    one = { basis, id: freshId(), sealed };
    outgoing.set(reference, one);
  }
  return { id: one.id, sealed: one.sealed };
}

/** The reply of a case has arrived: the same words again are a new message. */
export function replyArrived(reference: string): void {
  outgoing.delete(reference);
}

async function seal(text: string, reportText: string | null, readers: string[]): Promise<string> {
  if (reportText === null) throw new ReplyFault('message', texts.compose.needReport);
  try {
    return await askJudge('seal', { text, readers });
  } catch (error) {
    const tooLong: TooLongError['name'] = 'TooLongError';
    const reason = error instanceof WorkerTaskError ? error.reason : '';
    if (reason === tooLong) throw new ReplyFault('message', texts.compose.tooLong);
    const { readerKey, notSealed } = texts.compose;
    if (reason === 'reader-key') throw new ReplyFault('message', readerKey);
    throw new ReplyFault('message', expiredColleague(reason) ?? notSealed);
  }
}

/** The sentence about a colleague whose key ran out since the site was built: nothing can be sealed for all then. */
function expiredColleague(reason: string): string | null {
  const fault: KeyFault = 'expired';
  const now = Date.now();
  const whose = facts.team.find(({ expiresAt }) => expiresAt !== null && expiresAt <= now);
  return reason === fault && whose ? fillIn(texts.compose.teamKeyExpired, { who: whose.name }) : null;
}

async function checked(sealed: string, { view, reportText, readers }: OpenCase): Promise<string> {
  // The server knows the keys that forms made; of any other only the report tells who else must be able to read it.
  if (reportText === null && !view.hasReplyKey)
    throw new ReplyFault('sealed', texts.compose.needReportToCheck);
  const problem = await askJudge('checkSealed', { sealed, readers }).catch(() => 'internal' as const);
  if (problem !== null) throw new ReplyFault('sealed', sentenceFor(problem));
  return sealed;
}
