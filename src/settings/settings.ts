import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { armor, dearmorLoosely } from '../openpgp/armor.ts';
import type { Certificate } from '../openpgp/keys.ts';
import { holdsSecretKey } from '../openpgp/secret-packets.ts';
import {
  readSigningCertificate,
  readSigningKey,
  type SigningCertificate,
  type SigningKey,
  SigningKeyError,
} from '../openpgp/signing-key.ts';
import { textOfFile } from '../openpgp/text-of-file.ts';
import { addressIn, publishedSpelling } from '../openpgp/user-id.ts';
import {
  addressField,
  type Environment,
  isOnVercel,
  linesOf,
  present,
  SettingsError,
  sharedFields,
} from './environment.ts';
import { PUBLISHED_SIGNING_KEY, SIGNED_FILE } from './signed-files.ts';
import { readTeamKey } from './team-key-file.ts';

/** What the site is built with: the settings that are baked into pages, security.txt and functions. */
export interface SiteSettings {
  /** Origin without a slash at the end. */
  siteUrl: string;
  /** As the keys that have it spell it; see `publishedSpelling`. */
  contactEmail: string;
  /**
   * All team certificates in one armored block, as published at `/team-key.asc`. Not one block each: of several
   * `rsop encrypt` and `gosop encrypt` read the first and leave the other members out without a word.
   */
  teamKey: string;
  certificates: Certificate[];
  /** True with the demonstration key: every page then says that nothing here is real. */
  demonstration: boolean;
  /** Whether somebody signs security.txt by hand: then a new build doesn't renew it while it is signed. */
  signsByHand: boolean;
  /** Whose public half is at `/signing-key.asc`: the key of this build, or another that signed by hand; null for none. */
  signingKey: SigningCertificate | null;
  /** ISO 8601, whole seconds as `SOURCE_DATE_EPOCH` has them, so that the build can be repeated with this time. */
  builtAt: string;
}

/** Everything in `public/` is published as it is. */
const PUBLISHED_KEY = 'public/team-key.asc';

const buildSchema = z.object({
  ...sharedFields,
  CONTACT_EMAIL: addressField('must be an e-mail address').optional(),
  TEAM_KEY_FILE: z.string().default(PUBLISHED_KEY),
  SOURCE_DATE_EPOCH: z.coerce.number('must be a number of seconds').int().min(0).optional(),
});

const DAY = 24 * 60 * 60 * 1000;
/** On a platform that deploys what it builds, a build must not claim to be older than this. */
const OLDEST_BUILD = 90 * DAY;
/** A key must outlive a production build by this much. */
const LEAST_KEY_LIFE = 30 * DAY;

/**
 * Reads the build's settings.
 *
 * A build is for production when it runs on Vercel or when `SITE_URL` is an https address: then the address, a
 * contact address and a real team key are required. Elsewhere `makeDemonstrationKey` provides a key.
 * @param makeDemonstrationKey makes, or reads again, the demonstration certificate in the data folder
 * @throws SettingsError
 */
