import { hash } from 'node:crypto';

/** By which a mail program keeps the mails about one thing together (RFC 5322 section 3.6.4), with their brackets. */
export interface MailIds {
  /** Of this mail: sent again it has the same. */
  messageId: string;
  /**
   * What it follows: the root of its thread; null for a mail of its own. No mail has that id itself, so that each finds
   * the others whichever came first, and also where a mail service gives mails ids of its own.
   */
  root: string | null;
}

/** What ids are made from: the outbox id of a mail, and the site that it is of. */
interface Sent {
  id: string;
  siteUrl: string;
}

/** Of a mail to the team; with a reference it is one of that case. */
export function teamMailIds({ id, siteUrl, reference = '' }: Sent & { reference?: string }): MailIds {
  return { messageId: idOf(id, siteUrl), root: reference === '' ? null : idOf(`case.${reference}`, siteUrl) };
}

/**
 * Of a mail to a reporter: its thread is that of the alert, whose id tells nothing of the case, and of that a hash, since
 * whoever has the id can turn the alert off. Nothing is shared with a mail to the team.
 */
export function reporterMailIds({ id, siteUrl, alertId }: Sent & { alertId: string }): MailIds {
  const root = idOf(`alert.${hash('sha256', `mail thread ${alertId}`).slice(0, 32)}`, siteUrl);
  return { messageId: idOf(id, siteUrl), root };
}

/** `<name@host>`, of the characters that may stand there without quotes. */
function idOf(name: string, siteUrl: string): string {
  return `<${name.replaceAll(/[^\w.-]/g, '-')}@${new URL(siteUrl).hostname}>`;
}
