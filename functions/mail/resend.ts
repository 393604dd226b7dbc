import { Resend } from 'resend';
import { MailError, type Mailer } from './mailer.ts';
import { fromOf } from './sender.ts';

/** How long one attempt may take, in ms: the client itself waits for ever. */
const PATIENCE = 8000;

/**
 * What Resend answers to a key that it took a mail under before, with other words in it: mails that tell how much time
 * is left are worded anew at every attempt. The first one has gone, so nothing is left to send.
 */
const TAKEN_BEFORE = 'invalid_idempotent_request';

/**
 * Sends by Resend. The outbox id is the idempotency key (kept there for 24 hours), so an attempt whose answer
 * was lost can be made again.
 */
export function createResendMailer(options: {
  apiKey: string;
  from: string;
  baseUrl?: string | undefined;
  patience?: number;
}): Mailer {
  const { apiKey, from, baseUrl, patience = PATIENCE } = options;
  const resend = new Resend(apiKey, baseUrl === undefined ? {} : { baseUrl });
  return {
    async send(mail) {
      const { error } = await resend.emails.send(
        {
          from: fromOf(from, mail.sender),
          to: mail.to,
          subject: mail.subject,
          text: mail.text,
          html: mail.html,
          headers: {
            'Message-ID': mail.messageId,
            ...(mail.root === null ? {} : { 'In-Reply-To': mail.root, References: mail.root }),
          },
          attachments: mail.attachments.map(({ filename, content, contentType }) => ({
            filename,
            content: Buffer.from(content, 'utf8').toString('base64'),
            contentType,
          })),
        },
        { idempotencyKey: mail.id, signal: AbortSignal.timeout(patience) },
      );
      // Only the status: messages of the service may repeat what was sent.
      if (!error || error.name === TAKEN_BEFORE) return;
      throw new MailError(`the mail service answered ${error.statusCode ?? 'nothing'}`, {
        // Its word for an address that is none, or that it never sends to; for a sender it has another.
        isAddressRefused: error.name === 'validation_error' && error.statusCode !== 403,
      });
    },
  };
}
