// Who wrote each message of a case, as far as the team can know, in words. Loaded beside a case.
import {
  type Authorship,
  authorshipOf,
  firstSignedOf,
  isBeforeSignatures,
  reportAuthorshipOf,
  type Signer,
  signedApart,
} from '../../../disclosure/authorship.ts';
import { isolated, visibleLine } from '../../../disclosure/foreign-text.ts';
import { readSignedText } from '../../../disclosure/signed-text.ts';
import type { TeamCase } from '../../../disclosure/team-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import type { Shown } from '../../dom/stretch.ts';
import { dayOfText, facts, momentText, texts } from '../base/page.ts';
import type { Authored, Doubt, Message } from './seen-case.ts';

/** What is known of the reporter's keys; without the report nothing is. */
interface Known {
  isReportOpen: boolean;
  /** Of the keys in the report, upper case. */
  fingerprints: readonly string[];
}

/**
 * Who wrote a message. `no-key`: nobody signed it, and the report has no key with which its reporter could have;
 * `no-report`: the report is not open, so that nobody knows with which key they sign.
 */
type Author = Authorship | { kind: 'no-key' | 'no-report' };

/** Says of the messages of a case who wrote each, and takes off their texts what says their place. */
export function authoredOf(shown: readonly Shown<Message>[], view: TeamCase, known: Known): Authored[] {
  const ofReporter = known.fingerprints.map((fingerprint) => ({
    fingerprint,
    name: 'reporter',
    until: null,
  }));
  const author = (one: Shown<Message>, firstSigned: number | null) =>
    authorOf(one, firstSigned, view, known, ofReporter);
  const firstSigned = firstSignedOf(
    shown
      .filter(({ message }) => message !== view.messages[0])
      .map((one) => ({ number: one.message.number, author: author(one, null) })),
  );
  return shown.map((one) => {
    if (one.message === view.messages[0]) return report(one, ofReporter);
    const { message, opening } = one;
    const words = inWords(message, author(one, firstSigned));
    if (opening.text === null) return { message, opening, listed: [], ...words };
    const signed = readSignedText(opening.text);
    const { text } = signed ?? opening;
    return {
      message,
      listed: signed?.head.attachments ?? [],
      opening: { ...opening, text, raw: opening.raw ?? opening.text },
      ...words,
    };
  });
}

function authorOf(
  { message, opening }: Shown<Message>,
  firstSigned: number | null,
  { reference, receivedAt, statements }: TeamCase,
  { isReportOpen, fingerprints }: Known,
  ofReporter: Signer[],
): Author {
  if (opening.text === null) return { kind: 'closed' };
  const isTeam = message.from === 'team';
  const isAccepted = statements.length > 0;
  const author = authorshipOf({
    message,
    reference,
    signature: opening.signature,
    head: readSignedText(opening.text)?.head ?? null,
    signers: isTeam ? facts.signers : ofReporter,
    isOld: isBeforeSignatures({
      message,
      receivedAt,
      isAccepted,
      firstSigned,
      signedSince: facts.signedSince,
    }),
  });
  if (isTeam || author.kind === 'before-signatures') return author;
  if (!isReportOpen) return { kind: 'no-report' };
  return author.kind === 'unsigned' && fingerprints.length === 0 ? { kind: 'no-key' } : author;
}

/** Whoever has the key that stands in the report wrote it, where it is signed. Most are not, and nothing is said then. */
function report({ message, opening }: Shown<Message>, ofReporter: Signer[]): Authored {
  const { kind } = reportAuthorshipOf(opening.text === null ? null : opening.signature, ofReporter);
  const { report, titles, advice } = texts.authorship;
  return {
    message,
    opening,
    listed: [],
    ...{ name: '', who: '' },
    isVerified: kind === 'verified',
    said: kind === 'verified' || kind === 'unknown-key' ? report[kind] : '',
    doubt: kind === 'broken' ? { title: titles.broken, why: report.broken, advice: advice.report } : null,
  };
}

function inWords(message: Message, author: Author): Omit<Authored, keyof Shown<Message> | 'listed'> {
  const { from, by, number } = message;
  const { quiet, claimed, titles, why, advice } = texts.authorship;
  const name = from === 'team' ? visibleLine(by ?? '') : texts.case.reporter;
  const { kind } = author;
  const isVerified = kind === 'verified';
  const moment = isVerified ? signedApart(message, author) : null;
  if (isVerified || kind === 'before-signatures' || kind === 'no-key' || kind === 'no-report')
    return {
      ...(isVerified && from === 'team' ? { name: author.who, who: author.who } : { name, who: name }),
      said: moment === null ? quiet[kind] : fillIn(quiet.verifiedOn, { moment: momentText(moment) }),
      isVerified,
      doubt: null,
    };
  const byServer = { name: fillIn(claimed[from], { who: isolated(name) }), who: name, said: '', isVerified };
  if (kind === 'closed') return { ...byServer, doubt: null };
  const values = {
    number,
    who: 'who' in author ? isolated(author.who) : '',
    until: kind === 'former' ? dayOfText(author.until) : '',
    moment: kind === 'redated' ? momentText(new Date(author.at).toISOString()) : '',
  };
  // A reporter's key has no end: `former` is of members alone.
  const reason = from === 'team' || kind === 'former' ? why.team[kind] : why.reporter[kind];
  const doubt: Doubt = { title: titles[kind], why: fillIn(reason, values), advice: advice[from] };
  return { ...byServer, doubt };
}
