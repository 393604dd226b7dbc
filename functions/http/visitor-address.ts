/** What counts as one visitor: with IPv6 the first 64 bits, all that one subscriber usually has; `unknown` for none. */
export function subscriberOf(address: string): string {
  return prefixOf(address, 4) ?? (address.replace(/^::ffff:/i, '') || 'unknown');
}

/** With IPv6 the first 48 bits of an address, which is what one line may have at most; else null. */
export function networkOf(address: string): string | null {
  const prefix = prefixOf(address, 3);
  return prefix === null ? null : `${prefix}::/48`;
}

/** The first groups of an IPv6 address; null for IPv4, also where it is written as IPv6. */
function prefixOf(address: string, count: number): string | null {
  if (!address.includes(':') || /^::ffff:\d+\./i.test(address)) return null;
  const [head = '', tail = ''] = address.split('::');
  const groups = head.split(':').filter((group) => group !== '');
  const missing = address.includes('::') ? 8 - groups.length - tail.split(':').filter(Boolean).length : 0;
  return [...groups, ...Array<string>(Math.max(0, missing)).fill('0')].slice(0, count).join(':');
}
