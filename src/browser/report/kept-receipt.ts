// The receipt of the report that was sent in this tab stays until the tab is closed, or the reporter goes on to another
// report: sealed, as an unfinished report is.
import type { Accepted } from '../../disclosure/wire.ts';
import { SENT } from '../tab/storage.ts';
import { eraseRoom, tabValue } from '../tab/vault.ts';

/** What the page shows of a report that is in. */
export interface Sent {
  receipt: string;
  accepted: Accepted;
  /** What was said above it. */
  note: string;
  /** Whether somebody copied, saved or printed the code: nobody need be asked before it goes. */
  isTaken: boolean;
  /** Whether a mail was sent to ask whether news may go to an address. */
  isAlertAsked: boolean;
  /** Names of the attachments that are not in yet: a page that is loaded anew has them no more. */
  waiting: string[];
}

const sent = tabValue<Sent>(SENT);

/** Keeps it. @returns whether it survives a reload */
export function keepSent(value: Sent): Promise<boolean> {
  return sent.keep(value).then(
    () => true,
    () => false,
  );
}

/** What is kept; null for nothing that can be opened. @throws WorkerTaskError where another try may open it */
export const readSent = (): Promise<Sent | null> => sent.read();

/** Erases it, and what makes it readable. Never throws. */
export function forgetSent(): Promise<void> {
  sent.clear();
  return eraseRoom('sent');
}
