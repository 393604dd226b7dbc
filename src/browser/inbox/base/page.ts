// What every part of the inbox shares: facts, sentences, and how things are written in the visitor's language.
import { limits } from '../../../disclosure/limits.ts';
import { receive } from '../../../handover/border.ts';
import type { InboxTexts } from '../../../handover/inbox.ts';
import { inboxFactsSchema } from '../../../handover/inbox-facts.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { formatBytes, formatDate, formatDayOf } from '../../../i18n/format.ts';
import { plural as pluralOf } from '../../../i18n/plural.ts';
import { sentenceOf } from '../../api/sentences.ts';
import { byId } from '../../dom/by-id.ts';
import { momentHere } from '../../dom/moment-here.ts';
import type { Opening } from '../../dom/stretch.ts';

const root = byId('inbox');
export const facts = inboxFactsSchema.parse(JSON.parse(root.dataset['facts'] ?? ''));
export const { texts, language } = receive<InboxTexts>(root);

/** The sentence for a problem; where the inbox has one of its own, that one. With the number to name it by, if any. */
export function sentenceFor(problem: string, number = ''): string {
  return sentenceOf(problem, number, texts);
}

/** Why a message is shown as it is, sealed. */
export type NotOpenedHere = Extract<Opening, { text: null }>['why'];

/** Says why a message is not opened here. */
export function whyNotOpened(why: NotOpenedHere): string {
  const { notOpened, tooLong, tooSlow, full } = texts.case;
  const most = formatBytes(limits.openedText, language);
  return { closed: notOpened, 'too-long': fillIn(tooLong, { most }), 'too-slow': tooSlow, full }[why];
}

/** A moment in the visitor's own zone, which is named with it. */
export function momentText(time: string): string {
  return momentHere(time, language);
}

/** A day without a time, `YYYY-MM-DD` or its beginning in UTC. */
export function dayText(date: string): string {
  return formatDate(new Date(date), language);
}

/** The day of a moment, in the organisation's zone. */
export function dayOfText(moment: string): string {
  return formatDayOf(new Date(moment), language);
}

/** A part of a whole, 0 to 1. */
export function percentText(part: number): string {
  return new Intl.NumberFormat(language, { style: 'percent' }).format(part);
}

/** The name of a team member; the short fingerprint of one whose key is gone. */
export function colleagueName(fingerprint: string): string {
  return facts.team.find((one) => one.fingerprint === fingerprint)?.name ?? fingerprint.slice(-16);
}

/** Whether a member opens messages with GnuPG; not where it doesn't hold the kind of their key. */
export function usesGnupg(fingerprint: string): boolean {
  return facts.team.find((one) => one.fingerprint === fingerprint)?.isForGnupg ?? true;
}

/** A text in one of its two plural forms. */
export function plural<Name extends string>(
  forms: Record<`${Name}_one` | `${Name}_other`, string>,
  name: Name,
  count: number,
): string {
  return pluralOf(language, count, [forms[`${name}_one`], forms[`${name}_other`]]);
}
