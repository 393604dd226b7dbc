// What looks like a file and can't be read: a folder, or what was moved or erased after it was chosen.
import { reasonOf } from '../workers/fault.ts';

/** Whether an error, here or in a worker, says that a file can't be read. */
export function isUnreadable(error: unknown): boolean {
  const name = error instanceof DOMException ? error.name : reasonOf(error);
  return name === 'NotReadableError' || name === 'NotFoundError';
}

/** The files of a drop, and whether there were folders among them: browsers pass these off as files. */
export function droppedFiles(dropped: DataTransfer | null): { files: File[]; hasFolder: boolean } {
  const files: File[] = [];
  let hasFolder = false;
  for (const item of dropped?.items ?? []) {
    if (item.kind !== 'file') continue;
    const file = item.getAsFile();
    if (item.webkitGetAsEntry()?.isDirectory) hasFolder = true;
    else if (file) files.push(file);
  }
  return { files, hasFolder };
}
