import { randomBytes } from 'node:crypto';
import { asciiAddress } from '../../src/disclosure/address.ts';
import { alertMailLimit } from '../mail/budget.ts';
import type { Parts } from '../parts-types.ts';
import type { HitLimit, NewAlert } from '../store/store.ts';
import { countedAddress } from './counted-address.ts';
import { perVisitor } from './visitor-limits.ts';

/** What a new alert needs. */
export type NewAlertPart = 'store' | 'addresses' | 'mailsPerDay' | 'now' | 'visitorKey';
type NewAlertParts = Pick<Parts, NewAlertPart>;

const DAY = 24 * 60 * 60;
/** Mails that ask to confirm, in a day: for one visitor, to one mailbox, and to the mailboxes of one owner. */
const MOST_OF_VISITOR = 5;
const MOST_TO_MAILBOX = 3;
const MOST_TO_DOMAIN = 6;
/** How long nothing is asked any more of an address whose owner said no, in ms: about half a year. */
const SILENCE = 182 * DAY * 1000;

/**
 * An alert for `email` that waits to be confirmed, the mail that asks for it, and the limits on such mails: nobody can
 * have Meldpunt write to strangers, by however many cases or spellings. Null for an address whose owner said no.
 * @param by whose share of the day's mails it comes from; see `alertMailLimit`
 */
export async function newAlert(
  email: string,
  reference: string,
  { request, by }: { request: Request; by: Parameters<typeof alertMailLimit>[1] },
  parts: NewAlertParts,
): Promise<NewAlert | null> {
  if (await isSilent(email, parts)) return null;
  const { addresses, mailsPerDay, visitorKey } = parts;
  const { mailbox, domain } = countedAddress(email);
  const ofAddress: HitLimit[] = [
    { key: `alert-address:${visitorKey(`address ${mailbox}`)}`, most: MOST_TO_MAILBOX, windowSeconds: DAY },
  ];
  if (domain !== null) {
    const key = `alert-domain:${visitorKey(`domain ${domain}`)}`;
    ofAddress.push({ key, most: MOST_TO_DOMAIN, windowSeconds: DAY });
  }
  const ofVisitor = { key: 'alert-mails', most: MOST_OF_VISITOR, windowSeconds: DAY };
  return {
    alert: {
      id: randomBytes(16).toString('hex'),
      address: addresses.close(asciiAddress(email) ?? email, reference),
      isConfirmed: false,
    },
    mail: { id: crypto.randomUUID(), kind: 'alert-confirmation', reference, about: '' },
    limits: [...perVisitor(request, parts, ofVisitor), ...ofAddress, alertMailLimit(mailsPerDay, by)],
  };
}

/** Has an address left alone for half a year: its owner did not ask for our mail. Keeps a keyed hash of it, no more. */
export async function silence(
  email: string,
  parts: Pick<NewAlertParts, 'store' | 'addresses' | 'now'>,
): Promise<void> {
  const endsAt = parts.now().getTime() + SILENCE;
  await parts.store.putToken({ name: nameOf(email, parts), value: '1', endsAt });
}

async function isSilent(email: string, parts: NewAlertParts): Promise<boolean> {
  const name = nameOf(email, parts);
  // What is asked for is limited where it is stored; here nobody can guess anything.
  const own = { key: `silence:${name}`, most: Number.MAX_SAFE_INTEGER, windowSeconds: DAY };
  const read = await parts.store.readToken({ name, guesses: [], own, now: parts.now().getTime() });
  return 'value' in read && read.value !== null;
}

function nameOf(email: string, { addresses }: Pick<NewAlertParts, 'addresses'>): string {
  return `no-alerts:${addresses.markOf(countedAddress(email).mailbox)}`;
}
