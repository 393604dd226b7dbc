// What is left of a report that its reporter withdrew: what the law still asks for, and nothing of its contents.
import type { TeamCase } from '../../disclosure/team-wire.ts';
import { fillIn } from '../../i18n/fill-in.ts';
import { byId } from '../dom/by-id.ts';
import { save } from './actions.ts';
import { momentText, onlyOnce, tell, texts } from './page.ts';

const panel = byId('team-case');
const note = byId('stub');
const erased = byId('stub-erased');
const state = byId('stub-state');
const actions = byId('actions-section');
const fixForm = byId<HTMLFormElement>('stub-fix-form');
const fix = byId<HTMLInputElement>('stub-fix');
const fixError = byId('error-stub-fix');
const noFixButton = byId('stub-no-fix');

/** Sets the form for the fix up. */
export function setUpStub(): void {
  const saveFix = onlyOnce(async () => {
    // Half a moment is none.
    const isFilled = fix.value !== '' && fix.checkValidity();
    tell(fixError, fix, isFilled ? '' : texts.stub.fixEmpty);
    if (!isFilled) return fix.focus();
    const fixAvailableAt = new Date(fix.value).toISOString();
    if (confirm(fillIn(texts.stub.fixConfirm, { moment: momentText(fixAvailableAt) })))
      await save({ fixAvailableAt });
  });
  fixForm.addEventListener('submit', (event) => {
    event.preventDefault();
    void saveFix();
  });
  noFixButton.addEventListener(
    'click',
    onlyOnce(async () => {
      if (confirm(texts.stub.noFixConfirm)) await save({ fixAvailableAt: null });
    }),
  );
}

/** Shows that a case is a stub, and what can be done with it; or, for any other case, nothing. */
export function showStub(view: TeamCase): void {
  const { withdrawnAt, noFixAt, status } = view;
  clearStub();
  if (withdrawnAt === null) return;
  panel.dataset['stub'] = '';
  note.hidden = false;
  erased.textContent = fillIn(texts.stub.erased, { moment: momentText(withdrawnAt) });
  state.textContent = status === 'closed' ? texts.stub.done : texts.stub.running;
  const isExploited = view.exploitedAt !== null;
  const final = view.deadlines.find(({ name }) => name === 'final-report');
  // A fix can be told until it is reported, also where it was said that none would come.
  fixForm.hidden = !isExploited || (final?.doneAt ?? null) !== null;
  noFixButton.hidden = noFixAt !== null;
  actions.hidden = !isExploited || (status === 'closed' && fixForm.hidden);
}

/** Takes it off the screen again. */
export function clearStub(): void {
  delete panel.dataset['stub'];
  note.hidden = true;
  erased.textContent = '';
  state.textContent = '';
  fix.value = '';
  tell(fixError, fix, '');
  fixForm.hidden = true;
  actions.hidden = false;
}
