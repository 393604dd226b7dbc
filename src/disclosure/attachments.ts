// Attachments of a case: announced with a message, uploaded after it.
import type { Attachment, Case } from './case.ts';
import type { AttachmentView } from './case-view.ts';
import { chunkCount, limits } from './limits.ts';
import type { ListedFile } from './listed-files.ts';
import type { ProblemCode } from './problems.ts';

/** What a sender says of a file before it comes: its id, and its sealed size in bytes. */
export type Announced = Pick<Attachment, 'id' | 'size'>;

/** Whose side an attachment is from. */
export function sideOf({ from }: Attachment): 'team' | 'reporter' {
  return from ?? 'reporter';
}

/** The number of the message that an attachment came with; 1 is the report. */
export function messageOf({ number }: Attachment): number {
  return number ?? 1;
}

/** Until when its chunks are taken, in ms. */
export function uploadEndsAt({ receivedAt }: Case, { announcedAt }: Attachment): number {
  return (announcedAt ?? receivedAt) + limits.uploadTime;
}

/**
 * The attachments of a case after a message that announces some.
 * @param number of that message, as it was signed with it: nothing is announced for a place that may be another
 * @param at when it comes, in ms
 * @returns them, or what is wrong
 */
export function withAnnounced(
  { attachments }: Pick<Case, 'attachments'>,
  files: readonly Announced[],
  { from, number, at }: { from: 'team' | 'reporter'; number: number | undefined; at: number },
): { ok: true; attachments: Attachment[] } | { ok: false; code: ProblemCode } {
  if (files.length === 0) return { ok: true, attachments };
  const isKnown = files.some(({ id }) => attachments.some((one) => one.id === id));
  if (number === undefined || isKnown) return { ok: false, code: 'invalid-fields' };
  const added = files.map(
    ({ id, size }): Attachment => ({
      ...{ id, size, number, announcedAt: at },
      ...(from === 'team' ? { from } : {}),
    }),
  );
  const all = [...attachments, ...added];
  const ofReporter = all.filter((one) => sideOf(one) === 'reporter');
  const isFull =
    isBeyond(all, limits.caseFiles, limits.caseFileBytes) ||
    (from === 'reporter' && isBeyond(ofReporter, limits.reporterFiles, limits.reporterFileBytes));
  return isFull ? { ok: false, code: 'too-many-attachments' } : { ok: true, attachments: all };
}

function isBeyond(files: readonly Announced[], most: number, mostBytes: number): boolean {
  return files.length > most || files.reduce((sum, { size }) => sum + size, 0) > mostBytes;
}

/** An attachment as both ends see it. @param chunks indexes of those that are in, by id */
export function attachmentView(
  one: Attachment,
  chunks: Readonly<Record<string, readonly number[]>>,
): AttachmentView {
  const { id, size } = one;
  const isComplete = chunks[id]?.length === chunkCount(size);
  return { id, size, from: sideOf(one), number: messageOf(one), isComplete };
}

/** A file of a message: as the server holds it, as the message names it, or both. */
export interface MessageFile {
  id: string;
  held: AttachmentView | null;
  listed: ListedFile | null;
}

/** The files of one message: those that it names, in its order, then what the server holds of it besides. */
export function filesOfMessage(
  held: readonly AttachmentView[],
  { number, from }: { number: number; from: 'team' | 'reporter' },
  listed: readonly ListedFile[],
): MessageFile[] {
  const own = held.filter((one) => one.number === number && one.from === from);
  return [
    ...listed.map((file) => ({
      id: file.id,
      held: own.find(({ id }) => id === file.id) ?? null,
      listed: file,
    })),
    ...own
      .filter(({ id }) => !listed.some((file) => file.id === id))
      .map((file) => ({ id: file.id, held: file, listed: null })),
  ];
}
