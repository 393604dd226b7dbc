import { isAsListed } from '../../../disclosure/as-listed.ts';
import { sha256Hex } from '../../../disclosure/bytes.ts';
import type { ListedFile } from '../../../disclosure/listed-files.ts';
import { TeamProblem } from '../../api/team.ts';
import { reasonOf, WorkerTaskError } from '../../workers/fault.ts';
import { openSealedFile } from '../../workers/team/client.ts';
import { fetchSealed, type SealedFile } from '../case/fetch-sealed.ts';
import type { CaseFile } from './case-files.ts';

export type Opened = NonNullable<Awaited<ReturnType<typeof openSealedFile>>>;

/**
 * A file of a case, opened, and compared with what its report or message says.
 * @param listed what that says of it; null where nothing that was opened names it
 * @param progress hears the part that is in, 0 to 1
 * @returns it; 'failed' when it can't be opened, 'wrong' when it is not what was said
 * @throws TeamProblem when it can't be fetched; WorkerTaskError when there is no key (any more)
 */
export async function openChecked(
  reference: string,
  held: SealedFile,
  listed: ListedFile | null,
  progress: (part: number) => void,
): Promise<Opened | 'failed' | 'wrong'> {
  const opened = await openSealedFile(await fetchSealed(reference, held, progress));
  if (!opened) return 'failed';
  return listed === null || isAsListed(opened, listed) ? opened : 'wrong';
}

/** Why a file is not among those that were opened. */
export type NotOpened = 'missing' | 'failed' | 'wrong';

/**
 * One of many files of a case, opened as by `openChecked`: what is wrong with it keeps no other from being opened.
 * @returns it, with the name that it has by who listed it, else by who sealed it
 * @throws TeamProblem when nothing can be fetched (any more); WorkerTaskError when there is no key (any more)
 */
export async function openOneOf(
  reference: string,
  { held, listed, name, inside }: CaseFile,
  progress: (part: number) => void,
): Promise<Opened | NotOpened> {
  if (inside)
    return { content: inside, name, sha256: await sha256Hex(new Uint8Array(await inside.arrayBuffer())) };
  if (!held?.isComplete) return 'missing';
  try {
    const opened = await openChecked(reference, held, listed, progress);
    if (typeof opened === 'string') return opened;
    return { ...opened, name: listed === null ? opened.name || name : name };
  } catch (error) {
    const isGone = error instanceof TeamProblem && error.code === 'not-found';
    const isItsOwn = error instanceof WorkerTaskError && reasonOf(error) !== 'no-key';
    if (isGone || isItsOwn) return 'failed';
    throw error;
  }
}
