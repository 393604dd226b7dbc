import { createHash } from 'node:crypto';
import { bytesOfCertificate } from '../openpgp/key-file.ts';
import { framePackets, listPackets, tags } from '../openpgp/packets.ts';
import { addressIn } from '../openpgp/user-id.ts';
import type { SiteSettings } from '../settings/settings.ts';

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
 * one after the other, each without any other user id, for other addresses are nobody's business there. Empty when there
 * is none: then nothing is published there.
 */
export function wkdKeys({
  contactEmail,
  certificates,
}: Pick<SiteSettings, 'contactEmail' | 'certificates'>): Uint8Array<ArrayBuffer> {
  const wanted = contactEmail.toLowerCase();
  const named = certificates.map(({ armored, userIds }) => {
    const kept = userIds.filter((id) => addressIn(id) === wanted);
    return kept.length === 0 ? new Uint8Array() : withUserIds(armored, kept);
  });
  return new Uint8Array(Buffer.concat(named));
}

/** A certificate, binary, of whose user ids and attributes only these are left; signatures go with what they stand behind. */
function withUserIds(armored: string, kept: readonly string[]): Uint8Array {
  const packets = listPackets(bytesOfCertificate(armored), Number.POSITIVE_INFINITY) ?? [];
  let isKept = true;
  const left = packets.filter(({ tag, body }) => {
    if (tag === tags.userId) isKept = kept.includes(new TextDecoder().decode(body));
    else if (tag === tags.userAttribute) isKept = false;
    else if (tag !== tags.signature) isKept = true;
    return isKept;
  });
  return framePackets(left);
}
