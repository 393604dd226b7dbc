import { randomBytes } from 'node:crypto';
import type { Alert } from '../../src/disclosure/case.ts';
import type { HitLimit, MailEntry } from '../store/store.ts';
import type { AddressBox } from './alert-address.ts';
import type { ReporterParts } from './reporter.ts';

/** Mails that ask to confirm: to one address in a day, and to all together in an hour. */
const limitsOn = (address: string): HitLimit[] => [
  { key: `alert-address:${address}`, most: 3, windowSeconds: 24 * 60 * 60 },
  { key: 'alert-mails', most: 100, windowSeconds: 60 * 60 },
];

/**
 * Whether a mail that asks to confirm may go to `email`; counts it. Nobody can have Meldpunt write to a stranger
 * more often than that, by however many cases.
 * @returns null, or the seconds to wait
 */
export async function countAlertMail(
  email: string,
  { store, visitorKey, now }: Pick<ReporterParts, 'store' | 'visitorKey' | 'now'>,
): Promise<number | null> {
  const address = visitorKey(`address ${email.toLowerCase()}`);
  const at = now().getTime();
  for (const limit of limitsOn(address)) {
    const seconds = await store.countHit({ limit, now: at });
    if (seconds !== null) return seconds;
  }
  return null;
}

/** An alert that waits to be confirmed, and the outbox entry for the mail that asks for it. */
export function newAlert(
  email: string,
  reference: string,
  addresses: AddressBox,
): { alert: Alert; mail: MailEntry } {
  return {
    alert: {
      id: randomBytes(16).toString('hex'),
      address: addresses.close(email, reference),
      isConfirmed: false,
    },
    mail: { id: crypto.randomUUID(), kind: 'alert-confirmation', reference, about: '' },
  };
}
