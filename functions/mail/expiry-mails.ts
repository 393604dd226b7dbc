import { visibleLine } from '../../src/disclosure/foreign-text.ts';
import { formatFingerprint, formatMoment, formatSpan } from '../../src/i18n/format.ts';
import { translator } from '../../src/i18n/index.ts';
import type { Certificate } from '../../src/openpgp/keys.ts';
import { hasExpired } from '../../src/openpgp/lifetime.ts';
import type { Opener } from '../../src/openpgp/own-program.ts';
import { commands, deadline, facts, link, paragraph } from './content.ts';
import type { Mail } from './mailer.ts';
import { mailToTeam, type TeamMail } from './team-mails.ts';

/** A key by its fingerprint, and whose it is. */
export type KeyName = Pick<Certificate, 'fingerprint' | 'userIds'>;

/** What a mail takes from the build of a key: whose it is, until when it can be sealed to, and whether GnuPG holds it. */
export type TeamKeys = readonly (KeyName & Opener)[];

const files = {
  'security-txt': '/.well-known/security.txt',
  'team-key': '/team-key.asc',
  'signing-key': '/signing-key.asc',
  'desk-key': '/desk-key.txt',
  log: '/log/checkpoint',
} as const;

/** What can be seen of a file that is of no use; anything else is told in general. */
const reasons = ['3xx', '4xx', '5xx', 'unreachable', 'invalid', 'expired', 'revoked'] as const;

/**
 * Warns the team that security.txt, or a key, expires or has expired, or that a published file can't be read: since
 * when, what follows from it, and what to do.
 * @param about `<what>:<when, in ms>`, or `<what>:<why it can't be read>`; a key of the team goes by its fingerprint,
 *   the one that signs by `signing-<fingerprint>`, and `-by-hand` says that a person signs, not the build
 */
export function expiryMail(
  mail: TeamMail,
  about: string,
  { team = [], signingKey = null }: { team?: TeamKeys; signingKey?: KeyName | null },
  now: Date,
): Mail | null {
  const [what = '', rest = ''] = about.split(':');
  if (!/^\d+$/.test(rest)) return isFile(what) ? unreadableMail(mail, what, rest) : null;
  const expiresAt = Number(rest);
  const byHand = what.includes('-by-hand') ? 'byHand' : 'byBuild';
  if (what.startsWith('security-txt')) return fileMail(mail, expiresAt, byHand, now);
  if (!what.startsWith('signing-')) return keyMail(mail, { fingerprint: what, expiresAt }, team, now);
  const fingerprint = what.slice(what.lastIndexOf('-') + 1);
  return signingMail(mail, { fingerprint, expiresAt }, byHand, signingKey ? [signingKey] : [], now);
}

/** Of a fingerprint of the keys that GnuPG knows. */
const V4_DIGITS = 40;

/** What follows where no other key of the team is valid by then. */
const last = { before: 'lastBefore', expired: 'lastExpired' } as const;

const isFile = (what: string): what is keyof typeof files => Object.hasOwn(files, what);

/** Who signs decides what there is to do. */
type SignedBy = 'byBuild' | 'byHand';

function fileMail(mail: TeamMail, expiresAt: number, signedBy: SignedBy, now: Date): Mail {
  const t = translator(mail.language);
  const { state, span, ends } = momentOf(mail, expiresAt, now);
  return mailToTeam(mail, t(`mail:expiry.file.subject.${state}`, { span }), null, [
    paragraph(t(`mail:expiry.file.text.${state}`, { span })),
    ends,
    link(`${t('mail:expiry.address')}:`, `${mail.siteUrl}${files['security-txt']}`),
    paragraph(t(`mail:expiry.file.consequence.${state}`)),
    paragraph(t(`mail:expiry.file.advice.${signedBy}`)),
  ]);
}

