import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { inOneBlock } from '../openpgp/key-file.ts';
import type { Certificate } from '../openpgp/keys.ts';
import { holdsSecretKey } from '../openpgp/secret-packets.ts';
import type { SigningCertificate } from '../openpgp/signing-key.ts';
import { textOfFile } from '../openpgp/text-of-file.ts';
import { publishedSpelling } from '../openpgp/user-id.ts';
import { publishedDeskKeys } from './desk-key-file.ts';
import {
  addressField,
  type Environment,
  givenBy,
  isForProduction,
  isOnVercel,
  orTold,
  SettingsError,
  sharedFields,
} from './environment.ts';
import { FORMER_KEYS, type FormerMember, readFormerMembers } from './former-keys-file.ts';
import { SIGNED_FILE } from './signed-files.ts';
import { certificateOf, publishedSigner, readSigningSettings } from './signing-settings.ts';
import { faultsOfTeam, PUBLISHED_KEY, readTeamKey, warnOfEnds } from './team-key-file.ts';

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
  /** Who left the team, as published at `/former-team-keys.asc`. */
  former: FormerMember[];
  /** True with the demonstration key: every page then says that nothing here is real. */
  demonstration: boolean;
  /** Whether somebody signs security.txt by hand: then a new build doesn't renew it while it is signed. */
  signsByHand: boolean;
  /** Whose public half is at `/signing-key.asc`: the key of this build, or another that signed by hand; null for none. */
  signingKey: SigningCertificate | null;
  /** What is published at `/desk-key.txt`; empty where the build knows no key of the desk: then nothing can be checked. */
  deskKeys: string;
  /** ISO 8601, whole seconds as `SOURCE_DATE_EPOCH` has them, so that the build can be repeated with this time. */
  builtAt: string;
}

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
 * @param makeSecret makes, or reads again, the secret of the server in the data folder; without it none is made
 * @throws SettingsError that names everything that is missing or wrong
 */
export async function readSiteSettings(
  makeDemonstrationKey: (dataDir: string) => Promise<string>,
  environment: Environment = process.env,
  makeSecret?: (dataDir: string) => string,
): Promise<SiteSettings> {
  const { values, lines, isWrong } = givenBy(buildSchema, environment);
  const { SITE_URL, CONTACT_EMAIL, TEAM_KEY_FILE, DATA_DIR, PORT, SOURCE_DATE_EPOCH } = values;
  const isProduction = isForProduction(SITE_URL, environment);
  const now = new Date((SOURCE_DATE_EPOCH ?? Math.floor(Date.now() / 1000)) * 1000);
  if (isProduction && !SITE_URL?.startsWith('https:') && !isWrong('SITE_URL')) {
    lines.push('SITE_URL is missing: set it to the public https address of the site.');
  }
  if (isProduction && CONTACT_EMAIL === undefined && !isWrong('CONTACT_EMAIL')) {
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
  // None is made for what fails anyway.
  const makesKey = !hasKey && lines.length === 0;
  const keyText = hasKey
    ? textOfFile(readFileSync(TEAM_KEY_FILE))
    : makesKey
      ? await makeDemonstrationKey(DATA_DIR)
      : null;
  const certificates =
    keyText === null ? null : await orTold(readTeamKey(keyText, TEAM_KEY_FILE, new Date()), lines);
  const leastEnd = isProduction ? Date.now() + LEAST_KEY_LIFE : 0;
  const address = CONTACT_EMAIL ?? 'security@example.com';
  if (certificates) {
    lines.push(...faultsOfTeam(certificates, TEAM_KEY_FILE, { leastEnd, address, isProduction }));
  }
  const team = (certificates ?? []).map(({ fingerprint }) => fingerprint);
  const former = existsSync(FORMER_KEYS)
    ? await orTold(readFormerMembers(readFileSync(FORMER_KEYS), team, Date.now()), lines)
    : [];
  const contactEmail = certificates && publishedSpelling(address, certificates);
  // A key that can't sign is told now, not when the first file is signed.
  const signingKey = await orTold(readSigningSettings(environment), lines);
  if (signingKey?.expiresAt != null && signingKey.expiresAt < leastEnd) {
    lines.push(
      'SECURITY_TXT_SIGNING_KEY runs out within 30 days; extend it (gpg --quick-set-expire) and export it again.',
    );
  }
  const siteUrl = SITE_URL ?? `http://localhost:${PORT}`;
  const desk = {
    ...{ ...values, siteUrl, isProduction: isProduction && SITE_URL !== undefined },
    makeSecret: isProduction || lines.length > 0 ? undefined : makeSecret,
  };
  const isSecretWrong = isWrong('DESK_KEY') || isWrong('SERVER_SECRET');
  const deskKeys = isSecretWrong ? null : await orTold(publishedDeskKeys(desk), lines);
  // What the two parts share is wrong in both.
  if (lines.length > 0 || !certificates || !former || !contactEmail || deskKeys === null)
    throw new SettingsError([...new Set(lines)]);
  warnOfEnds(certificates, TEAM_KEY_FILE, Math.max(leastEnd, Date.now()));
  return {
    siteUrl,
    contactEmail,
    teamKey: inOneBlock(certificates.map(({ armored }) => armored)),
    certificates,
    former,
    demonstration: !hasKey,
    signsByHand: !signingKey && existsSync(SIGNED_FILE),
    signingKey: signingKey ? certificateOf(signingKey) : await publishedSigner(),
    deskKeys,
    builtAt: now.toISOString(),
  };
}

/** Files below a folder that hold a private key, armored or binary. */
function secretKeysIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => holdsSecretKey(readFileSync(file)));
}
