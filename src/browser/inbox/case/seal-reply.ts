// A reply as it leaves this machine: sealed here, or checked where it was sealed elsewhere. Loaded beside a case.

import { listed } from '../../../disclosure/listed-files.ts';
import type { FormContent } from '../../../disclosure/reply-form.ts';
import { headFor, type Place, readSignedText, writeSignedText } from '../../../disclosure/signed-text.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import type { OpenedText, ReadableText } from '../../../openpgp/open.ts';
import { freshId } from '../../api/reporter.ts';
import { serverNow } from '../../api/server-time.ts';
import { isUnreadable } from '../../files/readable-files.ts';
import { reasonOf, sealingFaultOf } from '../../workers/fault.ts';
import { askJudge } from '../../workers/judge/client.ts';
import { isForKey, openSealed, signText } from '../../workers/team/client.ts';
import { sentenceFor, texts, whyNotOpened } from '../base/page.ts';
import { hasKey } from '../base/session.ts';
import { ReplyFault } from './reply-fault.ts';
import type { ChosenFile, OutgoingFile } from './reply-files.ts';
import { nextPlace, type SeenCase } from './seen-case.ts';
import type { UnsentReply } from './unsent-replies.ts';

/** A reply as the server takes it. */
interface Reply {
  id: string;
  sealed: string;
  withoutReporter?: true;
  /** Where it goes, and what comes after it; only of one with files. */
  number?: number;
  attachments?: { id: string; size: number }[];
}

/** A reply with the files that are to follow it. */
interface ReplyWithFiles {
  message: Reply;
  files: readonly OutgoingFile[];
  /** Of what was chosen. */
  keys: readonly number[];
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
): Promise<ReplyWithFiles | null> {
  const [text, sealedElsewhere] = [content.message.trim(), content.sealed.trim()];
  if (text === '' && sealedElsewhere === '') return null;
  const { reportText, readers } = seen;
  const place = nextPlace(seen);
  const isSaid = content.withoutReporter === 'yes';
  // Also of its place, for which it is signed: where somebody else wrote meanwhile, it is another message.
  const chosen = sealedElsewhere === '' ? unsent.files.list.peek() : [];
  const keys = chosen.map(({ key }) => key);
  const basis = JSON.stringify([text, sealedElsewhere, readers, isSaid, fields, place, keys]);
  let one = unsent.outgoing;
  if (one?.basis !== basis) {
    // Without the report nobody knows whom to seal to; then somebody must say that it is for the team alone.
    const isKnown = reportText !== null || isSaid;
    const files = isKnown && chosen.length > 0 ? await sealFiles(chosen, readers, unsent) : [];
    const sealed =
      sealedElsewhere === ''
        ? await seal(text, isKnown, readers, place, files)
        : await checked(sealedElsewhere, isKnown, seen, place);
    one = { basis, id: freshId(), sealed, files };
    unsent.outgoing = one;
  }
  // The page has told it where the report has no key to seal to.
  const isTold = isSaid || (reportText !== null && readers.length === 0);
  const { id, sealed, files } = one;
  const attachments = files.map((file) => ({ id: file.listed.id, size: file.sealed.size }));
  const message = {
    ...{ id, sealed, ...(isTold ? { withoutReporter: true as const } : {}) },
    ...(files.length === 0 ? {} : { number: place.number, attachments }),
  };
  return { message, files, keys };
}

/** Each with an id of its own, so that with another message it is another file. @throws ReplyFault */
async function sealFiles(
  chosen: readonly ChosenFile[],
  readers: string[],
  unsent: UnsentReply,
): Promise<OutgoingFile[]> {
  try {
    const sealed = await unsent.files.seal(chosen, readers, serverNow());
    return sealed.map(({ sealed: bytes, ...file }) => ({
      sealed: bytes,
      listed: { id: freshId(), ...file },
    }));
  } catch (error) {
    if (isUnreadable(error)) throw new ReplyFault('files', texts.files.choose.unreadable);
    const { readerKey, teamKeysExpired } = texts.compose;
    const fault = sealingFaultOf(error);
    if (fault === 'reader-key') throw new ReplyFault('message', readerKey);
    throw new ReplyFault('files', fault === 'no-team-key' ? teamKeysExpired : texts.files.choose.notSealed);
  }
}

async function seal(
  text: string,
  isKnown: boolean,
  readers: string[],
  place: Place,
  files: readonly OutgoingFile[],
): Promise<string> {
  if (!isKnown) throw new ReplyFault('message', texts.compose.needReport);
  try {
    const now = serverNow();
    // Without a key here, or with one that has no part for it, it goes unsigned; the page has told.
    const head = headFor(place, now, listed(files.map((file) => file.listed)));
    const signed = hasKey.peek() ? await signText(text, head) : null;
    // Its place and the files that go with it are named all the same: else it is not shared with who comes later.
    return await askJudge('seal', { text: signed ?? writeSignedText(head, text), readers, now });
  } catch (error) {
    if (reasonOf(error) === 'no-key') throw new ReplyFault('message', texts.errors['no-key']);
    const { tooLong, readerKey, notSealed, teamKeysExpired } = texts.compose;
    const sentences = { 'too-long': tooLong, 'reader-key': readerKey, 'no-team-key': teamKeysExpired };
    const fault = sealingFaultOf(error);
    throw new ReplyFault('message', fault === null ? notSealed : sentences[fault]);
  }
}

async function checked(
  sealed: string,
  isKnown: boolean,
  { view, readers }: SeenCase,
  place: Place,
): Promise<string> {
  // The server knows the keys that forms made; of any other only the report tells who else must be able to read it.
  if (!isKnown && view.replyKeyId === null) throw new ReplyFault('sealed', texts.compose.needReportToCheck);
  const problem = await askJudge('checkSealed', { sealed, readers }).catch(() => 'internal' as const);
  if (problem !== null) throw new ReplyFault('sealed', sentenceFor(problem));
  // It names the keys of all; whether it opens, only a key tells. Without one the page says that nobody looked.
  if (hasKey.peek()) await openOnce(sealed, place);
  return sealed;
}

/**
 * Opens what was sealed elsewhere, before it is stored and nobody can read it, or its reporter is warned of it.
 * @throws ReplyFault
 */
async function openOnce(sealed: string, place: Place): Promise<void> {
  const opened = await openOwn(sealed).catch(() => {
    throw new ReplyFault('sealed', texts.compose.outsideUnchecked);
  });
  if (opened && opened.text !== null) requireRightSignature(opened, place);
  if (!opened || opened.text !== null) return;
  const isClosed = opened.why === 'closed';
  throw new ReplyFault('sealed', isClosed ? texts.compose.outsideNotOpened : whyNotOpened(opened.why));
}

/** What is signed is signed for its place, by a key that everybody knows; what is not goes as it is. @throws ReplyFault */
function requireRightSignature({ text, signature }: ReadableText, { reference, number, from }: Place): void {
  if (!signature || signature.state === 'none') return;
  if (signature.state !== 'holds') throw new ReplyFault('sealed', texts.signing.outsideUnknown);
  const head = readSignedText(text)?.head;
  if (head?.reference === reference && head.number === number && head.from === from) return;
  throw new ReplyFault('sealed', fillIn(texts.signing.outsideMoved, { reference, number }));
}

/** Null when the key here is not among those that it is for: nothing is sealed to one that has run out. */
async function openOwn(sealed: string): Promise<OpenedText | null> {
  if (!(await isForKey(sealed))) return null;
  const [opened] = await openSealed([sealed]);
  return opened ?? null;
}
