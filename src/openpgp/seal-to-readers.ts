import { readStrangers } from './reader-key.ts';
import { type KeyAt, type SealTo, sealForTeam } from './seal.ts';

/**
 * Seals a text as `sealForTeam` does, also to strangers' certificates, which are judged before they are read.
 * @param readers theirs, armored, one each, with the moment at which each is to be valid; see `usableAt`
 * @throws KeyLimitsError for a reader's; KeyError as `sealForTeam`
 */
export async function sealToReaders(
  text: string,
  team: readonly SealTo[],
  readers: readonly { armored: string; at: Date }[],
): Promise<string> {
  const theirs = readers.map(async ({ armored, at }): Promise<KeyAt> => {
    const [key] = await readStrangers(armored);
    return { key, at };
  });
  return sealForTeam(text, team, await Promise.all(theirs));
}
