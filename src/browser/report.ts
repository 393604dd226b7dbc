// The small script of the report page. It shows the form; the rest (keeping the draft, the document, the worker with
// OpenPGP) loads only when the form is used or a draft is waiting.
import { copyTextOf } from './copy.ts';
import { byId } from './page.ts';
import { DRAFT, keptFileCount, tabItem } from './tab-storage.ts';

const form = byId<HTMLFormElement>('report-form');
const failed = byId('send-failed');
const failedReason = byId('send-failed-reason');
const retryButton = byId('send-retry');
const keepState = byId('keep-state');
const scriptsOffNote = document.querySelector('[data-scripts-off]');
const commands = document.querySelectorAll('.command');

let loading: Promise<typeof import('./report-form.ts')> | undefined;
function load() {
  loading ??= import('./report-form.ts').catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}
/** Not with the rest: what is typed must be kept where that does not arrive. */
async function keepDraft(): Promise<void> {
  form.toggleAttribute('data-keeping', true);
  try {
    await (await import('./report-draft.ts')).keepDraft();
  } catch {
    keepState.textContent = keepState.dataset['impossible'] ?? '';
    form.toggleAttribute('data-keeping', false);
  }
}
function loadEarly(): void {
  void import('./report-draft.ts').catch(() => undefined);
  void load().catch(() => undefined);
}

/** A submit before the rest has arrived is kept, not lost; when it can't arrive, the page says so. */
async function submit(): Promise<void> {
  try {
    const { submitReport } = await load();
    await submitReport();
  } catch {
    failedReason.textContent = form.dataset['notLoaded'] ?? '';
    failed.hidden = false;
    failed.focus();
  }
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void submit();
});
retryButton.addEventListener('click', () => void submit());
form.addEventListener('input', () => void keepDraft());
form.addEventListener('focusin', loadEarly, { once: true });
form.addEventListener('pointerdown', loadEarly, { once: true });
form.addEventListener('dragenter', loadEarly, { once: true });
// A file dropped beside its field would take the page's place.
for (const type of ['dragover', 'drop'] as const) {
  document.addEventListener(type, (event) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  });
}
if (tabItem(DRAFT) !== null || keptFileCount.read() > 0) loadEarly();

form.hidden = false;
scriptsOffNote?.remove();
document.documentElement.classList.remove('awaiting');
for (const command of commands) {
  const [code, button, status] = [
    command.querySelector('code'),
    command.querySelector('button'),
    command.querySelector('[role="status"]'),
  ];
  if (!code || !button || !status) continue;
  button.hidden = false;
  button.addEventListener('click', () => void copyTextOf(code, status));
}
