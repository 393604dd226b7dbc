// What goes to the reporter: the first response, whole, or a message with what changes in the case.
import { addressesIn } from '../../disclosure/addresses-in.ts';
import { isolated } from '../../disclosure/foreign-text.ts';
import {
  emptyContent,
  type FormContent,
  faultsOf,
  openEndsOf,
  type Place,
  requestOf,
} from '../../disclosure/reply-form.ts';
import { changedSchema, type TeamCase } from '../../disclosure/team-wire.ts';
import { fillIn } from '../../i18n/fill-in.ts';
import { formatEuros } from '../../i18n/format.ts';
import { tellKeysGone } from '../api/keys-gone.ts';
import { askTeam } from '../api/team.ts';
import { byId } from '../dom/by-id.ts';
import { hasKey } from '../workers/team/client.ts';
import { clearFaults, onFormChange, readForm, shapeForm, showFixDay, tellFaults, writeForm } from './form.ts';
import type { CaseDesk, OpenCase } from './open-case.ts';
import { facts, sentenceFor, texts } from './page.ts';
import { setUpReady, showReady, updateLetter } from './ready.ts';
import { ReplyFault, replyArrived, sealReply } from './reply.ts';

const title = byId('compose-title');
const promise = byId('compose-promise');
const reach = byId('compose-reach');
const form = byId<HTMLFormElement>('compose-form');
const state = byId('compose-state');
const unchecked = byId('sealed-unchecked');

/** What stands in the form, and what stood in it before anybody typed. */
interface Draft {
  content: FormContent;
  base: Pick<FormContent, 'date' | 'reward'>;
}
type Outcome = { ok: true } | { ok: false; isConflict: boolean; place: Place; sentence: string };

const placeOfCode: Record<string, Place> = {
  'fix-date-needed': 'date',
  'fix-date-past': 'date',
  'reward-too-low': 'reward',
};

const openEnds = openEndsOf(Object.values(texts.replies).flatMap((letters) => Object.values(letters)));

/** What was typed in cases that are not on the screen now. */
const drafts = new Map<string, Draft>();
/** Cases from which something is on its way. */
const sending = new Set<string>();
let desk: CaseDesk;
let reference = '';
let base: Draft['base'] = emptyContent;

