import { z } from 'zod';
import type { Certificate, KeyFault } from '../../src/openpgp/keys.ts';
import type { Log } from '../http/log.ts';
import type { MailEntry, Store } from '../store/store.ts';

const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;
const WEEK = 7 * DAY;
/** How long a file, or the deploy hook, may take to answer, in ms. */
const PATIENCE = 10_000;
/** What is read of a published file, in bytes, and how many redirects are followed. */
const MOST_BYTES = { '/.well-known/security.txt': 64 * 1024, '/team-key.asc': 1024 * 1024 } as const;
const MOST_REDIRECTS = 3;
/** Days before its end at which the team is warned. */
const WARNING_DAYS = [1, 7, 14, 30] as const;
/** A file that ends within this much is built anew. */
const REBUILD_BEFORE = 60 * DAY;

export type PublishedPath = keyof typeof MOST_BYTES;

/** Why a published file is of no use: a class of statuses, nobody who answered, or a file that says something else. */
export const publishedFaults = ['3xx', '4xx', '5xx', 'unreachable', 'invalid'] as const;
type PublishedFault = (typeof publishedFaults)[number];

/** A published file as an outsider gets it. */
export type Published = { text: string } | { fault: PublishedFault };

export interface ExpiryParts {
  store: Store;
  log: Log;
  now: () => Date;
  /** The certificates of the build: they stand in for published ones that can't be read. */
  team: readonly Pick<Certificate, 'fingerprint' | 'userIds' | 'expiresAt'>[];
  /** Gets a published file; never throws. */
  fetchPublished: (path: PublishedPath) => Promise<Published>;
  /** Whether a new build renews the published file; not when somebody signs it by hand. */
  isRenewedByBuild: boolean;
  /** Asks for a new build; never throws. Null without a deploy hook. */
  askRebuild: (() => Promise<boolean>) | null;
}

/**
 * Looks at security.txt and the team's keys as they are published, so that a deployment that broke is noticed too:
 * asks for a new build in time, once a day, and announces what the team must know, each warning once. Throws only
 * when the store fails.
 */
export async function watchExpiry(parts: ExpiryParts): Promise<void> {
  const now = parts.now().getTime();
  const [file, keyFile] = await Promise.all([
    fetchTwice('/.well-known/security.txt', parts),
    fetchTwice('/team-key.asc', parts),
  ]);
  const expiresAt = 'text' in file ? expiresOf(file.text) : null;
  const fileFault = 'fault' in file ? file.fault : 'invalid';
  const keys = await publishedKeys(keyFile, parts.team, now);
  const ends = keys.ends.flatMap(({ expiresAt: end }) => (end === null ? [] : [end]));
  // The file goes no further than the first key: then the key's own warning says all, and no build moves that end.
  const isBoundByKey = expiresAt !== null && ends.some((end) => end - expiresAt < SECOND);
  const mails = [
    ...(expiresAt === null
      ? [unreadableWarning('security-txt', fileFault, now)]
      : isBoundByKey
        ? []
        : warning('security-txt', expiresAt, now)),
    ...keys.ends.flatMap(({ fingerprint, expiresAt: end }) =>
      end === null ? [] : warning(fingerprint, end, now),
    ),
    // A site that is down altogether is told of once.
    ...(keys.fault === null || expiresAt === null ? [] : [unreadableWarning('team-key', keys.fault, now)]),
  ];
  if (mails.length > 0) await parts.store.announce({ mails, now });
  const isDue = expiresAt === null ? fileFault !== 'unreachable' : expiresAt - now <= REBUILD_BEFORE;
  if (isDue && !isBoundByKey && parts.isRenewedByBuild) await rebuild(parts, now);
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

/**
 * When a security.txt expires, in ms: of a cleartext-signed file only what was signed counts. Null unless it has
 * exactly one Expires, with a moment as RFC 3339 has it.
 */
export function expiresOf(text: string): number | null {
  const values = signedPart(text.split(/\r?\n/)).flatMap((line) => {
    const [, value] = /^expires:[ \t]*(.*?)[ \t]*$/i.exec(line) ?? [];
    return value === undefined ? [] : [value.toUpperCase()];
  });
  const [value = ''] = values;
  if (values.length !== 1 || !/T\d{2}:\d{2}:\d{2}/.test(value)) return null;
  // Knows which days a month has, which Date.parse does not.
  return z.iso.datetime({ offset: true }).safeParse(value).success ? Date.parse(value) : null;
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

/**
 * Gets published files of a site, as outsiders do. Follows redirects within the host only, and gives up after
 * `patience` ms or when a file is too large.
 */
export function publishedFetcher(siteUrl: string, patience = PATIENCE): ExpiryParts['fetchPublished'] {
  return async (path) => {
    const signal = AbortSignal.timeout(patience);
    try {
      let url = new URL(path, siteUrl);
      for (let redirects = 0; ; redirects += 1) {
        const response = await fetch(url, { redirect: 'manual', cache: 'no-store', signal });
        if (response.status === 200) return await readAtMost(response, MOST_BYTES[path]);
        await response.body?.cancel();
        const next = redirectWithin(url, response);
        if (next === null || redirects === MOST_REDIRECTS) return { fault: faultOf(response.status) };
        url = next;
      }
    } catch {
      return { fault: 'unreachable' };
    }
  };
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
  if ((await store.countHit({ limit, now })) !== null) return;
  log({ event: 'rebuild', outcome: (await askRebuild()) ? 'asked' : 'failed' });
}

function warning(what: string, expiresAt: number, now: number): MailEntry[] {
  const step = expirySteps(expiresAt, now);
  if (step === null) return [];
  const id = `expiry.${what}.${expiresAt}.${step}`;
  return [{ id, kind: 'expiry-warning', reference: '', about: `${what}:${expiresAt}` }];
}

/** At most one a week of each file, whatever is wrong with it. */
function unreadableWarning(what: 'security-txt' | 'team-key', fault: string, now: number): MailEntry {
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
    const isToldOf = team.some(({ expiresAt }) => expiresAt !== null && expiresAt <= now);
    return { ends: team, fault: fault === 'expired' && isToldOf ? null : fault };
  }
}

/** The lines that a cleartext signature covers, with their dashes restored; all lines where there is none. */
function signedPart(lines: string[]): string[] {
  if (lines[0] !== '-----BEGIN PGP SIGNED MESSAGE-----') return lines;
  const first = lines.indexOf('') + 1;
  const end = lines.indexOf('-----BEGIN PGP SIGNATURE-----');
  return first > 0 && end > first ? lines.slice(first, end).map((line) => line.replace(/^- /, '')) : [];
}

async function readAtMost(response: Response, most: number): Promise<Published> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    // Leaving the loop lets go of the rest.
    if (length > most) return { fault: 'invalid' };
    chunks.push(chunk);
  }
  return { text: Buffer.concat(chunks).toString('utf8') };
}

function redirectWithin(url: URL, { status, headers }: Response): URL | null {
  const location = headers.get('location');
  if (status < 300 || status > 399 || location === null || !URL.canParse(location, url)) return null;
  const next = new URL(location, url);
  const isAsSafe = next.protocol === url.protocol || next.protocol === 'https:';
  return next.host === url.host && isAsSafe ? next : null;
}

function faultOf(status: number): PublishedFault {
  if (status >= 500) return '5xx';
  if (status >= 400) return '4xx';
  return status >= 300 ? '3xx' : 'invalid';
}
