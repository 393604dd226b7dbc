import { chunkCount } from '../../../disclosure/limits.ts';
import type { TeamCase } from '../../../disclosure/team-wire.ts';
import { fetchTeam } from '../../api/team.ts';

export type SealedFile = TeamCase['attachments'][number];

/**
 * The sealed bytes of an attachment.
 * @param progress hears the part that is in, 0 to 1
 * @param asking hears of each of its requests before it is made
 * @throws TeamProblem when a chunk can't be fetched
 */
export async function fetchSealed(
  reference: string,
  { id, size }: SealedFile,
  progress: (part: number) => void,
  asking = () => {},
): Promise<Blob> {
  const chunks: Blob[] = [];
  const count = chunkCount(size);
  for (let index = 0; index < count; index += 1) {
    progress(index / count);
    asking();
    chunks.push(await fetchTeam(`cases/${reference}/attachments/${id}/${index}`));
  }
  progress(1);
  return new Blob(chunks, { type: 'application/octet-stream' });
}
