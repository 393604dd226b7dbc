// Signing what the site publishes. Only at build time: never imported by functions or by what runs in a browser.
import { existsSync, readFileSync } from 'node:fs';
import { createMessage, enums, readCleartextMessage, readKeys, readSignature, sign, verify } from 'openpgp';
import { readSigningKey, type SigningKey, signingEndOf } from '../openpgp/signing-key.ts';
import type { SiteSettings } from '../settings/settings.ts';
import { PUBLISHED_SIGNING_KEY, SIGNED_FILE } from '../settings/signed-files.ts';
import { readSigningSettings } from '../settings/signing-settings.ts';
import { whyOutdated } from './security-txt.ts';

export { readSigningKey, type SigningKey };

/** The same text, key and date give the same signature (Ed25519 and RSA; ECDSA draws a number each time). */
const config = {
  nonDeterministicSignaturesViaNotation: false,
  preferredHashAlgorithm: enums.hash.sha512,
  showVersion: false,
  showComment: false,
};

/** The key of this build, or null when there is none. @throws SettingsError */
export function signingKeyOfBuild(): Promise<SigningKey | null> {
  return readSigningSettings();
}

/**
 * Signs a text in the clear (RFC 9580 section 7): CRLF everywhere, one line end at the end. The line end before the
 * signature is not part of what is signed, and white space at the end of lines is taken off, as gpg does.
 *
 * The frame is made here: openpgp.js escapes dashes after characters that gpg takes for no line end.
 * @param at date of the signature; where the key was not there yet, the first moment at which it could sign
 */
export async function signCleartext(text: string, key: SigningKey, at: Date): Promise<string> {
  const lines = text
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .map((line) => line.replace(/[ \t\r]+$/, ''));
  const message = await createMessage({ text: lines.join('\r\n') });
  const date = await signingDate(key, at);
  const armored = await sign({ message, signingKeys: key.privateKey, detached: true, date, config });
  const { packets } = await readSignature({ armoredSignature: armored });
  const algorithm = packets[0]?.hashAlgorithm ?? enums.hash.sha512;
  const signed = [
    '-----BEGIN PGP SIGNED MESSAGE-----',
    `Hash: ${enums.read(enums.hash, algorithm).toUpperCase()}`,
    '',
    ...lines.map((line) => (line.startsWith('-') ? `- ${line}` : line)),
    armored,
  ];
  return withCrlf(signed.join('\n'));
}

/** Signs bytes apart from them: an armored signature of a binary document, for `gpg --verify <signature> <file>`. */
export async function signDetached(bytes: Uint8Array, key: SigningKey, at: Date): Promise<string> {
  const message = await createMessage({ binary: bytes });
  const date = await signingDate(key, at);
  return sign({ message, signingKeys: key.privateKey, detached: true, date, config });
}

/** CRLF line ends, and exactly one at the end. */
export function withCrlf(text: string): string {
  return `${text.trimEnd().replace(/\r?\n/g, '\r\n')}\r\n`;
}

/**
 * The file that was signed offline, when it may still be published: it says what the settings say, does not expire
 * soon, and strangers can verify it with a key that the site publishes.
 * @param fresh the unsigned text that the settings make
 * @returns null when there is no such file; `refused` is a sentence for whoever runs the build
 */
export async function committedFile(
  fresh: string,
  site: Pick<SiteSettings, 'builtAt' | 'certificates'>,
): Promise<{ file: string } | { refused: string } | null> {
  if (!existsSync(SIGNED_FILE)) return null;
  const extraKey = existsSync(PUBLISHED_SIGNING_KEY) ? readFileSync(PUBLISHED_SIGNING_KEY, 'utf8') : '';
  return checkSignedFile(readFileSync(SIGNED_FILE, 'utf8'), fresh, site, extraKey);
}

/** The same for a file that is not in its place yet. @param extraKey the key that signed, when it is not the team's */
export async function checkSignedFile(
  file: string,
  fresh: string,
  site: Pick<SiteSettings, 'builtAt' | 'certificates'>,
  extraKey: string,
): Promise<{ file: string } | { refused: string }> {
  const signed = await readSigned(file, [...site.certificates.map(({ armored }) => armored), extraKey]);
  const why =
    signed === null
      ? `has no good signature of a key in /team-key.asc or ${PUBLISHED_SIGNING_KEY}`
      : whyOutdated(signed.text, fresh, site, signed.until);
  if (why === null) return { file: withCrlf(file) };
  return {
    refused: `security.txt is published unsigned: ${SIGNED_FILE} ${why}; run npm run sign-security-txt again and commit the file.`,
  };
}

/**
 * The text of a cleartext-signed file, and until when the key that made it signs (in ms; null for ever), when the
 * whole file is one and one of the keys made it; else null.
 */
async function readSigned(
  file: string,
  armoredKeys: string[],
): Promise<{ text: string; until: number | null } | null> {
  try {
    if (!/^-----BEGIN PGP SIGNED MESSAGE-----\r?\n/.test(file)) return null;
    const verificationKeys = [];
    for (const armored of armoredKeys) {
      if (armored !== '') verificationKeys.push(...(await readKeys({ armoredKeys: armored })));
    }
    const message = await readCleartextMessage({ cleartextMessage: file });
    const { data, signatures } = await verify({ message, verificationKeys, expectSigned: true });
    await Promise.all(signatures.map(({ verified }) => verified));
    const ends: number[] = [];
    for (const { keyID } of signatures) {
      const key = verificationKeys.find((one) => one.getKeys(keyID).length > 0);
      const end = key ? await signingEndOf(key, keyID) : null;
      if (end !== null) ends.push(end);
    }
    return { text: data, until: ends.length === 0 ? null : Math.min(...ends) };
  } catch {
    return null;
  }
}

/** `at`, or the first moment after it at which the key can sign: a build may bear a date from before its key. */
async function signingDate({ privateKey }: SigningKey, at: Date): Promise<Date> {
  const signatures = [
    ...privateKey.users.flatMap(({ selfCertifications }) => selfCertifications),
    ...privateKey.subkeys.flatMap(({ bindingSignatures }) => bindingSignatures),
  ];
  const moments = [privateKey, ...privateKey.subkeys].map((part) => part.getCreationTime());
  for (const { created } of signatures) if (created) moments.push(created);
  const later = moments.filter((moment) => moment > at).sort((a, b) => a.getTime() - b.getTime());
  for (const date of [at, ...later]) {
    const part = await privateKey.getSigningKey(undefined, date).catch(() => null);
    if (part) return date;
  }
  return at;
}
