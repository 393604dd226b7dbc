import type { HitLimit, MailEntry } from './values.ts';

/** An address that gets a mail when there is news; encrypted at rest, see `functions/reporter/alert-address.ts`. */
export interface Alert {
  /** 32 hexadecimal characters; what the link in the mail names, and nothing that tells the reference. */
  id: string;
  /** Key id, nonce and ciphertext, base64url, with dots between them. */
  address: string;
  isConfirmed: boolean;
}

/** An alert with the mail that asks to confirm it, and the limits on such mails. */
export interface NewAlert {
  alert: Alert;
  mail: MailEntry;
  limits: readonly HitLimit[];
}

/** The verbs about addresses that get a mail when there is news; part of `Store`, and atomic as all of them. */
export interface AlertStore {
  /**
   * Sets or replaces the alert of a case, with its mail, and counts one hit for each of its limits; null takes it away.
   * Gives the seconds to wait when a limit is reached, and then changes nothing; else null. Nothing is done to a case
   * that is gone.
   */
  setAlert(input: { reference: string; alert: NewAlert | null; now: number }): Promise<number | null>;

  /** The alert of a case, or null. */
  findAlert(reference: string): Promise<Alert | null>;

  /**
   * Confirms the alert with this id, or takes it away. Gives it as it was before, with the reference of its case; null
   * when there is no such alert.
   */
  answerAlert(input: {
    alertId: string;
    isWanted: boolean;
  }): Promise<{ reference: string; alert: Alert } | null>;
}
