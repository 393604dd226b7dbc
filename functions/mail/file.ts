import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import MailComposer from 'nodemailer/lib/mail-composer';
import { MailError, type Mailer } from './mailer.ts';

/**
 * Writes each mail as `<id>.eml` (RFC 5322) in a folder, whole or not at all; the same id gives the same file.
 * For one machine without a mail service, and for trying things out.
 */
export function createFileMailer(options: { folder: string; from: string }): Mailer {
  const { folder, from } = options;
  return {
    async send(mail) {
      try {
        const composer = new MailComposer({
          from,
          to: mail.to,
          subject: mail.subject,
          text: mail.text,
          html: mail.html,
          messageId: `<${mail.id}@meldpunt.invalid>`,
          attachments: mail.attachments,
        });
        const content = await composer.compile().build();
        await mkdir(folder, { recursive: true, mode: 0o700 });
        const file = join(folder, `${mail.id}.eml`);
        await writeFile(`${file}.new`, content, { mode: 0o600 });
        await rename(`${file}.new`, file);
      } catch (cause) {
        throw new MailError('the mail could not be written', { cause });
      }
    },
  };
}