function keyMail(
  mail: TeamMail,
  { fingerprint, expiresAt }: { fingerprint: string; expiresAt: number },
  team: TeamKeys,
  now: Date,
): Mail {
  const t = translator(mail.language);
  const { state, span, ends } = momentOf(mail, expiresAt, now);
  const { grouped, owner } = nameOf(fingerprint, team);
  const known = team.find((key) => key.fingerprint === fingerprint);
  const colleagues = team.filter((key) => key.fingerprint !== fingerprint);
  const isLast = colleagues.every((key) => hasExpired(key, Math.max(expiresAt, now.getTime())));
  const others = colleagues.map((key) => key.fingerprint);
  const isForGnupg = fingerprint.length === V4_DIGITS && (known?.isForGnupg ?? true);
  // gpg exports what it holds, and leaves the other members out without a word.
  const holdsAll = colleagues.every((key) => key.isForGnupg);
  const extend = [`gpg --quick-set-expire ${fingerprint} 2y`, `gpg --quick-set-expire ${fingerprint} 2y '*'`];
  const withAll = `gpg --armor --export ${[fingerprint, ...others].join(' ')} > team-key.asc`;
  const alone = `gpg --armor --export ${fingerprint} > ${fingerprint.slice(-8)}.asc`;
  const advice = holdsAll
    ? commands(t('mail:expiry.key.advice'), ...extend, withAll)
    : commands(t('mail:expiry.key.adviceAmongOthers'), ...extend, alone);
  return mailToTeam(mail, t(`mail:expiry.key.subject.${state}`, { span, owner }), null, [
    paragraph(t(`mail:expiry.key.text.${state}`, { span, owner })),
    ends,
    facts([t('mail:expiry.key.fingerprint'), grouped]),
    paragraph(t(`mail:expiry.key.consequence.${isLast ? last[state] : state}`, { owner })),
    isForGnupg ? advice : paragraph(t('mail:expiry.key.otherAdvice')),
    paragraph(t('mail:expiry.key.publish')),
  ]);
}

function signingMail(
  mail: TeamMail,
  { fingerprint, expiresAt }: { fingerprint: string; expiresAt: number },
  signedBy: SignedBy,
  known: readonly KeyName[],
  now: Date,
): Mail {
  const t = translator(mail.language);
  const { state, span, ends } = momentOf(mail, expiresAt, now);
  const { grouped, owner } = nameOf(fingerprint, known);
  const lines = [
    `gpg --quick-set-expire ${fingerprint} 2y`,
    `gpg --quick-set-expire ${fingerprint} 2y '*'`,
    ...(signedBy === 'byHand'
      ? ['npm run sign-security-txt']
      : ['gpg --armor --export-secret-subkeys SIGNING_SUBKEY! > signing-key.private.asc']),
  ];
  return mailToTeam(mail, t(`mail:expiry.signing.subject.${state}`, { span }), null, [
    paragraph(t(`mail:expiry.signing.text.${state}`, { span, owner })),
    ends,
    facts([t('mail:expiry.key.fingerprint'), grouped]),
    paragraph(t(`mail:expiry.signing.consequence.${state}`)),
    commands(t(`mail:expiry.signing.advice.${signedBy}`), ...lines),
    paragraph(t(`mail:expiry.signing.publish.${signedBy}`)),
  ]);
}

/** A fingerprint as people read it, and whose key it is. */
function nameOf(fingerprint: string, known: readonly KeyName[]): { grouped: string; owner: string } {
  const grouped = formatFingerprint(fingerprint);
  const [owner = grouped] = known.find((key) => key.fingerprint === fingerprint)?.userIds ?? [];
  return { grouped, owner: visibleLine(owner) };
}

function unreadableMail(mail: TeamMail, what: keyof typeof files, fault: string): Mail {
  const t = translator(mail.language);
  const reason = reasons.find((known) => known === fault) ?? 'invalid';
  const file = files[what].replace(/^\/(?:\.well-known\/)?/, '');
  return mailToTeam(mail, t('mail:expiry.unreadable.subject', { file }), null, [
    paragraph(t('mail:expiry.unreadable.text', { file })),
    link(`${t('mail:expiry.address')}:`, `${mail.siteUrl}${files[what]}`),
    facts([t('mail:expiry.seen'), t(`mail:expiry.reason.${reason}`)]),
    paragraph(t(`mail:expiry.unreadable.consequence.${what}`)),
    paragraph(t('mail:expiry.unreadable.advice')),
  ]);
}

/** How far off the end is when the mail is made. */
function momentOf({ language }: TeamMail, expiresAt: number, now: Date) {
  const t = translator(language);
  const state = now.getTime() < expiresAt ? 'before' : 'expired';
  const span = formatSpan(Math.abs(expiresAt - now.getTime()), language);
  const when = formatMoment(new Date(expiresAt), language);
  return { state, span, ends: deadline([t(`mail:expiry.when.${state}`), when]) } as const;
}