export async function readSiteSettings(
  makeDemonstrationKey: (dataDir: string) => Promise<string>,
  environment: Environment = process.env,
): Promise<SiteSettings> {
  const parsed = buildSchema.safeParse(present(environment));
  if (!parsed.success) throw new SettingsError(linesOf(parsed.error));
  const { SITE_URL, CONTACT_EMAIL, TEAM_KEY_FILE, DATA_DIR, PORT, SOURCE_DATE_EPOCH } = parsed.data;
  const isProduction = isOnVercel(environment) || (SITE_URL?.startsWith('https:') ?? false);
  const now = new Date((SOURCE_DATE_EPOCH ?? Math.floor(Date.now() / 1000)) * 1000);
  const lines: string[] = [];
  if (isProduction && !SITE_URL?.startsWith('https:')) {
    lines.push('SITE_URL is missing: set it to the public https address of the site.');
  }
  if (isProduction && CONTACT_EMAIL === undefined) {
    lines.push('CONTACT_EMAIL is missing: set it to the address that the policy and security.txt name.');
  }
  const hasKey = existsSync(TEAM_KEY_FILE);
  if (!hasKey && (isProduction || environment['TEAM_KEY_FILE'])) {
    lines.push(
      `TEAM_KEY_FILE: there is no ${TEAM_KEY_FILE}; put the team's public certificates there (gpg --export --armor).`,
    );
  }
  if (existsSync(PUBLISHED_KEY) && resolve(TEAM_KEY_FILE) !== resolve(PUBLISHED_KEY)) {
    lines.push(
      `TEAM_KEY_FILE names ${TEAM_KEY_FILE}, but ${PUBLISHED_KEY} would be published: keep one of the two.`,
    );
  }
  if (isOnVercel(environment) && Date.now() - now.getTime() > OLDEST_BUILD) {
    lines.push(
      'SOURCE_DATE_EPOCH is more than 90 days ago: security.txt would expire too soon; take it away.',
    );
  }
  for (const file of secretKeysIn('public')) {
    lines.push(
      `${file} holds a PRIVATE key and would be published; take it away at once, and if it ever was published, make a new key.`,
    );
  }
  if (lines.length > 0) throw new SettingsError(lines);
  const keyText = hasKey ? textOfFile(readFileSync(TEAM_KEY_FILE)) : await makeDemonstrationKey(DATA_DIR);
  const certificates = await readTeamKey(keyText, TEAM_KEY_FILE, new Date());
  const leastEnd = isProduction ? Date.now() + LEAST_KEY_LIFE : 0;
  const endsBefore = (time: number) =>
    certificates.filter(({ expiresAt }) => expiresAt !== null && expiresAt < time);
  if (endsBefore(leastEnd).length === certificates.length) {
    throw new SettingsError([
      `${TEAM_KEY_FILE}: the last key runs out within 30 days; extend it (gpg --quick-set-expire, or the program that made it) and export it again.`,
    ]);
  }
  if (isProduction && CONTACT_EMAIL !== undefined && !certificates.some(isFor(CONTACT_EMAIL))) {
    throw new SettingsError([
      `${TEAM_KEY_FILE}: no key has a user id with ${CONTACT_EMAIL}, the CONTACT_EMAIL; add it (gpg --quick-add-uid) and export the key again, or correct CONTACT_EMAIL.`,
    ]);
  }
  const contactEmail = publishedSpelling(CONTACT_EMAIL ?? 'security@example.com', certificates);
  if (contactEmail === null) {
    throw new SettingsError([
      `${TEAM_KEY_FILE}: the keys with ${CONTACT_EMAIL} spell that address in different ways, with capitals and without, so that some programs (sq) find only some of them; give each a user id with the same spelling (gpg --quick-add-uid) and export them again.`,
    ]);
  }
  // One of many stops nobody: the others get what is sent, and inbox, health and mails tell of it too.
  for (const { userIds, fingerprint } of endsBefore(Math.max(leastEnd, Date.now()))) {
    process.stderr.write(
      `${TEAM_KEY_FILE}: the key ${userIds[0] ?? ''} ${fingerprint} has run out or is about to; nothing new can be read with it then. Extend it (gpg --quick-set-expire, or the program that made it) and export it again.\n`,
    );
  }
  // A key that can't sign is told now, not when the first file is signed.
  const signingKey = await readSigningSettings(environment);
  if (signingKey?.expiresAt != null && signingKey.expiresAt < leastEnd) {
    throw new SettingsError([
      'SECURITY_TXT_SIGNING_KEY runs out within 30 days; extend it (gpg --quick-set-expire) and export it again.',
    ]);
  }
  return {
    siteUrl: SITE_URL ?? `http://localhost:${PORT}`,
    contactEmail,
    teamKey: armor(
      Buffer.concat(certificates.map(({ armored }) => dearmorLoosely(armored) ?? new Uint8Array())),
      'PUBLIC KEY BLOCK',
    ),
    certificates,
    demonstration: !hasKey,
    signsByHand: !signingKey && existsSync(SIGNED_FILE),
    signingKey: signingKey ? signerOf(signingKey) : await publishedSigner(),
    builtAt: now.toISOString(),
  };
}

/** Nothing else of the key of the build goes into the settings, which are baked in. */
const signerOf = ({ fingerprint, userIds, expiresAt }: SigningKey): SigningCertificate => ({
  fingerprint,
  userIds,
  expiresAt,
});

