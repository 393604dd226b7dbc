import { translator } from '../../src/i18n/index.ts';
import { currentKeyIn, isKeyPublished, type PublishedDesk } from '../../src/settings/desk-key.ts';
import { commands, facts, link, paragraph } from './content.ts';
import type { Mail } from './mailer.ts';
import { mailToTeam, type TeamMail } from './team-mails.ts';

/**
 * Warns the team that the server signs with a key that the site does not publish: the ids of both, what follows from it, and
 * what to do. Null when that is mended.
 */
export function deskKeyMail(mail: TeamMail, published: PublishedDesk): Mail | null {
  if (isKeyPublished(published)) return null;
  const t = translator(mail.language);
  const { vkey } = published.desk;
  const other = currentKeyIn(published.deskKeys);
  return mailToTeam(mail, t('mail:deskKey.subject'), null, [
    paragraph(t('mail:deskKey.text')),
    facts(
      [t('mail:deskKey.signs'), idOf(vkey)],
      [t('mail:deskKey.published'), other === null ? t('mail:deskKey.none') : idOf(other)],
    ),
    link(`${t('mail:expiry.address')}:`, `${mail.siteUrl}/desk-key.txt`),
    paragraph(t('mail:deskKey.consequence')),
    paragraph(t('mail:deskKey.advice')),
    commands(t('mail:deskKey.committed'), vkey),
    paragraph(t('mail:deskKey.daily')),
  ]);
}

/** The id of a vkey, which is short enough to compare. */
const idOf = (vkey: string): string => vkey.split('+')[1] ?? vkey;
