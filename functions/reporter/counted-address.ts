import { domainToASCII } from 'node:url';

/** An address as it is counted: what leads to one mailbox, or to one owner's mailboxes, counts as one. */
export interface CountedAddress {
  /** One mailbox, however it is written. */
  mailbox: string;
  /** Whoever owns it can have any number of mailboxes; null for a provider where strangers have theirs. */
  domain: string | null;
}

/** Another name for the same mailboxes. */
const SAME_DOMAIN: Record<string, string> = { 'googlemail.com': 'gmail.com' };

/** Where so many people have a mailbox that one of them must not use up what the others may get. */
const PROVIDERS = new Set([
  ...['gmail.com', 'outlook.com', 'hotmail.com', 'live.com', 'live.nl', 'msn.com', 'yahoo.com', 'aol.com'],
  ...['icloud.com', 'me.com', 'proton.me', 'protonmail.com', 'pm.me', 'tuta.com', 'gmx.net', 'gmx.de'],
  ...['web.de', 'ziggo.nl', 'kpnmail.nl', 'xs4all.nl', 'planet.nl', 'hetnet.nl', 'home.nl', 'mail.ru'],
]);

/**
 * For counting only, never for sending: lower case, without comments and quotes (RFC 5322), without a plus-tag and dots
 * in the local part, the domain in ASCII (IDNA). Where a provider tells these apart, two people count as one.
 */
export function countedAddress(address: string): CountedAddress {
  const plain = address.normalize('NFKC').replaceAll(/\([^()]*\)/g, '');
  const at = plain.lastIndexOf('@');
  const local = unquoted(plain.slice(0, at).trim()).toLowerCase();
  const [untagged = ''] = local.split('+');
  // A local part that is nothing but a tag is a mailbox of its own.
  const name = untagged.replaceAll('.', '') || local;
  const domain = asciiDomain(plain.slice(at + 1).trim());
  const owner = ownersDomain(domain);
  return { mailbox: `${name}@${domain}`, domain: PROVIDERS.has(owner) ? null : owner };
}

function unquoted(local: string): string {
  const isQuoted = local.length > 1 && local.startsWith('"') && local.endsWith('"');
  return isQuoted ? local.slice(1, -1).replaceAll('\\', '') : local;
}

function asciiDomain(domain: string): string {
  const written = domain.toLowerCase().replace(/\.$/, '');
  const ascii = domainToASCII(written) || written;
  return SAME_DOMAIN[ascii] ?? ascii;
}

/** The part that somebody registered: the last two labels, or three below a short one (`example.co.uk`). */
function ownersDomain(domain: string): string {
  const labels = domain.split('.');
  const isBelowShort = labels.length > 2 && (labels.at(-2)?.length ?? 0) <= 3;
  return labels.slice(isBelowShort ? -3 : -2).join('.');
}
