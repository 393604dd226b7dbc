// The list of cases: what needs an answer first, then what waits, then the rest.
import { type CaseSummary, casePageSchema } from '../disclosure/team-wire.ts';
import { fillIn } from '../i18n/fill-in.ts';
import { askTeam } from './inbox-api.ts';
import {
  colleagueName,
  dayText,
  element,
  momentText,
  onlyOnce,
  plural,
  sentenceFor,
  spanText,
  tell,
  texts,
} from './inbox-page.ts';
import { byId } from './page.ts';

const title = byId('list-title');
const form = byId<HTMLFormElement>('filter');
const code = byId<HTMLInputElement>('filter-code');
const codeError = byId('error-filter');
const statusFilter = byId<HTMLSelectElement>('filter-status');
const refreshButton = byId('list-refresh');
const status = byId('list-status');
const list = byId('list-cases');
const moreButton = byId('list-more');

type Group = '1' | '2' | '3' | '4';

let cases: CaseSummary[] = [];
let next: string | null = null;
/** Answers that come late, after another question, are passed over. */
let run = 0;

/** Sets the filter and the buttons up. */
export function setUpList(): void {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void showList();
  });
  statusFilter.addEventListener('change', () => void showList());
  refreshButton.addEventListener('click', () => void showList());
  moreButton.addEventListener('click', onlyOnce(showMore));
}

/** Fetches the first page and shows it. */
export async function showList(): Promise<void> {
  const wanted = wantedCode();
  tell(codeError, code, wanted === null ? texts.list.wrongCode : '');
  if (wanted === null) return code.focus();
  status.textContent = texts.list.loading;
  let page = await fetchPage(wanted, null);
  // A search looks at so many at a time; one that has found nothing yet goes on by itself.
  while (page?.cases.length === 0 && page.next !== null) page = await fetchPage(wanted, page.next);
  if (page) show(page.cases, page.next, 0);
}

/** Goes on in the list where somebody left it for a case, or at its beginning. */
export function focusInList(reference: string | null): void {
  const links = [...list.querySelectorAll<HTMLElement>('a')];
  (links.find(({ textContent }) => textContent === reference) ?? title).focus();
}

/** Takes everything off the screen again. */
export function clearList(): void {
  run += 1;
  cases = [];
  next = null;
  code.value = '';
  statusFilter.value = '';
  tell(codeError, code, '');
  list.replaceChildren();
  status.textContent = '';
  moreButton.hidden = true;
}

async function showMore(): Promise<void> {
  const wanted = wantedCode();
  if (wanted === null || next === null) return;
  const before = cases.length;
  const page = await fetchPage(wanted, next);
  if (page) show([...cases, ...page.cases], page.next, before);
}

async function fetchPage(
  wanted: string,
  after: string | null,
): Promise<{ cases: CaseSummary[]; next: string | null } | null> {
  run += 1;
  const own = run;
  const query = new URLSearchParams();
  if (wanted !== '') query.set('code', wanted);
  if (statusFilter.value !== '') query.set('status', statusFilter.value);
  if (after !== null) query.set('after', after);
  const answer = await askTeam('GET', `cases?${query}`, casePageSchema);
  if (own !== run) return null;
  if (!answer.ok) status.textContent = sentenceFor(answer.problem, answer.number);
  return answer.ok ? answer.value : null;
}

/** What to search for: the last part of a reference, in capitals; null for what can't be in one. */
function wantedCode(): string | null {
  const typed = code.value.trim().toUpperCase();
  const wanted = typed.replace(/^CVD-\d{4}-/, '');
  return /^[0-9A-HJKMNP-TV-Z]{0,6}$/.test(wanted) ? wanted : null;
}

function show(found: CaseSummary[], following: string | null, focusAt: number): void {
  cases = found;
  next = following;
  moreButton.hidden = next === null;
  const isFiltered = code.value.trim() !== '' || statusFilter.value !== '';
  const nothing = isFiltered ? texts.list.nothing : texts.list.empty;
  status.textContent = cases.length === 0 ? nothing : plural(texts.list, 'count', cases.length);
  const groups = new Map<Group, HTMLElement>();
  for (const one of cases) {
    const group = groupOf(one);
    const items = groups.get(group) ?? element('ul', 'cases');
    groups.set(group, items);
    items.append(itemOf(one));
  }
  list.replaceChildren(
    ...[...groups].map(([group, items]) =>
      element('section', `case-group group-${group}`, element('h3', '', texts.list.groups[group]), items),
    ),
  );
  // Who asked for more goes on where the list went on.
  if (focusAt > 0) list.querySelectorAll('a')[focusAt]?.focus();
}

function groupOf(one: CaseSummary): Group {
  if (one.status === 'closed') return '4';
  if (openDeadline(one)) return '1';
  return one.waitingSince === null ? '3' : '2';
}

function openDeadline({ deadlines }: CaseSummary) {
  const open = deadlines.flatMap(({ name, dueAt, doneAt }) =>
    dueAt !== null && doneAt === null ? [{ name, dueAt }] : [],
  );
  return open.sort((one, other) => Date.parse(one.dueAt) - Date.parse(other.dueAt))[0];
}

function itemOf(one: CaseSummary): HTMLElement {
  const link = element('a', 'reference', one.reference);
  link.href = `#${one.reference}`;
  const tags = element('p', 'tags', element('span', 'tag', texts.statuses[one.status]));
  if (one.urgent) tags.append(element('span', 'tag tag-strong', texts.list.urgent));
  if (one.exploitedAt !== null) tags.append(element('span', 'tag tag-strong', texts.list.exploited));
  const whose = one.assignee === null ? texts.list.nobody : colleagueName(one.assignee);
  const small = [
    fillIn(texts.list.received, { moment: momentText(one.receivedAt) }),
    one.assignee === null ? whose : fillIn(texts.list.of, { who: whose }),
  ];
  if (one.closedAt !== null) small.push(fillIn(texts.list.closed, { moment: momentText(one.closedAt) }));
  else if (one.fixExpectedAt !== null && one.resolvedAt === null)
    small.push(fillIn(texts.list.fix, { date: dayText(one.fixExpectedAt) }));
  return element('li', '', link, tags, ...dueLines(one), element('p', 'help', small.join(' · ')));
}

/** What waits in a case: the deadline that comes first, and a message without an answer. */
export function dueLines(one: CaseSummary): HTMLElement[] {
  if (one.status === 'closed') return [];
  const lines: HTMLElement[] = [];
  const deadline = openDeadline(one);
  if (deadline) {
    const isLate = Date.parse(deadline.dueAt) < Date.now();
    const span = fillIn(isLate ? texts.list.late : texts.list.left, { span: spanText(deadline.dueAt) });
    const line = element('p', isLate ? 'due due-late' : 'due', `${texts.deadlines[deadline.name]}: ${span}`);
    lines.push(line);
  }
  if (one.waitingSince !== null)
    lines.push(element('p', 'due', fillIn(texts.list.waits, { span: spanText(one.waitingSince) })));
  return lines;
}
