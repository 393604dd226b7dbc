import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import PostalMime, { type Email } from 'postal-mime';

/** The mails in a folder of `.eml` files, read by an independent parser. */
export async function readMails(folder: string): Promise<(Email & { raw: string })[]> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.eml'));
  return Promise.all(
    names.map(async (name) => {
      const raw = readFileSync(join(folder, name), 'utf8');
      return { ...(await PostalMime.parse(raw)), raw };
    }),
  );
}

/** An attachment as text. */
export function attachmentText(mail: Email, index = 0): string {
  const content = mail.attachments[index]?.content ?? '';
  return typeof content === 'string' ? content : new TextDecoder().decode(content);
}
