// `npm run verify-release <url>`: compares a live site with the build on this machine, file by file.
import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fillIn } from '../../src/i18n/fill-in.ts';
import { preferredLanguage } from '../../src/i18n/languages.ts';
import { PUBLISHED_DESK_KEY } from '../../src/settings/signed-files.ts';
import { hashesOf, INTEGRITY_FILE, type Release, readRelease, sha256 } from '../build/integrity-files.ts';
import { terminalLanguage } from '../settings.ts';
import { bytesAt, siteFrom } from './from-site.ts';
import { say } from './say.ts';
import { terminalTexts } from './texts.ts';

const root = new URL('../../', import.meta.url);
const texts = terminalTexts(preferredLanguage(terminalLanguage()));

/** Where a build for Node, and one for Vercel, leaves what visitors get. */
const FOLDERS = ['dist/client', '.vercel/output/static'];
/** The public keys of the desk, which a build without its secrets has from a file alone. */
const DESK_KEYS = 'desk-key.txt';
/** How many files are fetched at a time. */
const AT_A_TIME = 8;

/** A reason not to compare that a person can do something about. */
class VerifyError extends Error {}

try {
  await verify();
} catch (error) {
  if (!(error instanceof VerifyError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

async function verify(): Promise<void> {
  const [address = '', ...more] = process.argv.slice(2);
  const site = siteFrom(address);
  if (site === undefined || more.length > 0) throw new VerifyError(texts.verifyUsage);
  const folder = FOLDERS.map((name) => fileURLToPath(new URL(name, root))).find((path) => existsSync(path));
  const local = folder === undefined ? new Map<string, string>() : hashesOf(folder);
  if (folder === undefined || local.size === 0) throw new VerifyError(texts.verifyNotBuilt);
  const release = await fetchRelease(site);
  const built = release.builtAt ?? texts.verifyUnknown;
  say(fillIn(texts.verifySite, { url: site, commit: release.commit ?? texts.verifyUnknown, built }));

  if (release.deskKey !== undefined) say(fillIn(texts.verifyKey, { key: release.deskKey }));

  const lines = await differences(site, local, release);
  for (const line of lines) say(line);
  const shown = relative(process.cwd(), folder) || '.';
  if (lines.length === 0) {
    say(fillIn(texts.verifyEqual, { count: local.size, folder: shown }));
    return;
  }
  const unequal = lines.length === 1 ? texts.verifyUnequal_one : texts.verifyUnequal_other;
  say(fillIn(unequal, { count: lines.length, folder: shown }));
  const epoch = Math.floor(Date.parse(release.builtAt ?? '') / 1000);
  if (epoch >= 0) say(fillIn(texts.verifyHint, { epoch }));
  const isOtherKey = release.hashes.has(DESK_KEYS) && release.hashes.get(DESK_KEYS) !== local.get(DESK_KEYS);
  // What is committed and differs is no matter of how this build was made.
  if (isOtherKey && !existsSync(new URL(PUBLISHED_DESK_KEY, root)))
    say(fillIn(texts.verifyKeyHint, { url: `${site}/${DESK_KEYS}` }));
  process.exitCode = 1;
}

async function fetchRelease(site: string): Promise<Release> {
  const url = `${site}/${INTEGRITY_FILE}`;
  const fetched = await bytesAt(url);
  if ('fault' in fetched)
    throw new VerifyError(fillIn(texts.verifyUnreachable, { url, reason: fetched.fault }));
  const release = readRelease(new TextDecoder().decode(fetched.bytes));
  if (!release) throw new VerifyError(fillIn(texts.verifyNoList, { url }));
  return release;
}

/** One line for each file that is not the same; the bytes are fetched, as a list alone proves nothing. */
async function differences(site: string, local: Map<string, string>, release: Release): Promise<string[]> {
  const paths = [...new Set([...local.keys(), ...release.hashes.keys()])].sort();
  const lines: string[] = [];
  for (let at = 0; at < paths.length; at += AT_A_TIME) {
    const some = paths.slice(at, at + AT_A_TIME);
    const found = await Promise.all(
      some.map(async (path) => {
        // What is not in the build here differs whatever it is: nothing is fetched that only the site knows of.
        const live = local.has(path) ? await hashAt(site, path) : undefined;
        const text = verdict(local.get(path), release.hashes.get(path), live);
        return text === undefined ? [] : [fillIn(text, { path })];
      }),
    );
    lines.push(...found.flat());
  }
  return lines;
}

/** What is wrong with a file, from its hash here, the one in the site's list and that of what the site gives. */
function verdict(here: string | undefined, listed: string | undefined, live: string | undefined) {
  if (here === undefined) return texts.verifyExtra;
  if (live === undefined) return texts.verifyMissing;
  if (live !== here) return texts.verifyDiffers;
  return listed === here ? undefined : texts.verifyUnlike;
}

/** Pages are asked for at the address at which people visit them. */
function addressOf(site: string, path: string): string {
  const address = path.replace(/(?:^|\/)index\.html$/, '');
  return `${site}/${address.split('/').map(encodeURIComponent).join('/')}`;
}

async function hashAt(site: string, path: string): Promise<string | undefined> {
  // A host may give the page for what isn't there with the status that it is for.
  const statuses = path === '404.html' ? [200, 404] : [200];
  const fetched = await bytesAt(addressOf(site, path), { statuses });
  return 'fault' in fetched ? undefined : sha256(fetched.bytes);
}
