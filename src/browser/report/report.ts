// The small script of the report page. It shows the form; the rest (keeping what is unfinished, the document, the worker
// with OpenPGP) loads only when the form is used or an unfinished report is waiting.

import { byId } from '../dom/by-id.ts';
import { SENT, tabItem, UNFINISHED } from '../tab/storage.ts';
import { keptFileCount } from './kept-files.ts';

const form = byId<HTMLFormElement>('report-form');
const failed = byId('send-failed');
const failedReason = byId('send-failed-reason');
const retryButton = byId('send-retry');
const keepState = byId('keep-state');
const yourself = byId('openpgp');
const filesField = byId('files-field');
const fileInput = byId<HTMLInputElement>('field-files');

type Rest = typeof import('./form.ts');
let isLoaded = false;
let hasFailed = false;
let loading: Promise<Rest> | undefined;
async function load(): Promise<Rest> {
  loading ??= import('./form.ts');
  try {
    const rest = await loading;
    isLoaded = true;
    return rest;
  } catch (error) {
    loading = undefined;
    throw error;
  }
}
/** Not with the rest: what is typed must be kept where that does not arrive. */
async function keepUnfinished(): Promise<void> {
  form.toggleAttribute('data-keeping', true);
  try {
    await (await import('./keep-unfinished.ts')).keepUnfinished();
  } catch {
    keepState.textContent = keepState.dataset['impossible'] ?? '';
    form.toggleAttribute('data-keeping', false);
  }
}
function loadEarly(): void {
  void import('./keep-unfinished.ts').catch(() => undefined);
  void load().catch(() => undefined);
}

/** What is done before the rest has arrived is kept, not lost; when it can't arrive, the page says so. */
async function withRest(work: (rest: Rest) => unknown): Promise<void> {
  try {
    await work(await load());
  } catch {
    hasFailed = true;
    failedReason.textContent = form.dataset['notLoaded'] ?? '';
    failed.hidden = false;
    failed.focus();
  }
}
const submit = () => void withRest(({ submitReport }) => submitReport());
/** What did not arrive once stays missing in this page: the browser does not ask for it again. */
async function retry(): Promise<void> {
  const isReloading =
    hasFailed &&
    !isLoaded &&
    (await import('./keep-unfinished.ts').then(({ reloadKept }) => reloadKept()).catch(() => false));
  if (!isReloading) submit();
}
/** The button of a field or note that was pressed last. */
let pressed: HTMLElement | null = null;

form.addEventListener('submit', (event) => {
  event.preventDefault();
  submit();
});
retryButton.addEventListener('click', () => void retry());
form.addEventListener('input', () => void keepUnfinished());
form.addEventListener('click', ({ target }) => {
  const button = (target as Element).closest<HTMLElement>('button[type=button]');
  if (isLoaded || !button) return;
  pressed = button;
  void withRest(() => {
    if (pressed !== button) return;
    pressed = null;
    button.click();
  });
});
form.addEventListener('focusin', loadEarly, { once: true });
form.addEventListener('pointerdown', loadEarly, { once: true });
form.addEventListener('dragenter', loadEarly, { once: true });
// A file dropped beside its field would take the page's place. On its field, before the rest has arrived, it is chosen:
// the rest takes from the field what it finds there.
for (const type of ['dragover', 'drop'] as const) {
  document.addEventListener(type, (event) => {
    const { dataTransfer } = event;
    if (!dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    if (!isLoaded && type === 'drop' && filesField.contains(event.target as Node))
      fileInput.files = dataTransfer.files;
  });
}
// Where this machine's clock says that nobody of the team can be sealed to any more, the rest asks the server.
const haveKeysRunOut = Number(form.dataset['keysUntil']) <= Date.now();
if (haveKeysRunOut || tabItem(UNFINISHED) !== null || keptFileCount.read() > 0) loadEarly();

document.querySelector('[data-scripts-off]')?.remove();
if (tabItem(SENT) === null) showForm();
else void showSentAgain().then((isShown) => isShown || showForm());

function showForm(): void {
  form.hidden = false;
  document.documentElement.classList.remove('awaiting');
}

/** What was sent in this tab stays on the page until the reporter goes on. */
async function showSentAgain(): Promise<boolean> {
  try {
    return await (await import('./sent-again.ts')).showSentAgain();
  } catch {
    // It stays where it is: another try may open it.
    return false;
  }
}
// What these stood for has a page of its own by now.
if (['#openpgp', '#plain-title'].includes(location.hash)) {
  location.replace(`${yourself.dataset['yourself']}${location.hash}`);
}
