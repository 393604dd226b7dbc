// What was said and what happened in a case: conversation, deadlines and timeline.
import { isolated } from '../../disclosure/foreign-text.ts';
import type { TeamCase } from '../../disclosure/team-wire.ts';
import { fillIn } from '../../i18n/fill-in.ts';
import { formatEuros } from '../../i18n/format.ts';
import { byId } from '../dom/by-id.ts';
import { nameElement } from '../dom/foreign-names.ts';
import { type Opening, STRETCH } from '../dom/stretch.ts';
import { hasKey } from '../workers/team/client.ts';
import { partsBlock } from './mail-parts.ts';
import { markdownBlock } from './markdown.ts';
import type { CaseDesk, OpenCase } from './open-case.ts';
import {
  colleagueName,
  dayText,
  element,
  facts,
  momentText,
  onlyOnce,
  plural,
  texts,
  timeElement,
} from './page.ts';
import { sameAsNote } from './same-as.ts';
import { type NotOpenedHere, sealedBlock, sealedDetails, sentenceOf } from './sealed.ts';
import { dueElement } from './times.ts';

const messages = byId('team-messages');
const earlier = byId('earlier');
const earlierButton = byId('show-earlier');
const earlierLeft = byId('earlier-left');
const noMessages = byId('no-messages');
const deadlines = byId('deadlines');
const timeline = byId('team-timeline');

type Message = TeamCase['messages'][number];
type Event = TeamCase['events'][number];

/** The messages on the screen, by what they show: one that has not changed stays as it is. */
let shown = new Map<string, HTMLElement>();

/** Sets the button for earlier messages up. */
export function setUpMessages(desk: CaseDesk): void {
  earlierButton.addEventListener(
    'click',
    onlyOnce(async () => {
      await desk.showEarlier();
      // Without the button the keyboard would stand nowhere.
      const first = messages.firstElementChild;
      if (earlier.hidden && first instanceof HTMLElement) {
        first.tabIndex = -1;
        first.focus();
      }
    }),
  );
}

/** Shows the newest messages behind the report, and how many there are before these. */
export function showMessages({ view, shown: inView, earlier: left }: OpenCase): void {
  const items = new Map<string, HTMLElement>();
  for (const { message, opening } of inView) {
    if (message.number === 1) continue;
    const state = opening.text === null ? `${opening.why} ${hasKey()}` : '';
    const key = `${view.reference} ${message.id} ${state}`;
    items.set(key, shown.get(key) ?? messageItem(message, opening, view));
  }
  shown = items;
  messages.replaceChildren(...items.values());
  noMessages.hidden = items.size > 0;
  earlier.hidden = left === 0;
  earlierButton.textContent = plural(texts.case, 'earlier', Math.min(left, STRETCH));
  // When one more stretch is all, the button says so.
  earlierLeft.textContent = left > STRETCH ? plural(texts.case, 'earlierLeft', left) : '';
}

/** Takes everything off the screen again. */
export function clearMessages(): void {
  shown.clear();
  earlier.hidden = true;
  for (const place of [messages, deadlines, timeline]) place.replaceChildren();
}

/** Shows what is due, and what was done in time or not. `made` gives a button for a report that can be ticked off. */
export function showDeadlines(view: TeamCase, made: (name: string) => HTMLElement | null): void {
  deadlines.replaceChildren(
    ...view.deadlines.map(({ name, dueAt, doneAt }) => {
      const title = element('strong', '', texts.deadlines[name]);
      if (doneAt !== null) {
        return element(
          'li',
          'met',
          title,
          element('span', 'when', fillIn(texts.case.deadlineDone, { moment: momentText(doneAt) })),
        );
      }
      const lines: HTMLElement[] = [];
      if (dueAt === null) lines.push(element('span', 'when', texts.case.deadlineUnknown));
      else {
        lines.push(
          dueElement('span', dueAt),
          element('span', 'when', fillIn(texts.case.deadlineOpen, { moment: momentText(dueAt) })),
        );
      }
      const tick = made(name);
      return element('li', '', title, ...lines, ...(tick ? [tick] : []));
    }),
  );
}

/** Shows what happened, the latest first. */
export function showTimeline(view: TeamCase): void {
  const received = element(
    'li',
    '',
    texts.case.events.received,
    element('span', 'when', timeElement(view.receivedAt, momentText(view.receivedAt))),
  );
  timeline.replaceChildren(...view.events.toReversed().map(eventItem), received);
}

/** An event as one sentence. */
export function eventSentence({ kind, value }: Event): string {
  const { events } = texts.case;
  const { assessments } = texts.compose;
  switch (kind) {
    case 'response':
      return fillIn(events.response, { value: assessments[value as keyof typeof assessments] });
    case 'status':
      return fillIn(events.status, { value: texts.statuses[value as TeamCase['status']] });
    case 'fix-expected':
      return value === ''
        ? events['fix-expected-none']
        : fillIn(events['fix-expected'], { value: dayText(value) });
    case 'reward':
      return value === ''
        ? events['reward-none']
        : fillIn(events.reward, { value: formatEuros(Number(value), facts.language) });
    case 'credit':
      return fillIn(events.credit, { value: texts.actions.credits[value as TeamCase['credit']] });
    case 'assigned':
      return value === ''
        ? events['assigned-none']
        : fillIn(events.assigned, { value: isolated(colleagueName(value)) });
    case 'exploited':
      if (value === 'no') return events['exploited-no'];
      return value === 'yes'
        ? events['exploited-yes']
        : fillIn(events['exploited-since'], { value: momentText(value) });
    case 'reported':
      return fillIn(events.reported, { value: texts.deadlines[value as keyof typeof texts.deadlines] });
    case 'reply':
      return events.reply;
    case 'without-reporter':
      return events['without-reporter'];
    case 'message':
      return events.message;
    case 'withdrawn':
      return events.withdrawn;
    case 'fix-available':
      return value === ''
        ? events['fix-available-none']
        : fillIn(events['fix-available'], { value: momentText(value) });
  }
}

function eventItem(event: Event): HTMLElement {
  const when = element('span', 'when', timeElement(event.at, momentText(event.at)));
  if (event.by !== null) when.append(` · ${fillIn(texts.case.by, { who: isolated(event.by) })}`);
  return element('li', '', eventSentence(event), when);
}

function messageItem(message: Message, opening: Opening, { reference, events }: TeamCase): HTMLElement {
  const isUnread = events.some(({ kind, value }) => kind === 'without-reporter' && value === message.id);
  const who = message.from === 'team' ? (message.by ?? '') : texts.case.reporter;
  const head = element(
    'p',
    'message-head',
    element('strong', '', nameElement(who)),
    ' ',
    timeElement(message.at, momentText(message.at)),
  );
  const fileName = `${reference}-${message.number}.asc`;
  const body =
    opening.text === null
      ? [...whyNot(opening.why), sealedBlock(message.sealed, fileName)]
      : [
          markdownBlock(opening.text, opening.raw ?? opening.text),
          ...partsBlock(opening.files),
          sealedDetails(message.sealed, fileName),
        ];
  const unread = isUnread ? [element('p', 'help', texts.case.events['without-reporter'])] : [];
  const item = element('li', '', head, ...unread, ...sameAsNote(message.sameAs, reference), ...body);
  item.dataset['from'] = message.from;
  return item;
}

/** Without a key nothing is said at each message: it stands above the report. */
function whyNot(why: NotOpenedHere): HTMLElement[] {
  return hasKey() ? [element('p', '', sentenceOf(why))] : [];
}
