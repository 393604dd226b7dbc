// Choosing untouched reports in the list, to erase them as spam in one go.
import type { CaseSummary } from '../../disclosure/team-wire.ts';
import { fillIn } from '../../i18n/fill-in.ts';
import { byId } from '../dom/by-id.ts';
import { element, onlyOnce, plural, texts } from './page.ts';
import { eraseAsSpam, isSureOfSpam, spamResult } from './spam.ts';

const bar = byId('choose');
const all = byId<HTMLInputElement>('choose-all');
const allLabel = byId('choose-all-label');
const eraseButton = byId('choose-erase');
const result = byId('choose-result');
const list = byId('list-cases');

/** Cases as they were chosen, by reference: one that has changed since was not chosen as it is now. */
const chosen = new Map<string, CaseSummary>();
/** The cases on the screen that can be chosen. */
let offered = new Map<string, CaseSummary>();
/** The case at which a stretch that is chosen with Shift begins. */
let last = '';

/** Sets the bar above the list up. @param reload fetches the list again and shows it */
export function setUpChoosing(reload: () => Promise<void>): void {
  all.addEventListener('change', () => {
    result.replaceChildren();
    for (const box of boxes()) choose(box, all.checked);
    update();
  });
  eraseButton.addEventListener(
    'click',
    onlyOnce(() => eraseChosen(reload)),
  );
}

/** The box with which a case in the list is chosen; none where somebody of the team has touched it. */
export function boxFor({ reference, version, untouched }: CaseSummary): HTMLElement[] {
  if (!untouched) return [];
  const box = element('input', '');
  box.type = 'checkbox';
  box.value = reference;
  box.checked = chosen.get(reference)?.version === version;
  box.setAttribute('aria-label', fillIn(texts.spam.choose, { reference }));
  box.addEventListener('click', ({ shiftKey }) => {
    result.replaceChildren();
    for (const one of shiftKey ? stretchTo(box) : [box]) choose(one, box.checked);
    last = reference;
    update();
  });
  return [element('label', 'choose', box)];
}

/** After the list was drawn: forgets what is not on the screen as it was chosen, and says how many are. */
export function showChoosing(cases: readonly CaseSummary[]): void {
  offered = new Map(cases.flatMap((one) => (one.untouched ? [[one.reference, one] as const] : [])));
  for (const [reference, { version }] of chosen)
    if (offered.get(reference)?.version !== version) chosen.delete(reference);
  update();
}

/** Takes everything off the screen again. */
export function clearChoosing(): void {
  last = '';
  result.replaceChildren();
  showChoosing([]);
}

async function eraseChosen(reload: () => Promise<void>): Promise<void> {
  const cases = [...chosen.values()];
  if (cases.length === 0) {
    result.replaceChildren(element('p', '', texts.spam.none));
    return;
  }
  if (!isSureOfSpam(cases.length, cases.filter(({ urgent }) => urgent).length)) return;
  result.replaceChildren(element('p', '', texts.spam.working));
  const done = await eraseAsSpam(cases);
  chosen.clear();
  await reload();
  result.replaceChildren(...spamResult(done));
  // The box or button that had the focus may be gone.
  result.focus();
}

function choose(box: HTMLInputElement, isChosen: boolean): void {
  const one = offered.get(box.value);
  box.checked = isChosen;
  if (isChosen && one) chosen.set(box.value, one);
  else chosen.delete(box.value);
}

/** From the box that was clicked last to this one, both included, whichever comes first. */
function stretchTo(box: HTMLInputElement): HTMLInputElement[] {
  const every = boxes();
  const [here, there] = [every.indexOf(box), every.findIndex(({ value }) => value === last)];
  return there < 0 ? [box] : every.slice(Math.min(here, there), Math.max(here, there) + 1);
}

function boxes(): HTMLInputElement[] {
  return [...list.querySelectorAll<HTMLInputElement>('.choose input')];
}

function update(): void {
  bar.hidden = offered.size === 0;
  bar.classList.toggle('has-chosen', chosen.size > 0);
  all.checked = chosen.size > 0 && chosen.size === offered.size;
  all.indeterminate = chosen.size > 0 && chosen.size < offered.size;
  allLabel.textContent = plural(texts.spam, 'all', offered.size);
  const label = chosen.size === 0 ? texts.spam.erase : plural(texts.spam, 'eraseCount', chosen.size);
  eraseButton.textContent = label;
}
