// Who wrote a message, above it: in a few quiet words where its signature holds, else loudly and with what to do.
import { type Authorship, signedApart } from '../../disclosure/authorship.ts';
import type { StatusTexts } from '../../handover/status.ts';
import type { StatusFacts } from '../../handover/status-facts.ts';
import { fillIn } from '../../i18n/fill-in.ts';
import { formatDayOf } from '../../i18n/format.ts';
import type { LanguageCode } from '../../i18n/languages.ts';
import { splitRich } from '../../i18n/rich.ts';
import { momentHere } from '../dom/moment-here.ts';
import type { Message } from './author.ts';

/** A message as far as its author goes. */
type Authored = Pick<Message, 'number' | 'from' | 'at'>;

/** What every mark is made of. */
export interface MarkWords {
  language: LanguageCode;
  texts: StatusTexts;
  facts: StatusFacts;
}

/** What a sentence of ours has in the place of `{{name}}`. */
type Values = Record<string, string | number | Node>;

/**
 * The name above a message. Without a signature that holds it is only what the server says, unless nothing was signed yet.
 * @param authorship null of the report, which is signed by nobody here: the case begins with it
 */
export function authorName(
  message: Authored,
  authorship: Authorship | null,
  { language, texts }: MarkWords,
): HTMLElement {
  const { from } = message;
  const { member, verified, verifiedOn, before, claimed } = texts.authorship;
  const plain = from === 'team' ? texts.team : texts.you;
  const place = document.createElement('span');
  const name = document.createElement('strong');
  place.append(name);
  if (authorship === null) name.textContent = plain;
  else if (authorship.kind === 'verified') {
    const who = nameOf(authorship.who);
    name.append(...(from === 'team' ? filledIn(member, { who }) : [plain]));
    const moment = signedApart(message, authorship);
    const words = moment === null ? verified : fillIn(verifiedOn, { moment: momentHere(moment, language) });
    place.append(' · ', quiet(words, 'verified'));
  } else if (authorship.kind === 'before-signatures') {
    name.textContent = plain;
    place.append(' · ', quiet(before, 'help'));
  } else name.textContent = claimed[from];
  return place;
}

/** What is wrong with the author of a message, and what to do; null where nothing is, or nothing is known. */
export function authorDoubt(
  { from, number }: Authored,
  authorship: Authorship | null,
  { language, texts, facts }: MarkWords,
): HTMLElement | null {
  const kind = authorship?.kind ?? 'verified';
  if (kind === 'verified' || kind === 'before-signatures' || kind === 'closed') return null;
  const { titles, why, advice, own } = texts.authorship;
  const values: Values = { number, telephone: facts.telephone };
  if (authorship?.kind === 'former') {
    values['who'] = nameOf(authorship.who);
    values['until'] = formatDayOf(new Date(authorship.until), language);
  }
  if (authorship?.kind === 'redated') {
    values['who'] = nameOf(authorship.who);
    values['moment'] = momentHere(new Date(authorship.at).toISOString(), language);
  }
  const ofOwn = kind === 'redated' ? own.redated : { why: own.why, advice: own.advice };
  const doubt = document.createElement('div');
  doubt.className = 'note warning doubt';
  doubt.translate = true;
  const title = document.createElement('strong');
  title.textContent = titles[kind];
  const reason = document.createElement('p');
  reason.append(...sentence(from === 'team' ? why[kind] : ofOwn.why, values, facts.links));
  const toDo = document.createElement('p');
  toDo.append(...sentence(from === 'team' ? advice : ofOwn.advice, values, facts.links));
  doubt.append(title, reason, toDo);
  return doubt;
}

/** How somebody sees who wrote a message of the team that they open elsewhere. */
export function checkYourself(
  { number }: Authored,
  reference: string,
  { texts, facts }: MarkWords,
): HTMLElement {
  const { yourself, formerKeys } = texts.authorship;
  const hint = document.createElement('p');
  hint.append(...sentence(yourself, { reference, number, telephone: facts.telephone }, facts.links));
  const hasFormer = facts.signers.some(({ until }) => until !== null);
  if (hasFormer) hint.append(' ', ...sentence(formerKeys, {}, facts.links));
  return hint;
}

/** The name of a member, in whatever script; the build made visible what hides or reorders in it. */
function nameOf(who: string): HTMLElement {
  const name = document.createElement('bdi');
  name.textContent = who;
  return name;
}

function quiet(words: string, className: string): HTMLElement {
  const made = document.createElement('span');
  made.className = className;
  made.textContent = words;
  return made;
}

/** A sentence from locales, with its links. */
function sentence(text: string, values: Values, links: Record<string, string>): Node[] {
  return splitRich(text).flatMap(({ words, link = '' }) => {
    const nodes = filledIn(words, values);
    const href = links[link];
    if (href === undefined) return nodes;
    const anchor = document.createElement('a');
    anchor.href = href;
    // The opened case stays.
    if (href.endsWith('.asc')) anchor.download = '';
    anchor.append(...nodes);
    return [anchor];
  });
}

/** Words with nodes in the place of `{{name}}`. */
function filledIn(words: string, values: Values): Node[] {
  return words.split(/\{\{(\w+)\}\}/).map((piece, index) => {
    const value = index % 2 === 0 ? piece : (values[piece] ?? '');
    return value instanceof Node ? value : document.createTextNode(String(value));
  });
}
