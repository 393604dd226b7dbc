import { z } from 'zod';
import type { Published, PublishedFault, PublishedLog, PublishedPath } from '../parts-types.ts';

/** How long a file may take to answer, in ms. */
const PATIENCE = 10_000;
/** What is read of a published file, in bytes, and how many redirects are followed. */
const MOST_BYTES = {
  '/.well-known/security.txt': 64 * 1024,
  '/team-key.asc': 1024 * 1024,
  '/signing-key.asc': 1024 * 1024,
} as const satisfies Record<PublishedPath, number>;
/** The same of the log: a note and a list of keys, and a tile, which has 8704 bytes at most. */
const MOST_OF_LOG = { text: 64 * 1024, tile: 16 * 1024 } as const;
const MOST_REDIRECTS = 3;

/** Gets published files of a site, as outsiders do; see `publishedBytes`. */
export function publishedFetcher(
  siteUrl: string,
  patience = PATIENCE,
): (path: PublishedPath) => Promise<Published> {
  const fetchBytes = publishedBytes(siteUrl, patience);
  return async (path) => asText(await fetchBytes(path, MOST_BYTES[path]));
}

/** Gets the log of a site, and the keys that it is checked with, as outsiders do. */
export function publishedLog(siteUrl: string, patience = PATIENCE): PublishedLog {
  const fetchBytes = publishedBytes(siteUrl, patience);
  return {
    deskKeys: async () => asText(await fetchBytes('/desk-key.txt', MOST_OF_LOG.text)),
    checkpoint: async () => asText(await fetchBytes('/log/checkpoint', MOST_OF_LOG.text)),
    async tile(path) {
      const got = await fetchBytes(`/log/tile/${path}`, MOST_OF_LOG.tile);
      if ('fault' in got) throw new Error('a tile of the log can not be had');
      return got.bytes;
    },
  };
}

type PublishedBytes = { bytes: Uint8Array } | { fault: PublishedFault };

/**
 * Gets what a site publishes, at most so many bytes of it. Follows redirects within the host only, and gives up after
 * `patience` ms or when a file is too large.
 */
function publishedBytes(siteUrl: string, patience: number) {
  return async (path: string, most: number): Promise<PublishedBytes> => {
    const signal = AbortSignal.timeout(patience);
    try {
      let url = new URL(path, siteUrl);
      for (let redirects = 0; ; redirects += 1) {
        const response = await fetch(url, { redirect: 'manual', cache: 'no-store', signal });
        if (response.status === 200) return await readAtMost(response, most);
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

function asText(got: PublishedBytes): Published {
  return 'fault' in got ? got : { text: Buffer.from(got.bytes).toString('utf8') };
}

/**
 * When a security.txt expires, in ms: of a cleartext-signed file only what was signed counts. Null unless it has
 * exactly one Expires, with a moment as RFC 3339 has it.
 */
export function expiresOf(text: string): number | null {
  const values = signedPart(text.split(/\r?\n/)).flatMap((line) => {
    const isExpiry = line.slice(0, EXPIRES.length).toLowerCase() === EXPIRES;
    return isExpiry ? [withoutBlanks(line.slice(EXPIRES.length)).toUpperCase()] : [];
  });
  const [value = ''] = values;
  if (values.length !== 1 || !/T\d{2}:\d{2}:\d{2}/.test(value)) return null;
  // Knows which days a month has, which Date.parse does not.
  return z.iso.datetime({ offset: true }).safeParse(value).success ? Date.parse(value) : null;
}

const EXPIRES = 'expires:';

/** Without the spaces and tabs around it. */
function withoutBlanks(text: string): string {
  const isBlank = (at: number) => text[at] === ' ' || text[at] === '\t';
  let [start, end] = [0, text.length];
  while (isBlank(start)) start += 1;
  while (end > start && isBlank(end - 1)) end -= 1;
  return text.slice(start, end);
}

const SIGNED = '-----BEGIN PGP SIGNED MESSAGE-----';
/** Whether a security.txt is signed in the clear. */
export const isSigned = (text: string) => text.startsWith(SIGNED);

/** The lines that a cleartext signature covers, with their dashes restored; all lines where there is none. */
function signedPart(lines: string[]): string[] {
  if (lines[0] !== SIGNED) return lines;
  const first = lines.indexOf('') + 1;
  const end = lines.indexOf('-----BEGIN PGP SIGNATURE-----');
  return first > 0 && end > first ? lines.slice(first, end).map((line) => line.replace(/^- /, '')) : [];
}

async function readAtMost(response: Response, most: number): Promise<PublishedBytes> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    // Leaving the loop lets go of the rest.
    if (length > most) return { fault: 'invalid' };
    chunks.push(chunk);
  }
  return { bytes: Buffer.concat(chunks) };
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
