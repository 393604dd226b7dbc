// A readable case in one zip: a text, and files under names that are safe. For who is handed it, and for who keeps it.
import { downloadZip } from 'client-zip';
import { serverNow } from '../../api/server-time.ts';
import type { FileAlong } from '../case/case-parts.ts';
import { type CaseFile, isUnchecked } from './case-files.ts';
import { type NotOpened, openOneOf } from './open-checked.ts';

/** A file in the zip, by its path within the folder of the case. */
export interface Entry {
  name: string;
  input: string | Blob;
}

export interface Taking {
  /** What a file is called in the zip, by who listed or sealed it. */
  nameOf: (name: string, number: number) => string;
  /** What the document says of a file that nothing lists. */
  unlisted: string;
  /** What the document says of a file that stays out; it may throw instead. */
  without: (file: CaseFile, why: NotOpened) => FileAlong;
  /** Hears the part that is open, 0 to 1. */
  progress: (part: number) => void;
  signal?: AbortSignal;
}

/**
 * Opens files of a case, each compared with what its report or message says of it.
 * @returns what goes into the zip, and what the document says of each
 * @throws whatever `without` throws; the signal's reason; as `openOneOf`
 */
export async function openForZip(
  reference: string,
  files: readonly CaseFile[],
  { nameOf, unlisted, without, progress, signal }: Taking,
): Promise<{ entries: Entry[]; along: FileAlong[] }> {
  const entries: Entry[] = [];
  const along: FileAlong[] = [];
  for (const [index, file] of files.entries()) {
    const opened = await openOneOf(reference, file, (part) => progress((index + part) / files.length));
    signal?.throwIfAborted();
    if (typeof opened === 'string') {
      along.push(without(file, opened));
      continue;
    }
    const { content, sha256 } = opened;
    const name = nameOf(opened.name, file.number);
    entries.push({ name: `attachments/${name}`, input: content });
    along.push({ name, size: content.size, sha256, remark: isUnchecked(file) ? unlisted : '' });
  }
  return { entries, along };
}

/** The zip of a case: `case.md`, and what goes with it. */
export function zipOfCase(reference: string, text: string, entries: readonly Entry[]): Promise<Blob> {
  const lastModified = new Date(serverNow());
  const all = [{ name: 'case.md', input: text }, ...entries];
  return downloadZip(
    all.map(({ name, input }) => ({ name: `${reference}/${name}`, input, lastModified })),
  ).blob();
}
