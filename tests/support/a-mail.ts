import type { Mail } from '../../functions/mail/mailer.ts';

/** A mail of one word, about no case. */
export function mailWith(id: string): Mail {
  const ids = { messageId: `<${id}@meldpunt.example>`, root: null };
  return {
    id,
    ...ids,
    to: ['a@example.com'],
    sender: 'Meldpunt',
    subject: 'x',
    text: 'x',
    html: 'x',
    attachments: [],
  };
}
