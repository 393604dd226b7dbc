// Who wrote a note, in words: as of messages, but that no reporter ever sees one.
import { type Authorship, signedApart } from '../../../disclosure/authorship.ts';
import type { NoteView } from '../../../disclosure/desk-wire.ts';
import { isolated, visibleLine } from '../../../disclosure/foreign-text.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { dayOfText, momentText, texts } from '../base/page.ts';
import { shortName } from '../base/short-name.ts';
import type { AuthorInWords } from './seen-case.ts';

/** Says who wrote a note. */
export function noteAuthorInWords({ number, by, at }: NoteView, author: Authorship): AuthorInWords {
  const { quiet, claimed, titles } = texts.authorship;
  const { why, advice } = texts.triage.notes;
  const { kind } = author;
  const name = visibleLine(shortName(by));
  if (kind === 'verified') {
    const moment = signedApart({ number, from: 'note', at }, author);
    const said = moment === null ? quiet.verified : fillIn(quiet.verifiedOn, { moment: momentText(moment) });
    const who = shortName(author.who);
    return { name: who, who, said, isVerified: true, doubt: null };
  }
  const claim = fillIn(claimed.team, { who: isolated(name) });
  const byServer = { name: claim, who: name, said: '', isVerified: false };
  // No note is of before there were signatures.
  if (kind === 'closed' || kind === 'before-signatures') return { ...byServer, doubt: null };
  const values = {
    number,
    who: 'who' in author ? isolated(shortName(author.who)) : '',
    until: kind === 'former' ? dayOfText(author.until) : '',
    moment: kind === 'redated' ? momentText(new Date(author.at).toISOString()) : '',
  };
  return { ...byServer, doubt: { title: titles[kind], why: fillIn(why[kind], values), advice } };
}
