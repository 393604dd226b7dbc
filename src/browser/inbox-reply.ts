import type { TooLongError } from '../disclosure/padding.ts';
import type { OpenCase } from './inbox-open-case.ts';
import { sentenceFor, texts } from './inbox-page.ts';
import { askOpener } from './opener.ts';
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
  { view, reportText, readers }: OpenCase,
  text: string,
  sealedElsewhere: string,
  fields: Record<string, unknown>,
): Promise<{ id: string; sealed: string } | null> {
  if (text === '' && sealedElsewhere === '') return null;
  const { reference } = view;
  const basis = JSON.stringify([text, sealedElsewhere, readers, fields]);
  let one = outgoing.get(reference);
  if (one?.basis !== basis) {
    const sealed =
      sealedElsewhere === ''
        ? await seal(text, reportText, readers)
        : await checked(sealedElsewhere, readers);
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
    return await askOpener('seal', { text, readers });
  } catch (error) {
    const tooLong: TooLongError['name'] = 'TooLongError';
    const reason = error instanceof WorkerTaskError ? error.reason : '';
    if (reason === tooLong) throw new ReplyFault('message', texts.compose.tooLong);
    const { readerKey, notSealed } = texts.compose;
    throw new ReplyFault('message', reason === 'reader-key' ? readerKey : notSealed);
  }
}

async function checked(sealed: string, readers: string[]): Promise<string> {
  const problem = await askOpener('checkSealed', { sealed, readers }).catch(() => 'internal' as const);
  if (problem !== null) throw new ReplyFault('sealed', sentenceFor(problem));
  return sealed;
}
