import type { MailIds } from './thread.ts';

/** A mail to one or more people of the team, or to a reporter. Twice the same words, as plain text and as HTML; UTF-8. */
export interface Mail extends MailIds {
  /** Outbox id: sending the same id again must not make a second mail. */
  id: string;
  to: string[];
  /** Under what name it comes, in its language. */
  sender: string;
  subject: string;
  text: string;
  html: string;
  attachments: { filename: string; content: string; contentType: string }[];
}

/** The mail was not accepted, or nobody knows whether it was. Sending it again under the same id is safe. */
export class MailError extends Error {
  override readonly name = 'MailError';
  /** The service takes no mail to this address, however often it is asked. */
  readonly isAddressRefused: boolean;
  constructor(message: string, options: { cause?: unknown; isAddressRefused?: boolean } = {}) {
    super(message, options);
    this.isAddressRefused = options.isAddressRefused ?? false;
  }
}

export interface Mailer {
  /** Hands a mail over. @throws MailError */
  send(mail: Mail): Promise<void>;
}
