import { readdirSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import MailComposer from 'nodemailer/lib/mail-composer';
import { makePrivate, makePrivateFolder } from '../disk/private-files.ts';
import { MailError, type Mailer } from './mailer.ts';
import { fromOf } from './sender.ts';

/**
 * Writes each mail as `<id>.eml` (RFC 5322) in a folder, whole or not at all; the same id gives the same file. Folder
 * and files are private to their owner, also those that were there before.
 * For one machine without a mail service, and for trying things out.
 */
export function createFileMailer(options: { folder: string; from: string }): Mailer {
  const { folder, from } = options;
  let isPrivate = false;
  const keepPrivate = () => {
    makePrivateFolder(folder);
    const mails = readdirSync(folder).filter((name) => /\.eml(?:\.new)?$/.test(name));
    for (const name of mails) makePrivate(join(folder, name));
    isPrivate = true;
  };
  return {
    async send(mail) {
      try {
        const composer = new MailComposer({
          from: fromOf(from, mail.sender),
          to: mail.to,
          subject: mail.subject,
          text: mail.text,
          html: mail.html,
          messageId: mail.messageId,
          ...(mail.root === null ? {} : { inReplyTo: mail.root, references: mail.root }),
          attachments: mail.attachments,
        });
        const content = await composer.compile().build();
        if (!isPrivate) keepPrivate();
        const file = join(folder, `${mail.id}.eml`);
        await writeFile(`${file}.new`, content, { mode: 0o600 });
        await rename(`${file}.new`, file);
      } catch (cause) {
        throw new MailError('the mail could not be written', { cause });
      }
    },
  };
}
