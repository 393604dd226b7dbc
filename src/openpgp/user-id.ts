import { asciiAddress } from '../disclosure/address.ts';

/**
 * The address in a user id such as `Team <team@example.org>`, or the whole of one that is just an address, as written,
 * but for a domain in another script, which is given in ASCII as everywhere.
 */
export function spelledIn(userId: string): string {
  const written = (/<([^<>]+)>\s*$/.exec(userId)?.[1] ?? userId).trim();
  return asciiAddress(written) ?? written;
}

/** The same in lower case. */
export function addressIn(userId: string): string {
  return spelledIn(userId).toLowerCase();
}

/** The name in a user id such as `Ada de Vries <ada@example.org>`; the whole of one without a name. */
export function nameIn(userId: string): string {
  return userId.replace(/\s*<[^<>]*>\s*$/, '').trim() || userId;
}

/** A certificate by its user ids. */
type Named = { userIds: readonly string[] };

/**
 * How an address is to be published, so that everybody finds every key that has it: sq compares it with user ids letter
 * by letter, capitals and all, where others don't.
 * @returns the address as it is where all those keys have it so, else as all of them spell it; null when they spell it
 *   differently
 */
export function publishedSpelling(address: string, certificates: readonly Named[]): string | null {
  const wanted = address.toLowerCase();
  const [first, ...others] = certificates
    .map(({ userIds }) => userIds.map(spelledIn).filter((one) => one.toLowerCase() === wanted))
    .filter((spellings) => spellings.length > 0);
  if (!first) return address;
  const shared = first.filter((one) => others.every((spellings) => spellings.includes(one)));
  return shared.includes(address) ? address : (shared[0] ?? null);
}
