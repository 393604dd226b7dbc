// The attachments of a case: fetched in chunks, opened in the worker, compared with the report, and saved.
import { safeFileName } from '../../disclosure/file-name.ts';
import { chunkCount } from '../../disclosure/limits.ts';
import { fillIn } from '../../i18n/fill-in.ts';
import { formatBytes } from '../../i18n/format.ts';
import { fetchTeam, TeamProblem } from '../api/team.ts';
import { byId } from '../dom/by-id.ts';
import { saveBlob } from '../dom/download.ts';
import { fileNameElement } from '../dom/foreign-names.ts';
import { hasKey, openSealedFile } from '../workers/team/client.ts';
import type { OpenCase } from './open-case.ts';
import { button, element, facts, sentenceFor, texts } from './page.ts';

const section = byId('files-section');
const list = byId('team-files');

type File = OpenCase['view']['attachments'][number];

let shown = '';

/** Shows the attachments, with what the report says of each. */
export function showFiles(open: OpenCase): void {
  const { view, report } = open;
  section.hidden = view.attachments.length === 0;
  const key = JSON.stringify([view.reference, view.attachments, hasKey(), report?.attachments]);
  if (key === shown) return;
  shown = key;
  list.replaceChildren(...view.attachments.map((file, index) => itemOf(file, index, open)));
}

/** Takes them off the screen again. */
export function clearFiles(): void {
  shown = '';
  list.replaceChildren();
}

/**
 * The sealed bytes of an attachment.
 * @param progress hears the part that is in, 0 to 1
 * @throws TeamProblem when a chunk can't be fetched
 */
export async function fetchSealed(
  reference: string,
  { id, size }: File,
  progress: (part: number) => void,
): Promise<Blob> {
  const chunks: Blob[] = [];
  const count = chunkCount(size);
  for (let index = 0; index < count; index += 1) {
    progress(index / count);
    chunks.push(await fetchTeam(`cases/${reference}/attachments/${id}/${index}`));
  }
  progress(1);
  return new Blob(chunks, { type: 'application/octet-stream' });
}

function itemOf(file: File, index: number, { view, report }: OpenCase): HTMLElement {
  const listed = report?.attachments.find(({ id }) => id === file.id);
  const number = index + 1;
  const name = listed?.name || fillIn(texts.case.fileName, { number });
  const size = formatBytes(listed?.size ?? file.size, facts.language);
  const head = element('p', '', element('strong', '', fileNameElement(name)), ` · ${size}`);
  if (!file.isComplete) return element('li', '', head, element('p', 'help', texts.case.fileMissing));
  const status = element('p', 'help');
  status.setAttribute('role', 'status');
  const percent = new Intl.NumberFormat(facts.language, { style: 'percent' });
  const progress = (part: number) => {
    status.textContent = fillIn(texts.case.fileWorking, { percent: percent.format(part) });
  };
  const keepSealed = button(texts.case.sealedFile, 'quiet', async () => {
    try {
      saveBlob(`${view.reference}-${number}.pgp`, await fetchSealed(view.reference, file, progress));
      status.textContent = '';
    } catch (error) {
      status.textContent = whyNot(error);
    }
  });
  const open = button(texts.case.openFile, 'quiet', async () => {
    status.textContent = await openFile(view.reference, file, name, listed?.sha256, progress);
  });
  return element('li', '', head, element('p', 'actions', ...(hasKey() ? [open] : []), keepSealed), status);
}

/** @returns the sentence that says how it went */
async function openFile(
  reference: string,
  file: File,
  name: string,
  sha256: string | undefined,
  progress: (part: number) => void,
): Promise<string> {
  try {
    const opened = await openSealedFile(await fetchSealed(reference, file, progress));
    if (!opened) return texts.case.fileFailed;
    if (sha256 !== undefined && opened.sha256 !== sha256) return texts.case.fileWrong;
    saveBlob(safeFileName(sha256 === undefined ? opened.name || name : name), opened.content);
    return sha256 === undefined ? texts.case.fileUnlisted : texts.case.fileDone;
  } catch (error) {
    return hasKey() ? whyNot(error) : texts.errors['no-key'];
  }
}

function whyNot(error: unknown): string {
  return error instanceof TeamProblem ? sentenceFor(error.code, error.number) : texts.case.fileFailed;
}
