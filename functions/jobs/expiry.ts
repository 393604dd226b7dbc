import type { Certificate, KeyFault } from '../../src/openpgp/keys.ts';
import { hasExpired } from '../../src/openpgp/lifetime.ts';
import type { SigningCertificate } from '../../src/openpgp/signing-key.ts';
import type { Parts, Published, PublishedFault, PublishedPath } from '../parts-types.ts';
import type { MailEntry } from '../store/store.ts';
import { expiresOf, isSigned } from './published.ts';

const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;
const WEEK = 7 * DAY;
/** How long the deploy hook may take to answer, in ms. */
const PATIENCE = 10_000;
/** Days before its end at which the team is warned. */
const WARNING_DAYS = [1, 7, 14, 30] as const;
/** A file that ends within this much is built anew; one signed by hand at the last, for it is then built unsigned. */
const REBUILD_BEFORE = { build: 60 * DAY, hand: 3 * DAY } as const;

/** What the look at what expires needs. */
export type ExpiryPart =
  | 'store'
  | 'log'
  | 'now'
  | 'team'
  | 'fetchPublished'
  | 'signingKey'
  | 'signsByHand'
  | 'askRebuild';
type ExpiryParts = Pick<Parts, ExpiryPart>;

/**
 * Looks at security.txt, the team's keys and the one that signs as they are published, so that a deployment that broke
 * is noticed too: asks for a new build in time, once a day, and announces what the team must know, each warning once.
 * Throws only when the store fails.
 */
export async function watchExpiry(parts: ExpiryParts): Promise<void> {
  const now = parts.now().getTime();
  const [file, keyFile, signingFile] = await Promise.all([
    fetchTwice('/.well-known/security.txt', parts),
    fetchTwice('/team-key.asc', parts),
    parts.signingKey ? fetchTwice('/signing-key.asc', parts) : null,
  ]);
  const expiresAt = 'text' in file ? expiresOf(file.text) : null;
  const fileFault = 'fault' in file ? file.fault : 'invalid';
  // What is published decides: where no hand signed it, or its signature was out of date, a build renews it.
  const signedBy = parts.signsByHand && 'text' in file && isSigned(file.text) ? 'hand' : 'build';
  const keys = await publishedKeys(keyFile, parts.team, now);
  const signer = await publishedSigner(signingFile, parts.signingKey);
  const isBoundBy = ({ expiresAt: end }: { expiresAt: number | null }) =>
    expiresAt !== null && end !== null && end - expiresAt < SECOND;
  // The file goes no further than the last key of the team: then the key's own warning says all, and no build moves that
  // end, unless it leaves the signature out.
  const isBoundByTeam = keys.ends.some(isBoundBy);
  const isBoundBySigner = signer.key !== null && isBoundBy(signer.key);
  const byHand = signedBy === 'hand' ? '-by-hand' : '';
  const mails = [
    ...(expiresAt === null
      ? [unreadableWarning('security-txt', fileFault, now)]
      : isBoundByTeam || isBoundBySigner
        ? []
        : warning('security-txt', expiresAt, now, `security-txt${byHand}`)),
    ...keys.ends.flatMap(({ fingerprint, expiresAt: end }) => warning(fingerprint, end, now)),
    ...(signer.key ? signerWarning(signer.key, parts.signsByHand, now) : []),
    // A site that is down altogether is told of once.
    ...(keys.fault === null || expiresAt === null ? [] : [unreadableWarning('team-key', keys.fault, now)]),
    ...(signer.fault === null || expiresAt === null
      ? []
      : [unreadableWarning('signing-key', signer.fault, now)]),
  ];
  if (mails.length > 0) await parts.store.announce({ mails, now });
  const isDue =
    expiresAt === null ? fileFault !== 'unreachable' : expiresAt - now <= REBUILD_BEFORE[signedBy];
  const canHelp = !isBoundByTeam && (!isBoundBySigner || signedBy === 'hand');
  if (isDue && canHelp) await rebuild(parts, now);
}

/**
 * Tells of keys of the team that ran out, whenever anything happens: the daily job alone might say so a day late. Under
 * the names of that job's warnings, so that each is told once.
 */
export async function tellOfEnded({
  team,
  store,
  now,
  announced,
}: Pick<Parts, 'team' | 'store' | 'now' | 'announced'>): Promise<void> {
  const time = now().getTime();
  const mails = team
    .filter((key) => hasExpired(key, time))
    .flatMap(({ fingerprint, expiresAt }) => warning(fingerprint, expiresAt, time))
    .filter(({ id }) => !announced.has(id));
  if (mails.length === 0) return;
  await store.announce({ mails, now: time });
  for (const { id } of mails) announced.add(id);
}

/**
 * The warning that belongs to `now`: 30, 14, 7 or 1 for so many days before the end, 0 from the end on, and -1, -2, …
 * for every whole week that went by since. Null before the first one. What came before it is past.
 */
