import { readStrangers } from './reader-key.ts';
import { readOurs, sealToKeys } from './seal.ts';

/**
 * Seals a text as `seal` does, also to strangers' certificates, which are judged before they are read.
 * @param certificates our own, armored, one each
 * @param readers theirs, armored, one each
 * @param at the moment at which all are to be valid; see `usableAt`
 * @throws KeyLimitsError for a reader's; KeyError as `seal`
 */
export async function sealToReaders(
  text: string,
  certificates: readonly string[],
  readers: readonly string[],
  at = new Date(),
): Promise<string> {
  const theirs = await Promise.all(readers.map(async (armored) => (await readStrangers(armored))[0]));
  return sealToKeys(text, [...(await readOurs(certificates)), ...theirs], at);
}
