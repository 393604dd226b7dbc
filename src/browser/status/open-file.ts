// Fetches a file of the team's and opens it by the receipt, or keeps it as it is. Loaded with the first one.
import { isAsListed } from '../../disclosure/as-listed.ts';
import type { AttachmentView } from '../../disclosure/case-view.ts';
import { safeFileName } from '../../disclosure/file-name.ts';
import { chunkCount } from '../../disclosure/limits.ts';
import type { ListedFile } from '../../disclosure/listed-files.ts';
import { fillIn } from '../../i18n/fill-in.ts';
import { exchange } from '../api/exchange.ts';
import { saveBlob } from '../dom/download.ts';
import { askJudge } from '../workers/judge/client.ts';
import { askReplier } from '../workers/reply/client.ts';
import type { FileDesk } from './file-desk.ts';

interface Wanted {
  held: AttachmentView;
  /** What the message says of it. */
  listed: ListedFile | null;
  /** The name on the page, and that of the sealed file without its ending. */
  name: string;
  sealedName: string;
  /** Whether a signature that holds says what it is. */
  isSigned: boolean;
}

/** No answer, or none with the bytes that were asked for. */
class NotFetchedError extends Error {}

/** Opens a file and saves it; says in `told` how that goes. Never throws. */
export async function open(wanted: Wanted, desk: FileDesk, told: HTMLElement): Promise<void> {
  const { listed, name, isSigned } = wanted;
  const { shown } = desk.texts;
  try {
    const sealed = await fetchSealed(wanted.held, desk, told);
    const { replyKey, passphrase } = desk.opener;
    const input = { replyKey: replyKey ?? '', passphrase, messages: [sealed] };
    const { sessionKeys } = await askReplier('sessionKeys', input);
    const opened = await askJudge('openFile', { sealed, sessionKeys: sessionKeys[0] ?? [] });
    if (typeof opened === 'string') told.textContent = shown.failed;
    else if (listed && !isAsListed(opened, listed)) told.textContent = shown.wrong;
    else {
      saveBlob(safeFileName(listed ? name : opened.name || name), opened.content);
      told.textContent = listed ? (isSigned ? shown.done : shown.unsigned) : shown.unlisted;
    }
  } catch (error) {
    told.textContent = error instanceof NotFetchedError ? shown.offline : shown.failed;
  }
}

/** Saves a file as it is. Never throws. */
export async function sealed({ held, sealedName }: Wanted, desk: FileDesk, told: HTMLElement): Promise<void> {
  try {
    saveBlob(`${sealedName}.pgp`, await fetchSealed(held, desk, told));
    told.textContent = '';
  } catch {
    told.textContent = desk.texts.shown.offline;
  }
}

/** @throws NotFetchedError */
async function fetchSealed(
  { id, size }: AttachmentView,
  { accessToken, language, texts }: FileDesk,
  told: HTMLElement,
): Promise<Blob> {
  const percent = new Intl.NumberFormat(language, { style: 'percent' });
  const count = chunkCount(size);
  const chunks: Blob[] = [];
  for (let index = 0; index < count; index += 1) {
    told.textContent = fillIn(texts.shown.working, { percent: percent.format(index / count) });
    const headers = { Authorization: `Bearer ${accessToken}` };
    const answer = await exchange('GET', `/api/case/attachments/${id}/${index}`, { headers }).catch(
      () => null,
    );
    if (!answer?.ok) throw new NotFetchedError();
    chunks.push(await answer.blob());
  }
  const whole = new Blob(chunks, { type: 'application/octet-stream' });
  // What a network shows instead is another length.
  if (whole.size !== size) throw new NotFetchedError();
  return whole;
}
