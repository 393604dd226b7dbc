// One case in front of the team: fetched, opened on this machine, and shown.
import { isolated } from '../../disclosure/foreign-text.ts';
import { type Report, readReport } from '../../disclosure/report.ts';
import { type TeamCase, teamCaseSchema } from '../../disclosure/team-wire.ts';
import { askTeam } from '../api/team.ts';
import { byId } from '../dom/by-id.ts';
import { createStretch, type Stretch } from '../dom/stretch.ts';
import { hasKey, openSealed } from '../workers/team/client.ts';
import { clearActions, setUpActions, showActions, tickFor } from './actions.ts';
import { clearCompose, forgetDrafts, setUpCompose, showCompose } from './compose.ts';
import { clearDrafts, setUpDrafts, showDrafts } from './drafts.ts';
import { clearFiles, showFiles } from './files.ts';
import { dueLines, statusTag } from './list.ts';
import { clearMarkdown } from './markdown.ts';
import {
  clearMessages,
  eventSentence,
  setUpMessages,
  showDeadlines,
  showMessages,
  showTimeline,
} from './messages.ts';
import type { CaseDesk, OpenCase } from './open-case.ts';
import { element, onlyOnce, sentenceFor, texts } from './page.ts';
import { readerOf } from './reader.ts';
import { clearReport, setUpReport, showReport } from './report.ts';
import { sameAsNote } from './same-as.ts';
import { clearSpam, setUpSpam, showSpam } from './spam.ts';
import { clearStub, setUpStub, showStub } from './stub.ts';

const panel = byId('team-case');
const title = byId('case-title');
const tags = byId('case-facts');
const sameAs = byId('case-same-as');
const due = byId('case-due');
const status = byId('case-status');
const refreshButton = byId('case-refresh');
const backLink = byId('case-back');
const conflictBox = byId('conflict');
const conflictList = byId('conflict-list');
const columns = panel.querySelector<HTMLElement>('.case-columns') as HTMLElement;

let current: OpenCase | null = null;
/** The case that is wanted on the screen; it may still be on its way. */
let wanted = '';
/** Reports that were opened elsewhere and pasted here, by reference. */
const pasted = new Map<string, string>();
/** How much of the conversation is on the screen, and what was opened of it. */
let stretch: Stretch<TeamCase['messages'][number]> = createStretch();
/** Answers that come late, after another case was opened, are passed over. */
let run = 0;
let desk: CaseDesk;

/** Sets the parts up. */
export function setUpCase(page: Pick<CaseDesk, 'loadKey' | 'notice' | 'leave'>): void {
  desk = { ...page, current: () => required(current), shows, showEarlier, refresh, conflict, paste };
  setUpReport(desk);
  setUpMessages(desk);
  setUpCompose(desk);
  setUpActions(desk);
  setUpSpam(desk);
  setUpDrafts(desk);
  setUpStub();
  refreshButton.addEventListener('click', onlyOnce(refresh));
  backLink.addEventListener('click', (event) => {
    event.preventDefault();
    desk.leave('');
  });
}

/** Fetches, opens and shows a case. */
export async function openCase(reference: string): Promise<void> {
  if (wanted !== reference) {
    closeCase();
    wanted = reference;
    title.textContent = reference;
    columns.hidden = true;
  }
  panel.hidden = false;
  await load();
  // Whoever came here by a link, or loaded a key, stands nowhere now.
  if (wanted === reference && document.activeElement === document.body) title.focus();
}

/** Takes the case off the screen; with `forget`, what was pasted as well. */
export function closeCase({ forget = false }: { forget?: boolean } = {}): void {
  run += 1;
  wanted = '';
  current = null;
  stretch = createStretch();
  panel.hidden = true;
  conflictBox.hidden = true;
  for (const place of [title, tags, sameAs, due, status, conflictList]) place.textContent = '';
  clearReport();
  clearFiles();
  clearMessages();
  clearMarkdown();
  clearCompose();
  clearActions();
  clearSpam();
  clearDrafts();
  clearStub();
  if (forget) pasted.clear();
}