/** Sets the form up. */
export function setUpCompose(caseDesk: CaseDesk): void {
  desk = caseDesk;
  setUpReady(readForm, () => desk.current().view);
  onFormChange(() => {
    const { view } = desk.current();
    showFixDay(view);
    updateLetter(view, readForm());
    unchecked.hidden = hasKey();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  addEventListener('beforeunload', (event) => {
    if (drafts.size > 0 || isTyped({ content: readForm(), base })) event.preventDefault();
  });
}

/** Shows the form for a case; what was typed stays. */
export function showCompose(open: OpenCase): void {
  const { view } = open;
  const isFirst = view.respondedAt === null;
  title.textContent = isFirst ? texts.compose.titleFirst : texts.compose.titleReply;
  promise.hidden = !isFirst;
  showReady(view);
  const isOther = reference !== view.reference;
  const draft = isOther ? drafts.get(view.reference) : { content: readForm(), base };
  drafts.delete(view.reference);
  reference = view.reference;
  const content = { ...(draft?.content ?? emptyContent) };
  const fresh = { date: view.fixExpectedAt?.slice(0, 10) ?? '', reward: String(view.reward ?? '') };
  for (const name of ['date', 'reward'] as const)
    if (content[name] === (draft?.base[name] ?? '')) content[name] = fresh[name];
  base = fresh;
  shapeForm(view, open.gap !== null);
  writeForm(content);
  showFixDay(view);
  unchecked.hidden = hasKey();
  void tellKeysGone();
  reach.textContent = reachOf(open);
  reach.hidden = reach.textContent === '';
}

/** Why the reporter can't read what is sent from here, and how they can be reached; empty when they can. */
function reachOf({ reportText, report, readers, readerFault, gap }: OpenCase): string {
  const { noReplyKey, otherKey, reportClosed, teamOnly } = texts.compose;
  if (reportText === null) return gap === null ? '' : reportClosed;
  if (readers.length > 0 && gap === null) return '';
  const why = readerFault === null ? noReplyKey : texts.compose.readerFaults[readerFault];
  const how = contactIn(report?.contact ?? '', reportText);
  return (gap === 'other-key' ? [otherKey, how] : [why, teamOnly, how]).join(' ');
}

/** How the reporter can be reached: as they say, else at an address somewhere in what they wrote. */
function contactIn(contact: string, reportText: string): string {
  const { reach: reachedAt, reachIn, noReach } = texts.compose;
  if (contact !== '') return fillIn(reachedAt, { contact: isolated(contact) });
  const addresses = addressesIn(reportText, [facts.contactEmail]);
  return addresses.length === 0 ? noReach : fillIn(reachIn, { contact: addresses.map(isolated).join(', ') });
}

/** Takes the form's content off the screen and keeps it for when the case is opened again. */
export function clearCompose(): void {
  const draft = { content: readForm(), base };
  if (reference !== '' && isTyped(draft)) drafts.set(reference, draft);
  reference = '';
  empty();
  reach.textContent = '';
  state.textContent = '';
  clearFaults();
}

/** Forgets what was typed: in one case, or in all. */
export function forgetDrafts(one?: string): void {
  if (one === undefined) drafts.clear();
  else drafts.delete(one);
}

function empty(): void {
  writeForm(emptyContent);
  base = emptyContent;
}

function isTyped({ content, base: before }: Draft): boolean {
  const { assessment, status, message, sealed, date, reward } = content;
  const isFilled = [assessment, status, message.trim(), sealed.trim()].some((text) => text !== '');
  return isFilled || date !== before.date || reward !== before.reward;
}

async function submit(): Promise<void> {
  const open = desk.current();
  const { view } = open;
  if (sending.has(view.reference)) return;
  clearFaults();
  // One moment's content makes the request, whatever is typed or opened while it is under way.
  const content = readForm();
  const faults = faultsOf(view, content, facts.leastReward, openEnds);
  if (isUnsaid(open, content)) faults.push(['withoutReporter', 'needWithout']);
  if (faults.length > 0) {
    const least = formatEuros(facts.leastReward, facts.language);
    return tellFaults(faults.map(([place, name]) => [place, fillIn(texts.compose[name], { least })]));
  }
  sending.add(view.reference);
  state.textContent = texts.compose.working;
  try {
    await finish(view, await send(open, content));
  } finally {
    sending.delete(view.reference);
  }
}

/** Whether a message would go that the reporter can't read, and nobody said so; without the report it does not go. */
function isUnsaid({ gap, reportText }: OpenCase, { message, sealed, withoutReporter }: FormContent): boolean {
  const hasMessage = message.trim() !== '' || sealed.trim() !== '';
  return gap !== null && reportText !== null && hasMessage && withoutReporter === '';
}

async function send(open: OpenCase, content: FormContent): Promise<Outcome> {
  const { reference: name, version } = open.view;
  const { method, path, fields } = requestOf(open.view, content);
  try {
    const reply = await sealReply(open, content, fields);
    const body = { version, ...fields, ...(reply === null ? {} : { message: reply }) };
    const answer = await askTeam(method, `cases/${name}${path}`, changedSchema, body);
    if (answer.ok) return { ok: true };
    const place = placeOfCode[answer.problem] ?? (content.sealed.trim() === '' ? 'message' : 'sealed');
    const isConflict = answer.problem === 'version-conflict';
    return { ok: false, isConflict, place, sentence: sentenceFor(answer.problem, answer.number) };
  } catch (error) {
    const fault = error instanceof ReplyFault ? error : undefined;
    const sentence = fault?.sentence ?? texts.errors.internal;
    return { ok: false, isConflict: false, place: fault?.place ?? 'message', sentence };
  }
}

/** Somebody may look at another case by now: then it is told above the page, and what is in the form stays. */
async function finish(view: TeamCase, outcome: Outcome): Promise<void> {
  const isShown = desk.shows(view.reference);
  if (isShown) state.textContent = '';
  else {
    const sentence = outcome.ok ? texts.compose.done : outcome.sentence;
    desk.notice(`${view.reference}: ${sentence}`);
  }
  if (outcome.ok) {
    replyArrived(view.reference);
    drafts.delete(view.reference);
    if (!isShown) return;
    empty();
    await desk.refresh();
    if (desk.shows(view.reference)) state.textContent = texts.compose.done;
  } else if (isShown && outcome.isConflict) {
    await desk.conflict();
  } else if (isShown) {
    tellFaults([[outcome.place, outcome.sentence]]);
  }
}
