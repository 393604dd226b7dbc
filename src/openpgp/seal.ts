import { createMessage, encrypt, enums, type Message, type SessionKey } from 'openpgp';
import { joined } from '../disclosure/bytes.ts';
import { armor } from './armor.ts';
import { KeyError } from './key-error.ts';
import { type KeyAt, readOwn, type SealTo, sealedFor, sealedForTeam } from './sealed-for.ts';

export { type KeyAt, type SealTo, sealedForTeam } from './sealed-for.ts';

/**
 * What the contents of a message are encrypted with. Given to OpenPGP.js ready-made, and without an AEAD algorithm:
 * left to itself it makes SEIPD version 2 where all keys say that they take it, which GnuPG 2 can't open.
 */
export function makeSessionKey(): SessionKey {
  return { algorithm: 'aes256', data: crypto.getRandomValues(new Uint8Array(32)) };
}

/**
 * Seals a text to every certificate: one armored OpenPGP message (RFC 9580), session keys of version 3 and
 * SEIPD version 1 with AES-256, whatever the certificates ask for, not compressed and not signed: GnuPG 2.2 opens it
 * without any option.
 *
 * @param text any text; seal a padded one where its length should tell little
 * @throws KeyError when there is nobody to seal to, or a certificate can't be read or can't be encrypted to then.
 *   Nothing is returned then: there is no half-sealed message.
 */
export async function seal(text: string, certificates: readonly SealTo[]): Promise<string> {
  if (certificates.length === 0) throw new KeyError('unreadable');
  const sessionKey = makeSessionKey();
  const heads = await Promise.all(certificates.map(async (one) => sealedFor(sessionKey, await readOwn(one))));
  return withContents(heads, sessionKey, await messageOf(text));
}

/**
 * Seals a text as `seal` does to the team and to others.
 * @param team one whose certificate is of no use here doesn't stop the others
 * @param others every one of them must be able to read it
 * @throws KeyError when it can be sealed to nobody of the team, or not to all of the others
 */
export async function sealForTeam(
  text: string,
  team: readonly SealTo[],
  others: readonly KeyAt[],
): Promise<string> {
  return sealMessage(await messageOf(text), team, others);
}

/** The same for a message that is made already, signed say. */
export async function sealMessage(
  message: Message<Uint8Array>,
  team: readonly SealTo[],
  others: readonly KeyAt[],
): Promise<string> {
  const sessionKey = makeSessionKey();
  return withContents([await sealedForAll(sessionKey, team, others)], sessionKey, message);
}

/** A session key as `sealedForTeam` gives it, and as others get it. @throws KeyError as `sealForTeam` */
export async function sealedForAll(
  sessionKey: SessionKey,
  team: readonly SealTo[],
  others: readonly KeyAt[],
): Promise<Uint8Array<ArrayBuffer>> {
  const forOthers = Promise.all(others.map((one) => sealedFor(sessionKey, one)));
  const [head, heads] = await Promise.all([sealedForTeam(sessionKey, team), forOthers]);
  return joined([head, ...heads]);
}

/**
 * Reads a reply key that the form made, as it is now, or as it was made: clocks are also set back.
 * @throws KeyError `unreadable`
 */
export async function readReplyKeyNow(armored: string): Promise<KeyAt> {
  const { key, at } = await readOwn(armored);
  const made = key.getCreationTime();
  return { key, at: made > at ? made : at };
}

/** As bytes: a text would get CRLF line ends, and its length would tell how many lines there are. */
function messageOf(text: string): Promise<Message<Uint8Array>> {
  return createMessage({ binary: new TextEncoder().encode(text), format: 'binary' });
}

async function withContents(
  heads: readonly Uint8Array[],
  sessionKey: SessionKey,
  message: Message<Uint8Array>,
): Promise<string> {
  const contents = await encrypt({
    message,
    sessionKey,
    format: 'binary',
    config: { preferredCompressionAlgorithm: enums.compression.uncompressed },
  });
  return armor(joined([...heads, contents]), 'MESSAGE');
}
