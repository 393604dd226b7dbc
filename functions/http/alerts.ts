import { randomBytes } from 'node:crypto';
import type { Alert } from '../../src/disclosure/case.ts';
import type { MailEntry } from '../store/store.ts';
import type { AddressBox } from './alert-address.ts';

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
    mail: { id: crypto.randomUUID(), kind: 'alert-confirmation', reference },
  };
}
