// The day on which the finding may be published: proposed by the team, agreed to by its reporter in a message that proves it.
import type { CaseView } from '../../disclosure/case-view.ts';
import type { StatusTexts } from '../../handover/status.ts';
import { fillIn } from '../../i18n/fill-in.ts';
import { formatDate } from '../../i18n/format.ts';
import type { LanguageCode } from '../../i18n/languages.ts';
import type { Failure } from '../api/ask.ts';
import { byId } from '../dom/by-id.ts';
import { momentHere } from '../dom/moment-here.ts';
import type { SendFollowUp } from './follow-up.ts';
import { beginMessage, notSealed } from './message-form.ts';

const part = byId('case-publication');
const title = byId('publication-title');
const state = byId('publication-state');
const acts = byId('publication-acts');
const help = byId('publication-help');
const agreeButton = byId('publication-agree');
const otherButton = byId('publication-other');
const told = byId('publication-status');

/** The day that is shown, `YYYY-MM-DD`: the one that is agreed to. */
let shownDay = '';
/** Whether it is shown as one that the reporter agreed to. */
let shownAgreed = false;

/** Shows what is proposed, agreed or done; what is said of an agreement stays while its day does. */
export function showPublication(view: CaseView, language: LanguageCode, texts: StatusTexts): void {
  const { publishOn, publishAgreedAt, publishedAt, publishGivenUp } = view;
  const day = publishOn?.slice(0, 10) ?? '';
  if (day !== shownDay) told.textContent = '';
  shownDay = day;
  shownAgreed = publishAgreedAt !== null;
  part.hidden = publishOn === null && publishGivenUp === null;
  const given = dayIn(publishGivenUp?.slice(0, 10) ?? '', language);
  const { givenUp, givenUpAlone } = texts.publication;
  const lost = given && fillIn(publishOn === null ? givenUpAlone : givenUp, { day: given });
  const said = publishOn === null ? '' : sentenceOf(view, publishOn, language, texts);
  state.textContent = `${lost} ${said}`.trim();
  help.textContent = view.replyKey === null ? texts.publication.helpUnsigned : texts.publication.help;
  help.hidden = publishAgreedAt !== null;
  agreeButton.textContent = fillIn(texts.publication.agree, { day: dayIn(day, language) });
  agreeButton.hidden = publishAgreedAt !== null;
  acts.hidden = publishOn === null || publishedAt !== null;
}

/** Has the two buttons do what they say. @param agree agrees to a day */
export function onPublication(
  language: LanguageCode,
  texts: StatusTexts,
  agree: (day: string) => Promise<void>,
): void {
  agreeButton.onclick = () => agree(shownDay);
  otherButton.onclick = () =>
    beginMessage(`${fillIn(texts.publication.otherWords, { day: dayIn(shownDay, language) })} `);
}

/** Takes everything off the screen again. */
export function clearPublication(): void {
  shownDay = '';
  shownAgreed = false;
  part.hidden = true;
  for (const place of [state, help, agreeButton, told]) place.textContent = '';
}

/** The case that is agreed in. */
interface Agreement {
  send: SendFollowUp;
  /** Fetches the case anew. @returns a sentence that says why not */
  refresh: () => Promise<string | null>;
  sentenceFor: (failure: Failure) => string;
  isLeft: () => boolean;
}

/** Sends what proves the agreement: a message that names the day, signed and sealed. */
export async function agreeWith(
  day: string,
  { send, refresh, sentenceFor, isLeft }: Agreement,
  language: LanguageCode,
  texts: StatusTexts,
): Promise<void> {
  const { publication } = texts;
  told.classList.remove('unseen');
  told.textContent = texts.sending;
  const words = fillIn(publication.agreeWords, { day: dayIn(day, language), date: day });
  let said: string;
  try {
    const answer = await send(words, [], day);
    const isThere = answer.ok || answer.problem === 'already-agreed';
    said = isThere ? publication.agreedNow : `${publication.notAgreed} ${sentenceFor(answer)}`;
    // Also where the day is another by now: then that one is shown.
    if (isThere || answer.problem === 'other-date') await refresh();
  } catch (fault) {
    said = notSealed(fault, texts);
  }
  if (isLeft()) return;
  // For the eye the sentence above says it, once the day is agreed to.
  told.classList.toggle('unseen', shownAgreed);
  told.textContent = said;
  // Also where the day was taken away meanwhile.
  part.hidden = false;
  // The button that was pressed may be gone.
  title.focus();
}

function sentenceOf(
  { publishAgreedAt, publishedAt }: CaseView,
  publishOn: string,
  language: LanguageCode,
  { publication }: StatusTexts,
): string {
  const day = dayIn(publishOn, language);
  if (publishedAt !== null)
    return fillIn(publication.published, { moment: momentHere(publishedAt, language) });
  if (publishAgreedAt === null) return fillIn(publication.proposed, { day });
  return fillIn(publication.agreed, { day, moment: momentHere(publishAgreedAt, language) });
}

const dayIn = (day: string, language: LanguageCode) =>
  day === '' ? '' : formatDate(new Date(day), language);
