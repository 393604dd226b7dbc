// `npm run sign-security-txt`: signs security.txt with the local gpg, for who keeps no key on the build machine.
import { rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fillIn } from '../../src/i18n/fill-in.ts';
import { preferredLanguage } from '../../src/i18n/languages.ts';
import { readSigningCertificate } from '../../src/openpgp/signing-key.ts';
import { organisation } from '../../src/organisation.ts';
import { SettingsError } from '../../src/settings/environment.ts';
import { readSiteSettings } from '../../src/settings/settings.ts';
import { PUBLISHED_SIGNING_KEY, SIGNED_FILE } from '../../src/settings/signed-files.ts';
import { securityTxt } from '../../src/well-known/security-txt.ts';
import { checkSignedFile, withCrlf } from '../../src/well-known/signing.ts';
import { terminalLanguage } from '../settings.ts';
import { localGpg } from './local-gpg.ts';
import { terminalTexts } from './texts.ts';

const texts = terminalTexts(preferredLanguage(terminalLanguage()));
const say = (text: string) => process.stdout.write(`${text}\n`);

/** A reason not to sign that a person can do something about. */
class SignError extends Error {}

process.chdir(fileURLToPath(new URL('../../', import.meta.url)));
try {
  await signOffline(readKeyOption());
} catch (error) {
  if (!(error instanceof SignError || error instanceof SettingsError)) throw error;
  process.stderr.write(`\n${error.message}\n`);
  process.exitCode = 1;
}

/** `--key <id>`: which key gpg signs with, in any form that gpg knows. */
function readKeyOption(): string | undefined {
  try {
    return parseArgs({ options: { key: { type: 'string' } } }).values.key;
  } catch {
    throw new SignError(texts.signUsage);
  }
}

async function signOffline(key: string | undefined): Promise<void> {
  const site = await readSiteSettings(() => Promise.reject(new SignError(texts.signNoTeamKey)));
  // An https address is what makes a build one for production, which asks for all the rest.
  if (!site.siteUrl.startsWith('https:')) throw new SignError(texts.signNotPublic);
  let text = securityTxt(site, organisation, null);
  let signed = clearsign(text, key);
  const { part, fingerprint } = signerOf(signed);
  const publicKey = gpg(['--armor', '--export', fingerprint], '');
  // Only now is it known who signs; a file that would outlive that key is made and signed once more.
  const bound = securityTxt(site, organisation, await readSigningCertificate(publicKey, part));
  if (bound !== text) {
    text = bound;
    signed = clearsign(text, key);
  }
  const isTeam = site.certificates.some((certificate) => certificate.fingerprint === fingerprint);
  const extraKey = isTeam ? '' : publicKey;
  const outcome = await checkSignedFile(signed, text, site, extraKey);
  if ('refused' in outcome) throw new SignError(outcome.refused);
  // Nothing is written before all is well: a file that was good before stays.
  writeFileSync(SIGNED_FILE, signed);
  const files = [SIGNED_FILE];
  if (isTeam) rmSync(PUBLISHED_SIGNING_KEY, { force: true });
  else {
    writeFileSync(PUBLISHED_SIGNING_KEY, extraKey);
    files.push(PUBLISHED_SIGNING_KEY);
  }
  const expires = /^Expires: (\S+)/m.exec(text)?.[1]?.slice(0, 10) ?? '';
  say(fillIn(texts.signed, { path: SIGNED_FILE, date: expires }));
  if (files.length > 1) say(fillIn(texts.signedByOther, { path: PUBLISHED_SIGNING_KEY }));
  say(texts.signedNext);
  say(`  git add ${files.join(' ')} && git commit`);
}

/** Signs as the build would: SHA-512, and nothing about the program. */
function clearsign(text: string, key: string | undefined): string {
  const signer = key === undefined ? [] : ['--local-user', key];
  const options = ['--no-emit-version', '--no-comments', '--digest-algo', 'SHA512'];
  return withCrlf(gpg([...options, ...signer, '--armor', '--clearsign'], text.replaceAll('\r\n', '\n')));
}

/** The fingerprints of the key, or subkey, that signed and of its certificate. */
function signerOf(signed: string): { part: string; fingerprint: string } {
  const status = gpg(['--status-fd', '1', '--verify', '-'], signed);
  const [, part, fingerprint] =
    /^\[GNUPG:\] VALIDSIG ([0-9A-F]{40,64}) .*?([0-9A-F]{40,64})\r?$/m.exec(status) ?? [];
  if (part === undefined || fingerprint === undefined) throw new SignError(texts.signGpgFailed);
  return { part, fingerprint };
}

/** What gpg prints. @throws SignError with what to do about it, when it prints nothing of use */
function gpg(args: string[], input: string): string {
  const outcome = localGpg(args, input);
  if ('printed' in outcome) return outcome.printed;
  throw new SignError(outcome.failed === 'missing' ? texts.signNoGpg : texts.signGpgFailed);
}
