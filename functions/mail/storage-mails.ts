import { formatBytes, formatPercent } from '../../src/i18n/format.ts';
import { translator } from '../../src/i18n/index.ts';
import { isFullForVisitors, SHARES, SMALL, warnAt } from '../store/quota.ts';
import { facts, paragraph } from './content.ts';
import type { Mail } from './mailer.ts';
import { inboxButton, mailToTeam, type TeamMail } from './team-mails.ts';

/**
 * Warns the team that the store fills up, that something was refused because it is full, or that nearly as much came in
 * as may within a day or an hour: how full it is, what follows from it, and what to do. Null when it is not that full
 * any more, and nothing was refused.
 * @param about one of `storageWarnings`
 * @param stored bytes stored when the mail is made
 * @param quota bytes that may be stored
 */
export function storageMail(mail: TeamMail, about: string, stored: number, quota: number): Mail | null {
  const isCertain = about === 'full' || about === 'flooded';
  if (!isCertain && stored < warnAt(quota)) return null;
  const t = translator(mail.language);
  const state = isCertain ? about : isFullForVisitors(stored, quota) ? 'full' : 'filling';
  const size = formatBytes(SMALL, mail.language);
  const percent = formatPercent(stored / quota, mail.language);
  return mailToTeam(mail, t(`mail:storage.subject.${state}`, { percent }), null, [
    paragraph(t(`mail:storage.text.${state}`, { size })),
    facts(
      [t('mail:storage.stored'), `${formatBytes(stored, mail.language)} (${percent})`],
      [t('mail:storage.quota'), formatBytes(quota, mail.language)],
    ),
    paragraph(
      t('mail:storage.consequence', {
        attachments: formatPercent(SHARES.attachment, mail.language),
        long: formatPercent(SHARES.report, mail.language),
        size,
        all: formatPercent(SHARES['small-report'], mail.language),
      }),
    ),
    paragraph(t(state === 'flooded' ? 'mail:storage.adviceFlooded' : 'mail:storage.advice')),
    inboxButton(mail),
  ]);
}