function shows(reference: string): boolean {
  return current?.view.reference === reference;
}

async function refresh(): Promise<void> {
  conflictBox.hidden = true;
  await load();
}

async function conflict(): Promise<void> {
  const { reference, version: seen } = required(current).view;
  await load();
  if (!shows(reference)) return;
  const fresh = required(current).view.events.filter(({ version }) => version > seen);
  conflictList.replaceChildren(
    ...fresh.map((event) => {
      const words = [eventSentence(event), event.by === null ? '' : isolated(event.by)];
      return element('li', '', words.filter((text) => text !== '').join(' · '));
    }),
  );
  conflictBox.hidden = false;
  conflictBox.focus();
}

async function showEarlier(): Promise<void> {
  stretch.more();
  await look(required(current).view);
}

async function paste(text: string): Promise<boolean> {
  const { view } = required(current);
  if (parse(text) === null) return false;
  pasted.set(view.reference, text);
  await look(view);
  return true;
}

async function load(): Promise<void> {
  run += 1;
  const own = run;
  status.textContent = texts.case.loading;
  const answer = await askTeam('GET', `cases/${wanted}`, teamCaseSchema);
  if (own !== run) return;
  if (!answer.ok) {
    status.textContent = sentenceFor(answer.problem, answer.number);
    return;
  }
  if (answer.value.withdrawnAt !== null) forgetContents(answer.value.reference);
  if (await look(answer.value)) {
    status.textContent = '';
    columns.hidden = false;
  }
}

/** Opens what is to be seen of a case and shows it; false when another was opened meanwhile. */
async function look(view: TeamCase): Promise<boolean> {
  const own = run;
  // Where opening fails, or there is no key, the sealed messages are shown as they are.
  const seen = await stretch
    .look(view.messages, hasKey() ? (sealed) => openSealed(sealed, () => own === run) : null)
    .catch(() => stretch.look(view.messages, null));
  const assembled = await assemble(view, seen);
  if (own !== run) return false;
  current = assembled;
  show();
  return true;
}

/** What a reporter withdrew goes from here as well, and so does what was being answered to it. */
function forgetContents(reference: string): void {
  pasted.delete(reference);
  clearReport();
  clearFiles();
  clearMessages();
  clearMarkdown();
  clearCompose();
  forgetDrafts(reference);
  clearDrafts();
}

async function assemble(view: TeamCase, seen: Pick<OpenCase, 'shown' | 'earlier'>): Promise<OpenCase> {
  const reportText = seen.shown[0]?.opening.text ?? pasted.get(view.reference) ?? null;
  const report = reportText === null ? null : parse(reportText);
  return { view, ...seen, reportText, report, ...(await readerOf(view, report, reportText)) };
}

function parse(text: string): Report | null {
  try {
    return readReport(text);
  } catch {
    return null;
  }
}

function show(): void {
  const open = required(current);
  const { view } = open;
  title.textContent = view.reference;
  tags.replaceChildren(statusTag(view));
  if (view.urgent) tags.append(element('span', 'tag tag-strong', texts.list.urgent));
  if (view.exploitedAt !== null) tags.append(element('span', 'tag tag-strong', texts.list.exploited));
  sameAs.replaceChildren(...sameAsNote(view.sameAs, view.reference));
  due.replaceChildren(...dueLines(view));
  if (view.withdrawnAt === null) {
    showReport(open, desk);
    showFiles(open);
    showMessages(open);
    showCompose(open);
    showDrafts(open);
  }
  showDeadlines(view, tickFor);
  showTimeline(view);
  showActions(view);
  showStub(view);
  showSpam(view);
}

function required<T>(value: T | null): T {
  if (value === null) throw new Error('no case is open');
  return value;
}
