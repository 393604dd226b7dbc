/** A name without the address that keys have behind it (RFC 2822, "Anna <anna@example.org>"); what is no more than an address stays. */
export function shortName(name: string): string {
  return name.replace(/ *<[^<>]*>\s*$/, '').trim() || name;
}
