// A message of the reporter to the team: signed for its place in the case, sealed, sent.
import * as z from 'zod/mini';
import type { CaseView } from '../../disclosure/case-view.ts';
import type { ReceiptSecrets } from '../../disclosure/receipt.ts';
import { headFor } from '../../disclosure/signed-text.ts';
import { askApi, type Outcome } from '../api/ask.ts';
import { freshId } from '../api/reporter.ts';
import { serverNow } from '../api/server-time.ts';
import { askReplier } from '../workers/reply/client.ts';

/** How often a message is sealed anew because another took its place while it was on its way. */
const MOST_MOVED = 5;

/** A message that was sealed: it keeps its id until it has arrived, so that sent twice it is there once. */
interface Outgoing {
  text: string;
  id: string;
  /** The place that it is signed for. */
  number: number;
  sealed: string;
}

/** The case that is written to. */
interface Desk {
  view: () => CaseView;
  /** Has the server give it anew. */
  reload: () => Promise<Outcome<unknown>>;
}

/**
 * Sends messages from one reporter, one at a time. Where one of the team came in meanwhile, the message is signed for the
 * next place without a word: nobody waits for anybody.
 * @returns sends a text, the same one again where it is not known whether it arrived; throws WorkerTaskError when sealing fails
 */
export function createFollowUps(
  { accessToken, replyKeyPassphrase: passphrase }: ReceiptSecrets,
  { view, reload }: Desk,
): (text: string) => Promise<Outcome<unknown>> {
  let outgoing: Outgoing | undefined;

  /** The text, sealed for the place that is next. */
  async function seal(text: string): Promise<Outgoing> {
    const { reference, replyKey, messages } = view();
    const number = messages.length + 1;
    if (outgoing?.text === text && outgoing.number === number) return outgoing;
    const id = outgoing?.text === text ? outgoing.id : freshId();
    const head = headFor({ reference, number, from: 'reporter' }, serverNow());
    return { text, id, number, sealed: await askReplier('seal', { text, replyKey, passphrase, head }) };
  }

  return async (text) => {
    for (let moved = 0; ; moved += 1) {
      outgoing = await seal(text);
      const { id, sealed, number } = outgoing;
      // What nobody signs has no place to keep.
      const body = view().replyKey === null ? { id, sealed } : { id, sealed, number };
      const answer = await askApi('POST', '/api/case/messages', z.unknown(), { accessToken, body });
      if (answer.ok) outgoing = undefined;
      if (answer.ok || answer.problem !== 'number-taken' || moved === MOST_MOVED) return answer;
      const again = await reload();
      if (!again.ok) return again;
    }
  };
}
