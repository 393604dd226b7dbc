import * as z from 'zod/mini';

/** An address is at most so long (RFC 5321, section 4.5.3.1.3, without the brackets). */
const LONGEST = 254;
/** Before the @: what a browser's own `type=email` takes (HTML, "valid email address"). */
const LOCAL = /^[a-z\d.!#$%&'*+/=?^_`{|}~-]+$/i;
/** Between the dots behind it. A domain without dots gets no mail: there it is a typing error. */
const LABEL = /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i;
/** ASCII that a label in another script may have beside it; anything else would mean something to a parser of URLs. */
const BESIDE = /^[a-z\d.\-\u0080-\u{10ffff}]+$/iu;

/**
 * An e-mail address as it goes into a mail: what a browser takes for one, with a domain in any script (IDNA), which is
 * given in ASCII (`sam@xn--e1afmkfd.xn--p1ai`). The one rule for forms, requests, settings and mails.
 * @returns null for anything else
 */
export function asciiAddress(text: string): string | null {
  const at = text.lastIndexOf('@');
  const [local, domain] = [text.slice(0, Math.max(0, at)), asciiDomain(text.slice(at + 1))];
  const labels = domain.split('.');
  if (!LOCAL.test(local) || labels.length < 2 || !labels.every((label) => LABEL.test(label))) return null;
  // Four numbers are a machine, and no domain ends with a number.
  if (/^\d+$/.test(labels.at(-1) ?? '')) return null;
  const address = `${local}@${domain}`;
  return address.length <= LONGEST ? address : null;
}

/** A domain in ASCII; empty for what can be none. */
function asciiDomain(domain: string): string {
  if (/^[\u0020-\u007e]*$/.test(domain)) return domain;
  const address = `http://${domain}`;
  return BESIDE.test(domain) && URL.canParse(address) ? new URL(address).hostname : '';
}

/** An address in a body or a form; see `asciiAddress`. */
export const addressSchema = z.string().check(z.refine((text) => asciiAddress(text) !== null));

/** A link that writes to an address (RFC 6068): what means something in a link is escaped. */
export function mailtoLink(address: string): string {
  const ascii = asciiAddress(address) ?? address;
  const at = ascii.lastIndexOf('@');
  return `mailto:${encodeURIComponent(ascii.slice(0, at))}${ascii.slice(at)}`;
}
