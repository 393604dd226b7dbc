// The messages of a case. What could be opened is shown as text; the rest as it is, to be opened with GnuPG.

import type { CaseView } from '../../disclosure/case-view.ts';
import { limits } from '../../disclosure/limits.ts';
import { openCommand } from '../../disclosure/open-command.ts';
import type { StatusTexts } from '../../handover/status.ts';
import { fillIn } from '../../i18n/fill-in.ts';
import { formatBytes } from '../../i18n/format.ts';
import { plural } from '../../i18n/plural.ts';
import { byId } from '../dom/by-id.ts';
import { showText } from '../dom/foreign.ts';
import { momentHere } from '../dom/moment-here.ts';
import { type Shown, STRETCH } from '../dom/stretch.ts';
import { type Authored, authorsOf, type Message } from './author.ts';
import { authorDoubt, authorName, checkYourself, type MarkWords } from './author-mark.ts';
import type { FileDesk } from './file-desk.ts';
import { filesPart } from './files.ts';
import { RenderedTexts } from './rendered-text.ts';
import { sealedBlock } from './sealed-block.ts';

const list = byId('case-messages');
const none = byId('case-no-messages');
const earlier = byId('case-earlier');
const earlierButton = byId('case-show-earlier');
const earlierLeft = byId('case-earlier-left');

/** Has the button for earlier messages do `work`, which shows them. */
export function onEarlier(work: () => Promise<void>): void {
  earlierButton.onclick = async () => {
    await work();
    // The list was made anew: without this the keyboard would stand nowhere.
    const next = earlier.isConnected ? earlierButton : list.children[1];
    if (!(next instanceof HTMLElement)) return;
    if (next !== earlierButton) next.tabIndex = -1;
    next.focus();
  };
}

/** A case as it is shown: what of it is to be seen, and the key of the receipt, by which its reporter signs. */
export interface Conversation {
  view: CaseView;
  seen: { shown: Shown<Message>[]; earlier: number };
  /** Fingerprint of the reply key, upper case; null where there is none, or it did not open. */
  ownKey: string | null;
  /** What opens the files of messages. */
  desk: FileDesk;
}

/** What was rendered of the case that is on the screen. */
let rendered = new RenderedTexts();

/** Shows the messages that are to be seen, the report among them, and how many there are before these. */
export function showConversation(conversation: Conversation, words: MarkWords): void {
  const { view, seen, ownKey, desk } = conversation;
  const { shown, earlier: left } = seen;
  const { language, texts } = words;
  none.hidden = view.messages.some(({ from }) => from === 'team');
  none.textContent = view.replyKey === null ? texts.noMessagesKeyless : texts.noMessages;
  const authored = authorsOf(shown, view, ownKey, words.facts);
  const items = authored.map((one) => messageItem(one, view, words, desk));
  list.replaceChildren(...items);
  if (left > 0) items[0]?.after(earlier);
  const { show_one, show_other, left_one, left_other } = texts.earlier;
  earlierButton.textContent = plural(language, Math.min(left, STRETCH), [show_one, show_other]);
  // When one more stretch is all, the button says so.
  earlierLeft.textContent = left > STRETCH ? plural(language, left, [left_one, left_other]) : '';
}

/** Takes everything off the screen again. */
export function clearConversation(): void {
  rendered = new RenderedTexts();
  list.replaceChildren();
}

function messageItem(authored: Authored, view: CaseView, words: MarkWords, desk: FileDesk): HTMLElement {
  const { message, opening, authorship, isOld, text } = authored;
  const { from, at, number, sealed, withoutReporter } = message;
  const { language, texts } = words;
  const item = document.createElement('li');
  Object.assign(item.dataset, { from, ...(authorship && { author: authorship.kind }) });
  const head = document.createElement('p');
  head.className = 'message-head';
  const time = document.createElement('time');
  time.dateTime = at;
  time.textContent = momentHere(at, language);
  head.append(authorName(message, authorship, words), ' ', time);
  const doubt = authorDoubt(message, authorship, words);
  item.append(head, ...(doubt ? [doubt] : []));
  const isForTeamOnly = from === 'reporter' && number > 1;
  const most = formatBytes(limits.openedText, language);
  const notForYou = withoutReporter ? texts.withoutYou : texts.sealedForKey;
  const closed = isForTeamOnly ? texts.sealedForTeam : notForYou;
  const tooLong = fillIn(texts.tooLongToOpen, { most });
  const hints = { closed, 'too-long': tooLong, 'too-slow': texts.tooSlow, full: texts.full };
  const canOpen = opening.text !== null || opening.why !== 'closed' || (!isForTeamOnly && !withoutReporter);
  const isSignedElsewhere = from === 'team' && canOpen && !isOld;
  const body =
    opening.text === null || text === null
      ? sealedBody(sealed, { name: `${view.reference}-${number}`, number }, texts, {
          sentence: hints[opening.text === null ? opening.why : 'closed'],
          canOpen,
          check: isSignedElsewhere ? checkYourself(message, view.reference, words) : null,
        })
      : number > 1
        ? rendered.show(text, texts, 'folded')
        : written(text);
  if (number === 1) {
    const report = folded(texts.report, body);
    if (text !== null) onceUnfolded(report, () => void showReport(text, body, texts));
    item.append(report);
    return item;
  }
  const files = filesPart(authored, view, desk);
  item.append(body, ...(files ? [files] : []));
  return item;
}

/** The report is long, and its writer knows it: it stands folded. */
function folded(title: string, body: HTMLElement): HTMLElement {
  const details = document.createElement('details');
  const summary = document.createElement('summary');
  summary.textContent = title;
  details.append(summary, body);
  return details;
}

/** A text as it was written. */
function written(text: string): HTMLElement {
  const place = document.createElement('div');
  place.className = 'message-text';
  showText(place, text);
  return place;
}

function onceUnfolded(details: HTMLElement, work: () => void): void {
  details.addEventListener('toggle', work, { once: true });
}

/** The report as the team reads it, in the place of its text; what shows it may not arrive, and then the text stays. */
async function showReport(text: string, place: HTMLElement, texts: StatusTexts): Promise<void> {
  const { reportView } = await import('./report-view.ts').catch(() => ({ reportView: null }));
  const view = reportView?.(text, texts, rendered);
  if (view && place.isConnected) place.replaceWith(view);
}

/** A message that was not opened, why not, and how somebody opens it themselves. */
function sealedBody(
  sealed: string,
  { name, number }: { name: string; number: number },
  texts: StatusTexts,
  { sentence, canOpen, check }: { sentence: string; canOpen: boolean; check: HTMLElement | null },
): HTMLElement {
  const body = document.createElement('div');
  const hint = document.createElement('p');
  hint.textContent = sentence;
  if (canOpen) {
    const command = document.createElement('code');
    command.textContent = openCommand(name);
    hint.append(' ', command);
  }
  body.append(
    hint,
    ...(check ? [check] : []),
    ...sealedBlock(sealed, { name: `${name}.asc`, number }, texts),
  );
  return body;
}
