// The messages of a case. What could be opened is shown as text; the rest as it is, to be opened with GnuPG.
import type { CaseView } from '../disclosure/wire.ts';
import { formatMoment } from '../i18n/format.ts';
import type { LanguageCode } from '../i18n/languages.ts';
import { copyTextOf } from './copy.ts';
import { byId } from './page.ts';
import type { StatusTexts } from './status-texts.ts';

const list = byId('case-messages');
const none = byId('case-no-messages');

/** Shows every message; `opened` holds a text for each that could be opened. */
export function showConversation(
  view: CaseView,
  opened: (string | null)[],
  language: LanguageCode,
  texts: StatusTexts,
): void {
  none.hidden = view.messages.some(({ from }) => from === 'team');
  list.replaceChildren(
    ...view.messages.map((message, index) => messageItem(message, opened[index] ?? null, language, texts)),
  );
}

function messageItem(
  { from, at, number, sealed }: CaseView['messages'][number],
  text: string | null,
  language: LanguageCode,
  texts: StatusTexts,
): HTMLElement {
  const item = document.createElement('li');
  item.dataset['from'] = from;
  const head = document.createElement('p');
  head.className = 'message-head';
  const who = document.createElement('strong');
  who.textContent = from === 'team' ? texts.team : texts.you;
  const time = document.createElement('time');
  time.dateTime = at;
  time.textContent = formatMoment(new Date(at), language, Intl.DateTimeFormat().resolvedOptions().timeZone);
  head.append(who, ' ', time);
  const isForTeamOnly = from === 'reporter' && number > 1;
  const hint = isForTeamOnly ? texts.sealedForTeam : texts.sealedForKey;
  const body = text === null ? sealedBody(sealed, hint, !isForTeamOnly, texts) : textBody(text);
  item.append(head, number === 1 ? folded(texts.report, body) : body);
  return item;
}

function textBody(text: string): HTMLElement {
  const body = document.createElement('div');
  body.className = 'message-text';
  body.textContent = text.trimEnd();
  return body;
}

/** The report is long, and its writer knows it: it stands folded. */
function folded(title: string, body: HTMLElement): HTMLElement {
  const details = document.createElement('details');
  const summary = document.createElement('summary');
  summary.textContent = title;
  details.append(summary, body);
  return details;
}

function sealedBody(sealed: string, sentence: string, canOpen: boolean, texts: StatusTexts): HTMLElement {
  const body = document.createElement('div');
  const hint = document.createElement('p');
  hint.textContent = sentence;
  if (canOpen) {
    const command = document.createElement('code');
    command.textContent = 'gpg --decrypt';
    hint.append(' ', command);
  }
  const pre = document.createElement('pre');
  pre.tabIndex = 0;
  pre.textContent = sealed;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'quiet';
  button.textContent = texts.copy;
  const status = document.createElement('span');
  status.setAttribute('role', 'status');
  Object.assign(status.dataset, { copied: texts.copied, copyYourself: texts.copyYourself });
  button.addEventListener('click', () => void copyTextOf(pre, status));
  const actions = document.createElement('p');
  actions.className = 'actions';
  actions.append(button, status);
  body.append(hint, pre, actions);
  return body;
}
