// Which files of a case go along with a hand-over.
import { hasKey } from '../base/session.ts';
import type { SeenCase } from '../case/seen-case.ts';
import { allFilesOf, type CaseFile, isUnchecked } from '../files/case-files.ts';
import type { Chosen, Parts } from './chosen.ts';

/** A file that can go along. */
export interface FileToGo extends CaseFile {
  /** Of its contents as they are listed, else as they are sealed; in bytes. */
  size: number;
}

/** The files that can go along: those that are in, of what is on the screen. */
export function filesToChoose(seen: SeenCase): FileToGo[] {
  const isShown = ({ message }: CaseFile) => seen.shown.some((one) => one.message.number === message);
  return allFilesOf(seen).flatMap((file) => {
    const size = file.inside?.size ?? (file.held?.isComplete ? (file.listed?.size ?? file.held.size) : null);
    return size !== null && isShown(file) ? [{ ...file, size }] : [];
  });
}

/**
 * Whether a file goes along: as somebody said by hand; else each of the reporter's that its report or message names goes
 * with that, and none of ours does.
 */
export function isAlong(file: CaseFile, parts: Parts, { report }: Pick<SeenCase, 'report'>): boolean {
  const { id, from, message } = file;
  const isChosen = message === 1 ? parts.report && report !== null : parts.messages.includes(message);
  return parts.files[id] ?? (from === 'reporter' && !isUnchecked(file) && isChosen);
}

/** Those that go along. */
export function chosenFiles(seen: SeenCase, { parts }: Chosen): FileToGo[] {
  if (!hasKey.peek()) return [];
  return filesToChoose(seen).filter((file) => isAlong(file, parts.peek(), seen));
}

/** What was said by hand of files, but of those of a message: they go with it again. */
export function withItsFiles(
  parts: Parts,
  files: readonly CaseFile[],
  message: number,
): Pick<Parts, 'files'> {
  const own = new Set(files.filter((file) => file.message === message).map(({ id }) => id));
  return { files: Object.fromEntries(Object.entries(parts.files).filter(([id]) => !own.has(id))) };
}
