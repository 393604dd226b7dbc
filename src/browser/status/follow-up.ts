// A message of the reporter to the team: signed for its place in the case, sealed, sent.
import * as z from 'zod/mini';
import type { CaseView } from '../../disclosure/case-view.ts';
import { listed } from '../../disclosure/listed-files.ts';
import type { ReceiptSecrets } from '../../disclosure/receipt.ts';
import { headFor } from '../../disclosure/signed-text.ts';
import { askApi, type Outcome } from '../api/ask.ts';
import { freshId } from '../api/reporter.ts';
import { serverNow } from '../api/server-time.ts';
import { askReplier } from '../workers/reply/client.ts';
import type { PlannedFile } from '../workers/seal/tasks.ts';

/** How often a message is sealed anew because another took its place while it was on its way. */
const MOST_MOVED = 5;

/** A message that was sealed: it keeps its id until it has arrived, so that sent twice it is there once. */
interface Outgoing {
  text: string;
  /** Ids of the files that go with it. */
  files: string;
  id: string;
  /** The day of publication that it agrees to, `YYYY-MM-DD`; empty for none. */
  agreesTo: string;
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

/** @param agreesTo the day of publication, `YYYY-MM-DD`, that a text agrees to */
export type SendFollowUp = (
  text: string,
  files: readonly PlannedFile[],
  agreesTo?: string,
) => Promise<Outcome<unknown>>;

/**
 * Sends messages from one reporter, one at a time. Where one of the team came in meanwhile, the message is signed for the
 * next place without a word: nobody waits for anybody.
 * @returns sends a text and names its files, the same ones again where it is not known whether it arrived; throws
 *   WorkerTaskError when sealing fails
 */
export function createFollowUps(
  { accessToken, replyKeyPassphrase: passphrase }: ReceiptSecrets,
  { view, reload }: Desk,
): SendFollowUp {
  let outgoing: Outgoing | undefined;

  /** The text, sealed for the place that is next. */
  async function seal(text: string, planned: readonly PlannedFile[], agreesTo: string): Promise<Outgoing> {
    const { reference, replyKey, messages } = view();
    const number = messages.length + 1;
    const files = planned.map(({ id }) => id).join(' ');
    const isSame = outgoing?.text === text && outgoing.files === files && outgoing.agreesTo === agreesTo;
    if (outgoing && isSame && outgoing.number === number) return outgoing;
    const id = outgoing && isSame ? outgoing.id : freshId();
    const head = headFor({ reference, number, from: 'reporter' }, serverNow(), listed(planned));
    const sealed = await askReplier('seal', { text, replyKey, passphrase, head });
    return { text, files, agreesTo, id, number, sealed };
  }

  return async (text, chosen, agreesTo = '') => {
    let files = chosen;
    for (let moved = 0; ; moved += 1) {
      outgoing = await seal(text, files, agreesTo);
      const { id, sealed, number } = outgoing;
      const attachments = files.map(({ id, sealedSize }) => ({ id, size: sealedSize }));
      // What nobody signs has no place to keep, but for the files that go with it.
      const place = view().replyKey === null && files.length === 0 ? {} : { number };
      const agreed = agreesTo === '' ? {} : { agreesTo };
      const body = { id, sealed, ...place, ...agreed, ...(files.length === 0 ? {} : { attachments }) };
      const answer = await askApi('POST', '/api/case/messages', z.unknown(), { accessToken, body });
      if (answer.ok) outgoing = undefined;
      // Of files that are announced already the message before this one arrived, whatever was heard of it.
      const mayBeIn = files.length > 0 && answer.ok === false && answer.problem === 'invalid-fields';
      if (answer.ok || (answer.problem !== 'number-taken' && !mayBeIn) || moved === MOST_MOVED) return answer;
      const again = await reload();
      if (!again.ok) return again;
      files = files.filter(({ id: one }) => !view().attachments.some((held) => held.id === one));
    }
  };
}
