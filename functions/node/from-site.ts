// What commands on a person's own machine fetch from a site: from that address alone, and no more than is wanted.

const LOCAL_HOSTS = ['localhost', '127.0.0.1', '[::1]'];
/** How long one answer may take, in ms, and its largest size unless told otherwise, in bytes. */
const PATIENCE = 30_000;
const MOST_BYTES = 16 * 1024 * 1024;

/** Bytes, or why there are none, in few words. */
export type Fetched = { bytes: Uint8Array } | { fault: string };

/** The origin to talk to: https, or http on this machine; undefined for any other address. */
export function siteFrom(address: string): string | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isAllowed =
    url?.protocol === 'https:' || (url?.protocol === 'http:' && LOCAL_HOSTS.includes(url.hostname));
  return isAllowed ? url?.origin : undefined;
}

/** The bytes at an address, uncompressed. Redirects are not followed: they could lead elsewhere. */
export async function bytesAt(url: string, { statuses = [200], most = MOST_BYTES } = {}): Promise<Fetched> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(PATIENCE) });
    if (!statuses.includes(response.status) || !response.body) return { fault: String(response.status) };
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const part of response.body) {
      size += part.length;
      if (size > most) return { fault: `> ${most}` };
      parts.push(part);
    }
    return { bytes: Buffer.concat(parts) };
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    return {
      fault: cause instanceof Error ? ('code' in cause ? String(cause.code) : cause.name) : String(cause),
    };
  }
}