/** The key in `public/` with which somebody signed by hand. One of no use is told of where security.txt is made. */
async function publishedSigner(): Promise<SigningCertificate | null> {
  if (!existsSync(PUBLISHED_SIGNING_KEY)) return null;
  return readSigningCertificate(readFileSync(PUBLISHED_SIGNING_KEY, 'utf8')).catch(() => null);
}

/** Whether a user id of a certificate has this address. */
function isFor(address: string): (certificate: Certificate) => boolean {
  const wanted = address.toLowerCase();
  return ({ userIds }) => userIds.some((userId) => addressIn(userId) === wanted);
}

/** Files below a folder that hold a private key, armored or binary. */
function secretKeysIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => holdsSecretKey(readFileSync(file)));
}

const signingSchema = z.object({
  ...sharedFields,
  TEAM_KEY_FILE: z.string().default(PUBLISHED_KEY),
  SECURITY_TXT_SIGNING_KEY: z.string().optional(),
  SECURITY_TXT_SIGNING_PASSPHRASE: z.string().optional(),
});

const signingAdvice = {
  unreadable:
    'is no armored OpenPGP key; set it to what gpg --armor --export-secret-subkeys SIGNING_SUBKEY! prints.',
  public:
    'is only a public key; set it to the signing subkey alone (gpg --armor --export-secret-subkeys SIGNING_SUBKEY!).',
  locked: 'has a passphrase; set SECURITY_TXT_SIGNING_PASSPHRASE too.',
  'wrong-passphrase': 'does not open with SECURITY_TXT_SIGNING_PASSPHRASE; correct the passphrase.',
  expired: 'has expired; extend it (gpg --quick-set-expire) and export it again.',
  revoked: 'has been revoked; set another key.',
  'cannot-sign':
    'cannot sign: add a signing subkey (gpg --quick-add-key), or export it with its secret part from the machine that has it.',
} as const;

/**
 * The only place that reads the secret key of the build, which signs what the site publishes: from
 * `SECURITY_TXT_SIGNING_KEY`, else in a demonstration the demonstration key, else null. It is no part of
 * `SiteSettings`, because those are baked into functions and pages.
 * @throws SettingsError
 */
export async function readSigningSettings(
  environment: Environment = process.env,
): Promise<SigningKey | null> {
  const parsed = signingSchema.safeParse(present(environment));
  if (!parsed.success) throw new SettingsError(linesOf(parsed.error));
  const { SITE_URL, DATA_DIR, TEAM_KEY_FILE } = parsed.data;
  const { SECURITY_TXT_SIGNING_KEY, SECURITY_TXT_SIGNING_PASSPHRASE } = parsed.data;
  if (SECURITY_TXT_SIGNING_KEY !== undefined) {
    const key = await signingKeyIn(
      'SECURITY_TXT_SIGNING_KEY',
      SECURITY_TXT_SIGNING_KEY,
      SECURITY_TXT_SIGNING_PASSPHRASE,
    );
    if (key.canDecrypt) {
      throw new SettingsError([
        'SECURITY_TXT_SIGNING_KEY can open reports too, and has no place on a build machine; export the signing subkey alone (gpg --armor --export-secret-subkeys SIGNING_SUBKEY!).',
      ]);
    }
    if (existsSync(PUBLISHED_SIGNING_KEY)) {
      throw new SettingsError([
        `${PUBLISHED_SIGNING_KEY} is of a key that signed by hand and would hide the one that this build signs with; take it away.`,
      ]);
    }
    return key;
  }
  const isProduction = isOnVercel(environment) || (SITE_URL?.startsWith('https:') ?? false);
  const demonstrationFile = join(DATA_DIR, 'team-key.private.asc');
  if (isProduction || existsSync(TEAM_KEY_FILE) || !existsSync(demonstrationFile)) return null;
  return signingKeyIn(demonstrationFile, readFileSync(demonstrationFile, 'utf8'));
}

async function signingKeyIn(name: string, armored: string, passphrase?: string): Promise<SigningKey> {
  try {
    return await readSigningKey(armored, passphrase);
  } catch (error) {
    if (!(error instanceof SigningKeyError)) throw error;
    throw new SettingsError([`${name} ${signingAdvice[error.fault]}`]);
  }
}
