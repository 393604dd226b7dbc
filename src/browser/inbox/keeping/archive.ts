// What can be taken along of a case. Loaded when somebody asks for it.
import { downloadZip } from 'client-zip';
import { TeamProblem } from '../../api/team.ts';
import { askCase } from '../case/ask-case.ts';
import { fetchSealed } from '../case/fetch-sealed.ts';

/**
 * One archive of what the server keeps: sealed messages and notes, sealed attachments, and `case.json` with the rest, which also
 * names attachments that never came in whole.
 * @param progress hears the part that is in, 0 to 1
 * @throws TeamProblem when something can't be fetched
 */
export async function archiveOf(reference: string, progress: (part: number) => void): Promise<Blob> {
  progress(0);
  // Not what is on the screen: an upload may have been completed since.
  const answer = await askCase(reference);
  if (!answer.ok) throw new TeamProblem(answer.problem, answer.number);
  const view = answer.value;
  const complete = view.attachments.filter(({ isComplete }) => isComplete);
  const files = view.messages.map(({ number, from, at, sealed }) => ({
    name: `${reference}/messages/${String(number).padStart(3, '0')}-${from}.asc`,
    input: sealed as string | Blob,
    lastModified: new Date(at),
  }));
  for (const { number, kind, at, sealed } of view.notes) {
    files.push({
      name: `${reference}/notes/${String(number).padStart(3, '0')}-${kind}.asc`,
      input: sealed,
      lastModified: new Date(at),
    });
  }
  for (const [index, file] of complete.entries()) {
    files.push({
      name: `${reference}/attachments/${index + 1}-${file.id}.pgp`,
      input: await fetchSealed(reference, file, (part) => progress((index + part) / complete.length)),
      lastModified: new Date(view.receivedAt),
    });
  }
  const { messages, notes, ...known } = view;
  const summary = { ...known, messages: messages.map(withoutText), notes: notes.map(withoutText) };
  files.push({
    name: `${reference}/case.json`,
    input: `${JSON.stringify(summary, null, 2)}\n`,
    lastModified: new Date(),
  });
  return downloadZip(files).blob();
}

const withoutText = <T extends { sealed: string }>({ sealed: _, ...rest }: T) => rest;
