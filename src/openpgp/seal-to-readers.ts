import { readReaders } from './reader-key.ts';
import { type SealTo, sealForTeam } from './seal.ts';

/**
 * Seals a text as `sealForTeam` does, also to strangers' certificates, which are judged before they are read.
 * @param readers theirs, armored: of each text all certificates that can be sealed to at `now`
 * @throws KeyLimitsError for a reader's; KeyError as `sealForTeam` and `readReaders`
 */
export async function sealToReaders(
  text: string,
  team: readonly SealTo[],
  readers: readonly string[],
  now = new Date(),
): Promise<string> {
  const theirs = await Promise.all(readers.map((armored) => readReaders(armored, now)));
  return sealForTeam(text, team, theirs.flat());
}
