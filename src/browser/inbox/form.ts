// The fields of the form for the reporter: reading, filling and faults.
import { transitions } from '../../disclosure/changes.ts';
import type { FormContent, Place } from '../../disclosure/reply-form.ts';
import { hasFixDay } from '../../disclosure/reply-form.ts';
import type { TeamCase } from '../../disclosure/team-wire.ts';
import { fillIn } from '../../i18n/fill-in.ts';
import { byId } from '../dom/by-id.ts';
import { stayTyped } from '../dom/stay-typed.ts';
import { element, tell, texts } from './page.ts';

const assessmentBox = byId('assessment-box');
const assessments = [...assessmentBox.querySelectorAll<HTMLInputElement>('input')];
const statusBox = byId('status-box');
const status = byId<HTMLSelectElement>('compose-status');
const dateBox = byId('date-box');
const date = byId<HTMLInputElement>('compose-date');
const rewardBox = byId('reward-box');
const reward = byId<HTMLInputElement>('compose-reward');
const message = byId<HTMLTextAreaElement>('compose-message');
const outside = byId<HTMLDetailsElement>('outside');
const sealed = byId<HTMLTextAreaElement>('compose-sealed');
const withoutBox = byId('without-box');
const withoutReporter = byId<HTMLInputElement>('compose-without');

stayTyped([...assessments, status, date, reward, message, sealed]);

/** Where a fault is told, and the field it belongs to. */
const places: Record<Place, { error: HTMLElement; field: HTMLElement | null }> = {
  assessment: { error: byId('error-assessment'), field: assessments[0] ?? null },
  date: { error: byId('error-date'), field: date },
  reward: { error: byId('error-reward'), field: reward },
  message: { error: byId('error-compose'), field: message },
  sealed: { error: byId('error-sealed'), field: sealed },
  withoutReporter: { error: byId('error-without'), field: withoutReporter },
};

/** Calls `changed` when a field other than the message is changed. */
export function onFormChange(changed: () => void): void {
  for (const field of [...assessments, status, date, reward]) field.addEventListener('input', changed);
}

export function readForm(): FormContent {
  return {
    assessment: (assessments.find(({ checked }) => checked)?.value ?? '') as FormContent['assessment'],
    status: status.value as FormContent['status'],
    date: date.value,
    reward: reward.value,
    message: message.value,
    sealed: sealed.value,
    withoutReporter: withoutReporter.checked && !withoutBox.hidden ? 'yes' : '',
  };
}

export function writeForm(content: FormContent): void {
  for (const choice of assessments) choice.checked = choice.value === content.assessment;
  status.value = content.status;
  // A status that can't be chosen (any more) is none.
  if (status.selectedIndex < 0) status.value = '';
  date.value = content.date;
  reward.value = content.reward;
  message.value = content.message;
  sealed.value = content.sealed;
  outside.open = content.sealed !== '';
  withoutReporter.checked = content.withoutReporter === 'yes';
}

/**
 * Shows the fields that a case asks for as it stands, and the choices there are.
 * @param hasGap whether to ask if the reply may go though the reporter can't read it
 */
export function shapeForm(view: TeamCase, hasGap: boolean): void {
  withoutBox.hidden = !hasGap;
  const isFirst = view.respondedAt === null;
  assessmentBox.hidden = !isFirst;
  statusBox.hidden = isFirst;
  rewardBox.hidden = isFirst;
  const chosen = status.value;
  const names = { '': fillIn(texts.compose.statusStays, { status: texts.statuses[view.status] }) };
  const choices = [['', names['']], ...transitions[view.status].map((next) => [next, texts.statuses[next]])];
  status.replaceChildren(
    ...choices.map(([value = '', name = '']) => {
      const option = element('option', '', name);
      option.value = value;
      return option;
    }),
  );
  status.value = chosen;
  if (status.selectedIndex < 0) status.value = '';
  showFixDay(view);
}

/** Shows the day of the fix where it means something. */
export function showFixDay(view: TeamCase): void {
  dateBox.hidden = !hasFixDay(view, readForm());
}

/** Tells every fault at its field, and goes to the first. */
export function tellFaults(faults: [Place, string][]): void {
  for (const [place, sentence] of faults) tell(places[place].error, places[place].field, sentence);
  const [first] = faults;
  if (!first) return;
  if (first[0] === 'sealed') outside.open = true;
  places[first[0]].field?.focus();
}

export function clearFaults(): void {
  for (const { error, field } of Object.values(places)) tell(error, field, '');
}
