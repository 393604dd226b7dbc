import { translator } from '../../src/i18n/index.ts';
import { logFindings } from '../log/watched.ts';
import { facts, link, paragraph } from './content.ts';
import type { Mail } from './mailer.ts';
import { mailToTeam, type TeamMail } from './team-mails.ts';

/**
 * Warns the team that something is wrong with the published log: what, what follows from it, and what to do.
 * @param about `<finding>`, or `<finding>:<entries published now>:<entries seen before>`
 */
export function logMail(mail: TeamMail, about: string): Mail | null {
  const [name, now, before] = about.split(':');
  const finding = logFindings.find((one) => one === name);
  if (finding === undefined) return null;
  const t = translator(mail.language);
  const what = finding === 'other-key' ? 'key' : 'log';
  const sizes = [
    ['mail:log.published', now],
    ['mail:log.seen', before],
  ] as const;
  const known = sizes.flatMap(([term, size]): [string, string][] =>
    size === undefined ? [] : [[t(term), t('mail:log.size', { count: Number(size) })]],
  );
  return mailToTeam(mail, t(`mail:log.subject.${finding}`), null, [
    // That one is found in the store, before anything published is looked at.
    ...(finding === 'damaged' ? [] : [paragraph(t('mail:log.intro'))]),
    paragraph(t(`mail:log.text.${finding}`)),
    ...(known.length > 0 ? [facts(...known)] : []),
    link(
      `${t('mail:expiry.address')}:`,
      `${mail.siteUrl}${what === 'key' ? '/desk-key.txt' : '/log/checkpoint'}`,
    ),
    paragraph(t(`mail:log.consequence.${finding === 'damaged' ? finding : what}`)),
    paragraph(t(`mail:log.advice.${what}`)),
    link(t('mail:log.check'), `${mail.siteUrl}/`),
    paragraph(t('mail:log.once')),
  ]);
}
