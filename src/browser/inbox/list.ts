// The list of cases: what needs an answer first, then what waits, then the rest.
import { caseGroups, groupOf, runningDeadlines } from '../../disclosure/case-groups.ts';
import { type CaseSummary, casePageSchema } from '../../disclosure/team-wire.ts';
import { fillIn } from '../../i18n/fill-in.ts';
import { askTeam } from '../api/team.ts';
import { byId } from '../dom/by-id.ts';
import { boxFor, clearChoosing, setUpChoosing, showChoosing } from './choose.ts';
import {
  colleagueName,
  dayText,
  element,
  momentText,
  onlyOnce,
  plural,
  sentenceFor,
  tell,
  texts,
} from './page.ts';
import { dueElement, waitElement } from './times.ts';

const title = byId('list-title');
const form = byId<HTMLFormElement>('filter');
const code = byId<HTMLInputElement>('filter-code');
const codeError = byId('error-filter');
const statusFilter = byId<HTMLSelectElement>('filter-status');
const untouchedFilter = byId<HTMLInputElement>('filter-untouched');
const refreshButton = byId('list-refresh');
const status = byId('list-status');
const list = byId('list-cases');
const moreButton = byId('list-more');

let cases: CaseSummary[] = [];
let next: string | null = null;
/** Answers that come late, after another question, are passed over. */
let run = 0;
/** Questions that are under way, and what the last one asked for. */
let waiting = 0;
let asked = '';
/** What the list on the screen is the answer to. */
let answered = '';

/** Sets the filter and the buttons up. */
export function setUpList(): void {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void showList();
  });
  for (const filter of [statusFilter, untouchedFilter])
    filter.addEventListener('change', () => void showList());
  refreshButton.addEventListener('click', () => void showList());
  moreButton.addEventListener('click', onlyOnce(showMore));
  setUpChoosing(showList);
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
  if (page) show(page.cases, page.next);
}

/** Goes on in the list where somebody left it for a case, or at its beginning. */
export function focusInList(reference: string | null): void {
  (linkTo(reference) ?? title).focus();
}

/**
 * Fetches again what is on the screen, and shows it if something changed. Disturbs nobody: nothing is told unless there
 * is something new, what has the focus keeps it, and nothing is fetched while a search is being typed, or an answer is
 * under way.
 */
export async function refreshList(): Promise<void> {
  if (waiting > 0 || asked !== questionNow()) return;
  const seen = JSON.stringify([cases, next]);
  const wanted = wantedCode() ?? '';
  const found: CaseSummary[] = [];
  let following: string | null = null;
  do {
    const page = await fetchPage(wanted, following, true);
    if (!page) return;
    found.push(...page.cases);
    following = page.next;
  } while (following !== null && found.length < Math.max(1, cases.length));
  if (asked !== questionNow() || JSON.stringify([found, following]) === seen) return;
  const { activeElement } = document;
  const focused = list.contains(activeElement) ? activeElement : null;
  show(found, following);
  if (focused) (drawnAnew(focused) ?? title).focus({ preventScroll: true });
}

/** What stands now where this link or box of the list stood. */
function drawnAnew(old: Element): HTMLElement | null | undefined {
  return old instanceof HTMLInputElement
    ? list.querySelector<HTMLElement>(`input[value="${old.value}"]`)
    : linkTo(old.textContent);
}

function linkTo(reference: string | null): HTMLElement | undefined {
  const links = [...list.querySelectorAll<HTMLElement>('a')];
  return links.find(({ textContent }) => textContent === reference);
}

/** Takes everything off the screen again. */
export function clearList(): void {
  run += 1;
  cases = [];
  next = null;
  code.value = '';
  statusFilter.value = '';
  untouchedFilter.checked = false;
  tell(codeError, code, '');
  list.replaceChildren();
  clearChoosing();
  status.textContent = '';
  moreButton.hidden = true;
}

async function showMore(): Promise<void> {
  // The place to go on from is one of the list on the screen: another question begins at the beginning.
  if (answered !== questionNow()) return showList();
  const wanted = wantedCode();
  if (wanted === null || next === null) return;
  const page = await fetchPage(wanted, next);
  if (!page) return;
  show([...cases, ...page.cases], page.next);
  // Who asked for more goes on where the list went on.
  const first = page.cases[0]?.reference;
  if (first !== undefined) linkTo(first)?.focus();
}

