// The files of a case in one zip. Loaded when somebody asks for it.
import { downloadZip } from 'client-zip';
import { uniqueFileNames } from '../../../disclosure/file-name.ts';
import { serverNow } from '../../api/server-time.ts';
import type { CaseFile } from './case-files.ts';
import { type NotOpened, openOneOf } from './open-checked.ts';

/** What is to be said of a file: why it is not in the zip, or that it is, and nothing says what it should be. */
export interface Remark {
  name: string;
  what: NotOpened | 'unchecked';
}

/**
 * Opens all files of a case and makes one zip of them, in a folder with the reference as its name.
 * @param progress hears the part that is open, 0 to 1
 * @returns the zip (null when nothing could be opened), how many are in it, and what is to be said
 * @throws TeamProblem when nothing can be fetched (any more); WorkerTaskError when there is no key (any more)
 */
export async function zipOfFiles(
  reference: string,
  files: readonly CaseFile[],
  progress: (part: number) => void,
): Promise<{ zip: Blob | null; count: number; remarks: Remark[] }> {
  const opened: { name: string; input: Blob }[] = [];
  const remarks: Remark[] = [];
  for (const [index, file] of files.entries()) {
    const at = (part: number) => progress((index + part) / files.length);
    const content = await openOneOf(reference, file, at);
    if (typeof content === 'string') {
      remarks.push({ name: file.name, what: content });
      continue;
    }
    opened.push({ name: content.name, input: content.content });
    if (file.listed === null) remarks.push({ name: content.name, what: 'unchecked' });
  }
  if (opened.length === 0) return { zip: null, count: 0, remarks };
  const names = uniqueFileNames(opened.map(({ name }) => name));
  const lastModified = new Date(serverNow());
  const entries = opened.map(({ input }, index) => ({
    ...{ name: `${reference}/${names[index]}`, input, lastModified },
  }));
  return { zip: await downloadZip(entries).blob(), count: opened.length, remarks };
}
