import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import {
  type Environment,
  isOnVercel,
  linesOf,
  present,
  SettingsError,
  sharedFields,
} from './environment.ts';
import { type Certificate, KeyError, readCertificates } from './openpgp/keys.ts';

/** What the site is built with: the settings that are baked into pages, security.txt and functions. */
export interface SiteSettings {
  /** Origin without a slash at the end. */
  siteUrl: string;
  contactEmail: string;
  /** All team certificates in one armored text, as published at `/team-key.asc`. */
  teamKey: string;
  certificates: Certificate[];
  /** True with the demonstration key: every page then says that nothing here is real. */
  demonstration: boolean;
  /** ISO 8601; `SOURCE_DATE_EPOCH` where it is set, so that a build can be repeated. */
  builtAt: string;
}

/** Everything in `public/` is published as it is. */
const PUBLISHED_KEY = 'public/team-key.asc';

const buildSchema = z.object({
  ...sharedFields,
  CONTACT_EMAIL: z.email('must be an e-mail address').optional(),
  TEAM_KEY_FILE: z.string().default(PUBLISHED_KEY),
  SOURCE_DATE_EPOCH: z.coerce.number('must be a number of seconds').int().min(0).optional(),
});

const DAY = 24 * 60 * 60 * 1000;
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
  const now = new Date(SOURCE_DATE_EPOCH === undefined ? Date.now() : SOURCE_DATE_EPOCH * 1000);
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
  if (lines.length > 0) throw new SettingsError(lines);
  const keyText = hasKey ? readFileSync(TEAM_KEY_FILE, 'utf8') : await makeDemonstrationKey(DATA_DIR);
  const certificates = await readTeamKey(keyText, TEAM_KEY_FILE, new Date());
  const leastEnd = isProduction ? Date.now() + LEAST_KEY_LIFE : 0;
  if (certificates.some(({ expiresAt }) => expiresAt !== null && expiresAt < leastEnd)) {
    throw new SettingsError([
      `${TEAM_KEY_FILE}: a key runs out within 30 days; extend it (gpg --quick-set-expire) and export it again.`,
    ]);
  }
  return {
    siteUrl: SITE_URL ?? `http://localhost:${PORT}`,
    contactEmail: CONTACT_EMAIL ?? 'security@example.com',
    teamKey: certificates.map(({ armored }) => armored).join(''),
    certificates,
    demonstration: !hasKey,
    builtAt: now.toISOString(),
  };
}

const keyAdvice = {
  unreadable: 'holds no OpenPGP certificate; export the public keys again (gpg --export --armor).',
  private: 'holds a PRIVATE key; take it away at once, make a new key pair, and export only the public half.',
  expired: 'holds a key that has expired; extend it (gpg --quick-set-expire) and export it again.',
  revoked: 'holds a key that has been revoked; take it out or replace it.',
  'no-encryption': 'holds a key that cannot be encrypted to; add an encryption subkey (gpg --quick-add-key).',
} as const;

async function readTeamKey(text: string, file: string, at: Date): Promise<Certificate[]> {
  try {
    return await readCertificates(text, at);
  } catch (error) {
    if (error instanceof KeyError) throw new SettingsError([`${file} ${keyAdvice[error.fault]}`]);
    throw error;
  }
}