export function expirySteps(expiresAt: number, now: number): number | null {
  const left = expiresAt - now;
  if (left <= 0) return 0 - Math.floor(-left / WEEK);
  return WARNING_DAYS.find((days) => left <= days * DAY) ?? null;
}

/** The week of a moment in UTC as ISO 8601 counts them: `2026-W48`. */
export function weekOf(time: number): string {
  const day = Math.floor(time / DAY);
  // 1 January 1970 was a Thursday, and a week belongs to the year of its Thursday.
  const thursday = new Date(Math.floor((day + 3) / 7) * 7 * DAY);
  const year = thursday.getUTCFullYear();
  const week = 1 + Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / WEEK);
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/** Asks for a new build at a deploy hook; its address is a secret, so that nothing of a failure is passed on. */
export function rebuildAsker(hookUrl: string, patience = PATIENCE): () => Promise<boolean> {
  return async () => {
    try {
      const signal = AbortSignal.timeout(patience);
      const response = await fetch(hookUrl, { method: 'POST', redirect: 'manual', signal });
      // The status is all that counts: the rest may never come.
      response.body?.cancel().catch(() => undefined);
      return response.ok;
    } catch {
      return false;
    }
  };
}

/** A single failure is no news. */
async function fetchTwice(path: PublishedPath, { fetchPublished }: ExpiryParts): Promise<Published> {
  const first = await fetchPublished(path);
  return 'fault' in first ? fetchPublished(path) : first;
}

/** Once a day, however often the job runs. */
async function rebuild({ askRebuild, store, log }: ExpiryParts, now: number): Promise<void> {
  if (askRebuild === null) return;
  const limit = { key: 'rebuild', most: 1, windowSeconds: DAY / 1000 };
  if ((await store.countHit({ limits: [limit], now })) !== null) return;
  log({ event: 'rebuild', outcome: (await askRebuild()) ? 'asked' : 'failed' });
}

/** @param told what the mail is about, where that says more than the name under which it is announced once */
function warning(what: string, expiresAt: number | null, now: number, told = what): MailEntry[] {
  const step = expiresAt === null ? null : expirySteps(expiresAt, now);
  if (step === null) return [];
  const id = `expiry.${what}.${expiresAt}.${step}`;
  return [{ id, kind: 'expiry-warning', reference: '', about: `${told}:${expiresAt}` }];
}

/** Under a name of its own: of a key of the team its other half may end as well. */
function signerWarning(
  { fingerprint, expiresAt }: SigningCertificate,
  byHand: boolean,
  now: number,
): MailEntry[] {
  const told = byHand ? `signing-by-hand-${fingerprint}` : `signing-${fingerprint}`;
  return warning(`signing-${fingerprint}`, expiresAt, now, told);
}

/** At most one a week of each file, whatever is wrong with it. */
export function unreadableWarning(
  what: 'security-txt' | 'team-key' | 'signing-key' | 'desk-key' | 'log',
  fault: string,
  now: number,
): MailEntry {
  const id = `expiry.${what}.unreadable.${weekOf(now)}`;
  return { id, kind: 'expiry-warning', reference: '', about: `${what}:${fault}` };
}

interface PublishedKeys {
  ends: readonly Pick<Certificate, 'fingerprint' | 'expiresAt'>[];
  /** What is wrong with the file, unless the warnings about single keys tell it. */
  fault: PublishedFault | KeyFault | null;
}

async function publishedKeys(
  file: Published,
  team: ExpiryParts['team'],
  now: number,
): Promise<PublishedKeys> {
  if ('fault' in file) return { ends: team, fault: file.fault };
  // Large, and needed once a day.
  const { KeyError, readCertificates } = await import('../../src/openpgp/keys.ts');
  try {
    return { ends: await readCertificates(file.text, new Date(now)), fault: null };
  } catch (error) {
    const fault = error instanceof KeyError ? error.fault : 'unreadable';
    const isToldOf = team.some((key) => hasExpired(key, now));
    return { ends: team, fault: fault === 'expired' && isToldOf ? null : fault };
  }
}

/** The key that signs as it is published; the build's own where that can't be read. */
async function publishedSigner(
  file: Published | null,
  own: SigningCertificate | null,
): Promise<{ key: SigningCertificate | null; fault: PublishedFault | KeyFault | null }> {
  if (file === null) return { key: null, fault: null };
  if ('fault' in file) return { key: own, fault: file.fault };
  const { readSigningCertificate } = await import('../../src/openpgp/signing-key.ts');
  const { KeyError } = await import('../../src/openpgp/key-error.ts');
  try {
    return { key: await readSigningCertificate(file.text), fault: null };
  } catch (error) {
    return { key: own, fault: error instanceof KeyError ? error.fault : 'unreadable' };
  }
}
