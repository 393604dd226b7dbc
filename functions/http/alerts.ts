import { randomBytes } from 'node:crypto';
import type { HitLimit, NewAlert } from '../store/store.ts';
import type { AddressBox } from './alert-address.ts';
import type { VisitorParts } from './visitor-limits.ts';

/**
 * Mails that ask to confirm, to one address in a day and to all together in an hour: nobody can have Meldpunt write to
 * a stranger more often than that, by however many cases.
 */
const limitsOn = (address: string): HitLimit[] => [
  { key: `alert-address:${address}`, most: 3, windowSeconds: 24 * 60 * 60 },
  { key: 'alert-mails', most: 100, windowSeconds: 60 * 60 },
];

/** An alert for `email` that waits to be confirmed, the mail that asks for it, and the limits on that. */
export function newAlert(
  email: string,
  reference: string,
  { addresses, visitorKey }: VisitorParts & { addresses: AddressBox },
): NewAlert {
  return {
    alert: {
      id: randomBytes(16).toString('hex'),
      address: addresses.close(email, reference),
      isConfirmed: false,
    },
    mail: { id: crypto.randomUUID(), kind: 'alert-confirmation', reference, about: '' },
    limits: limitsOn(visitorKey(`address ${email.toLowerCase()}`)),
  };
}
