import { createMessage } from 'openpgp';
import { readReaders } from './reader-key.ts';
import { type SealTo, sealForTeam, sealMessage } from './seal.ts';
import { sealSigned } from './seal-signed.ts';

/**
 * Seals a text as `sealForTeam` does, also to strangers' certificates, which are judged before they are read.
 * @param contents a text, or what `signMessage` made
 * @param readers theirs, armored: of each text all certificates that can be sealed to at `now`
 * @throws KeyLimitsError for a reader's; KeyError as `sealForTeam` and `readReaders`
 */
export async function sealToReaders(
  contents: string | Uint8Array,
  team: readonly SealTo[],
  readers: readonly string[],
  now = new Date(),
): Promise<string> {
  const theirs = await Promise.all(readers.map((armored) => readReaders(armored, now)));
  const others = theirs.flat();
  return typeof contents === 'string'
    ? sealForTeam(contents, team, others)
    : sealSigned(contents, team, others);
}

/**
 * Seals a file to the team and to strangers' certificates: one armored message that gpg opens with no option, with the
 * file's name in it. It is not filled up: what goes by mail shows how long it is anyhow.
 * @throws as `sealToReaders`
 */
export async function sealFileToReaders(
  { bytes, name }: { bytes: Uint8Array; name: string },
  team: readonly SealTo[],
  readers: readonly string[],
  now: Date,
): Promise<string> {
  const theirs = await Promise.all(readers.map((armored) => readReaders(armored, now)));
  const message = await createMessage({ binary: bytes, filename: name, date: now, format: 'binary' });
  return sealMessage(message, team, theirs.flat());
}
