import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import {
  readSigningCertificate,
  readSigningKey,
  type SigningCertificate,
  type SigningKey,
  SigningKeyError,
} from '../openpgp/signing-key.ts';
import {
  type Environment,
  givenBy,
  isForProduction,
  orTold,
  SettingsError,
  sharedFields,
} from './environment.ts';
import { PUBLISHED_SIGNING_KEY } from './signed-files.ts';
import { PUBLISHED_KEY } from './team-key-file.ts';

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
  const { values, lines } = givenBy(signingSchema, environment);
  const { SITE_URL, DATA_DIR, TEAM_KEY_FILE } = values;
  const { SECURITY_TXT_SIGNING_KEY, SECURITY_TXT_SIGNING_PASSPHRASE } = values;
  const demonstrationFile = join(DATA_DIR, 'team-key.private.asc');
  let key: SigningKey | null = null;
  if (SECURITY_TXT_SIGNING_KEY !== undefined) {
    const name = 'SECURITY_TXT_SIGNING_KEY';
    key = await orTold(signingKeyIn(name, SECURITY_TXT_SIGNING_KEY, SECURITY_TXT_SIGNING_PASSPHRASE), lines);
    if (key?.canDecrypt) {
      lines.push(
        'SECURITY_TXT_SIGNING_KEY can open reports too, and has no place on a build machine; export the signing subkey alone (gpg --armor --export-secret-subkeys SIGNING_SUBKEY!).',
      );
    }
    if (existsSync(PUBLISHED_SIGNING_KEY)) {
      lines.push(
        `${PUBLISHED_SIGNING_KEY} is of a key that signed by hand and would hide the one that this build signs with; take it away.`,
      );
    }
  } else if (
    !isForProduction(SITE_URL, environment) &&
    !existsSync(TEAM_KEY_FILE) &&
    existsSync(demonstrationFile)
  ) {
    key = await orTold(signingKeyIn(demonstrationFile, readFileSync(demonstrationFile, 'utf8')), lines);
  }
  if (lines.length > 0) throw new SettingsError(lines);
  return key;
}

/** Nothing else of the key of the build goes into the settings, which are baked in. */
export const certificateOf = ({ fingerprint, userIds, expiresAt }: SigningKey): SigningCertificate => ({
  fingerprint,
  userIds,
  expiresAt,
});

/** The key in `public/` with which somebody signed by hand. One of no use is told of where security.txt is made. */
export async function publishedSigner(): Promise<SigningCertificate | null> {
  if (!existsSync(PUBLISHED_SIGNING_KEY)) return null;
  return readSigningCertificate(readFileSync(PUBLISHED_SIGNING_KEY, 'utf8')).catch(() => null);
}

async function signingKeyIn(name: string, armored: string, passphrase?: string): Promise<SigningKey> {
  try {
    return await readSigningKey(armored, passphrase);
  } catch (error) {
    if (!(error instanceof SigningKeyError)) throw error;
    throw new SettingsError([`${name} ${signingAdvice[error.fault]}`]);
  }
}
