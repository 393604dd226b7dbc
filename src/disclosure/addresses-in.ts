/** How many addresses are looked for: a list of more says nothing about who wrote it. */
const MOST = 3;

/** What looks like an e-mail address, internationalised ones included (RFC 6531). No part is longer than may be. */
const ADDRESS =
  /(?<![\p{L}\p{N}._%+&'/=-])[\p{L}\p{N}._%+&'/=-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}[\p{L}\p{N}-]{2,63}/gu;

/**
 * The e-mail addresses in a stranger's text, each once, the first few: whose they are nobody knows.
 * @param others addresses that say nothing, in whatever case: our own
 */
export function addressesIn(text: string, others: readonly string[]): string[] {
  const found = new Map<string, string>();
  const passed = new Set(others.map((one) => one.toLowerCase()));
  for (const [address] of text.matchAll(ADDRESS)) {
    const key = address.toLowerCase();
    if (passed.has(key) || found.has(key)) continue;
    found.set(key, address);
    if (found.size === MOST) break;
  }
  return [...found.values()];
}
