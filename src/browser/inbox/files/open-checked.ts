import { openSealedFile } from '../../workers/team/client.ts';
import { fetchSealed, type SealedFile } from '../case/fetch-sealed.ts';

type Opened = NonNullable<Awaited<ReturnType<typeof openSealedFile>>>;

/**
 * A file of a case, opened, and compared with what its report or message says.
 * @param sha256 of its content by that, hexadecimal; absent where nothing that was opened lists it
 * @param progress hears the part that is in, 0 to 1
 * @returns it; 'failed' when it can't be opened, 'wrong' when it is not what was said
 * @throws TeamProblem when it can't be fetched; WorkerTaskError when there is no key (any more)
 */
export async function openChecked(
  reference: string,
  held: SealedFile,
  sha256: string | undefined,
  progress: (part: number) => void,
): Promise<Opened | 'failed' | 'wrong'> {
  const opened = await openSealedFile(await fetchSealed(reference, held, progress));
  if (!opened) return 'failed';
  return sha256 !== undefined && opened.sha256 !== sha256 ? 'wrong' : opened;
}