async function fetchPage(
  wanted: string,
  after: string | null,
  isQuiet = false,
): Promise<{ cases: CaseSummary[]; next: string | null } | null> {
  run += 1;
  const own = run;
  const query = new URLSearchParams();
  if (wanted !== '') query.set('code', wanted);
  if (statusFilter.value !== '') query.set('status', statusFilter.value);
  if (untouchedFilter.checked) query.set('untouched', 'yes');
  if (after !== null) query.set('after', after);
  asked = questionNow();
  waiting += 1;
  const answer = await askTeam('GET', `cases?${query}`, casePageSchema);
  waiting -= 1;
  if (own !== run) return null;
  if (!answer.ok && !isQuiet) status.textContent = sentenceFor(answer.problem, answer.number);
  return answer.ok ? answer.value : null;
}

/** What the filter asks for as it stands. */
function questionNow(): string {
  return JSON.stringify([code.value.trim(), statusFilter.value, untouchedFilter.checked]);
}

/** What to search for: the last part of a reference, in capitals; null for what can't be in one. */
function wantedCode(): string | null {
  const typed = code.value.trim().toUpperCase();
  const wanted = typed.replace(/^CVD-\d{4}-/, '');
  return /^[0-9A-HJKMNP-TV-Z]{0,6}$/.test(wanted) ? wanted : null;
}

function show(found: CaseSummary[], following: string | null): void {
  cases = found;
  next = following;
  answered = asked;
  moreButton.hidden = next === null;
  const isFiltered = code.value.trim() !== '' || statusFilter.value !== '' || untouchedFilter.checked;
  const nothing = isFiltered ? texts.list.nothing : texts.list.empty;
  const count = cases.length === 0 ? nothing : plural(texts.list, 'count', cases.length);
  // The same again would be read out again.
  if (status.textContent !== count) status.textContent = count;
  const groups = Map.groupBy(cases, groupOf);
  list.replaceChildren(
    ...caseGroups.flatMap((group) => {
      const items = groups.get(group)?.map(itemOf);
      const title = element('h3', '', texts.list.groups[group]);
      return items
        ? [element('section', `case-group group-${group}`, title, element('ul', 'cases', ...items))]
        : [];
    }),
  );
  showChoosing(cases);
}

function itemOf(one: CaseSummary): HTMLElement {
  const link = element('a', 'reference', one.reference);
  link.href = `#${one.reference}`;
  const tags = element('p', 'tags', statusTag(one));
  if (one.urgent) tags.append(element('span', 'tag tag-strong', texts.list.urgent));
  if (one.exploitedAt !== null) tags.append(element('span', 'tag tag-strong', texts.list.exploited));
  if (one.sameAs !== null)
    tags.append(element('span', 'tag tag-notice', fillIn(texts.list.sameAs, { reference: one.sameAs })));
  const whose = one.assignee === null ? texts.list.nobody : colleagueName(one.assignee);
  const small = [
    fillIn(texts.list.received, { moment: momentText(one.receivedAt) }),
    one.assignee === null ? whose : fillIn(texts.list.of, { who: whose }),
  ];
  if (one.closedAt !== null) small.push(fillIn(texts.list.closed, { moment: momentText(one.closedAt) }));
  else if (one.fixExpectedAt !== null && one.resolvedAt === null)
    small.push(fillIn(texts.list.fix, { date: dayText(one.fixExpectedAt) }));
  const name = element('div', 'name', ...boxFor(one), link);
  return element('li', '', name, tags, ...dueLines(one), element('p', 'help', small.join(' · ')));
}

/** How a case stands, in a word or two; of a stub, that it is one. */
export function statusTag({ status, withdrawnAt }: CaseSummary): HTMLElement {
  return element('span', 'tag', withdrawnAt === null ? texts.statuses[status] : texts.stub.tag);
}

/** What waits in a case: the deadline that comes first, and a message without an answer. */
export function dueLines(one: CaseSummary): HTMLElement[] {
  if (one.status === 'closed') return [];
  const lines: HTMLElement[] = [];
  const [deadline] = runningDeadlines(one);
  if (deadline) {
    lines.push(dueElement('p', deadline.dueAt, `${texts.deadlines[deadline.name]}: `));
  }
  if (one.waitingSince !== null) lines.push(waitElement('p', one.waitingSince));
  return lines;
}
