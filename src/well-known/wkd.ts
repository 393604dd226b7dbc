import { createHash } from 'node:crypto';
import { dearmor } from '../openpgp/armor.ts';
import { addressIn } from '../openpgp/user-id.ts';
import type { SiteSettings } from '../settings.ts';

/** z-base-32, the alphabet that people mistype least (RFC 6189 section 5.1.6). */
const ALPHABET = 'ybndrfg8ejkmcpqxot1uwisza345h769';

/**
 * The name under which a Web Key Directory keeps the keys of an address (draft-koch-openpgp-webkey-service): z-base-32
 * of the SHA-1 of the part before the @, in lower case; 32 characters.
 */
export function wkdHash(address: string): string {
  const local = address
    .slice(0, address.lastIndexOf('@'))
    // Of ASCII only, as the draft has it.
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const bits = Array.from(createHash('sha1').update(local).digest(), (byte) =>
    byte.toString(2).padStart(8, '0'),
  );
  const groups = bits.join('').match(/.{5}/g) ?? [];
  return groups.map((group) => ALPHABET[Number.parseInt(group, 2)]).join('');
}

/** The domain of an address, lower case. */
export function wkdDomain(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

/**
 * What the directory gives for the contact address: the certificates with that address among their user ids, binary,
 * one after the other. Empty when there is none: then nothing is published there.
 */
export function wkdKeys({
  contactEmail,
  certificates,
}: Pick<SiteSettings, 'contactEmail' | 'certificates'>): Uint8Array<ArrayBuffer> {
  const wanted = contactEmail.toLowerCase();
  const own = certificates.filter(({ userIds }) => userIds.some((id) => addressIn(id) === wanted));
  const blocks = own.map(({ armored }) => dearmor(armored, 'PUBLIC KEY BLOCK'));
  return new Uint8Array(Buffer.concat(blocks.map((block) => (block.ok ? block.bytes : new Uint8Array()))));
}
