// The small script of the status page: takes the code, from the field or from the page that opened this one, checks
// it on the spot, and loads the rest (OpenPGP in its worker) when there is a code to open.
import { parseReceipt } from '../../disclosure/read-receipt.ts';
import { deriveReceipt } from '../../disclosure/receipt.ts';
import { receive } from '../../handover/border.ts';
import type { StatusTexts } from '../../handover/status.ts';
import { fillIn } from '../../i18n/fill-in.ts';
import { byId } from '../dom/by-id.ts';
import { tell } from '../dom/tell.ts';
import { FOLLOWED, tabItem } from '../tab/storage.ts';
import { askOpener, hasEnough, mayAskOpener } from './take-code.ts';

const form = byId<HTMLFormElement>('code-form');
const field = byId<HTMLInputElement>('field-code');
const error = byId('error-code');
const status = byId('code-status');
const gone = byId('case-gone');
const notPassed = byId('code-not-passed');
const inHistory = byId('code-in-history');
const { language, texts } = receive<StatusTexts>(form);

let isOpening = false;

/** Recognises a mistyped code before anything is sent, then opens the case. */
async function open(): Promise<void> {
  const parsed = parseReceipt(field.value);
  if (!parsed.ok) {
    const count = 'count' in parsed ? parsed.count : 0;
    const group = 'group' in parsed ? parsed.group : 0;
    return say(fillIn(texts.errors[parsed.reason], { count, group }));
  }
  if (isOpening) return;
  isOpening = true;
  gone.hidden = true;
  notPassed.hidden = true;
  say('');
  status.textContent = texts.opening;
  try {
    const { openCase } = await loadCase(parsed.receipt);
    const secrets = await deriveReceipt(parsed.receipt);
    const around = { kept, leave };
    const problem = await openCase({ receipt: parsed.receipt, secrets }, language, texts, around);
    if (problem === null) {
      form.hidden = true;
      field.value = '';
    } else {
      say(problem);
    }
  } catch {
    say(texts.errors.offline);
  } finally {
    isOpening = false;
    status.textContent = '';
  }
}

let hasFailed = false;
/** What opens a case. What did not arrive once is asked for again by a new page alone, which opens the code that is kept. */
async function loadCase(receipt: string): Promise<typeof import('./case.ts')> {
  if (hasFailed) {
    await (await import('./kept-case.ts')).follow(receipt);
    if (tabItem(FOLLOWED) !== null) {
      location.reload();
      return new Promise(() => undefined);
    }
  }
  try {
    return await import('./case.ts');
  } catch (error) {
    hasFailed = true;
    throw error;
  }
}

function say(sentence: string): void {
  tell(error, field, sentence);
  if (sentence !== '') field.focus();
}

/** Where the code is kept, a reload finds it here. */
function kept(): void {
  if (tabItem(FOLLOWED) !== null) hasEnough();
}

/** Back to the field, after the case was closed on this screen or withdrawn. */
function leave(isWithdrawn: boolean): void {
  hasEnough();
  form.hidden = false;
  field.value = '';
  inHistory.hidden = true;
  gone.hidden = !isWithdrawn;
  (isWithdrawn ? gone : field).focus();
}

/**
 * Links of before carry the code in the address. They keep working, and their visitor is told: by the time that a
 * script can take it out, the browser has written the address into its history.
 */
function takeFragment(): void {
  const code = location.hash.slice(1);
  // A place on this page is none.
  if (code === '' || document.getElementById(code)) return;
  history.replaceState(null, '', location.pathname);
  // A code has no characters that an address would escape.
  field.value = code;
  inHistory.hidden = !parseReceipt(code).ok;
  void open();
}

/** The receipt page opened this one and has the code; where it does not come, it is pasted. */
async function takeFromOpener(): Promise<void> {
  const code = await askOpener();
  if (take(code)) return;
  hasEnough();
  notPassed.hidden = false;
  field.focus();
}

/** This tab followed a case before the page was loaded anew. */
async function takeKept(): Promise<void> {
  status.textContent = texts.opening;
  const code = await import('./kept-case.ts').then(
    ({ readCode }) => readCode(),
    () => null,
  );
  if (!isOpening) status.textContent = '';
  take(code);
}

/** Opens the case of a code, unless one was typed or opened meanwhile. @returns false where there is none */
function take(code: string | null): boolean {
  if (field.value !== '' || form.hidden || isOpening) return true;
  if (code === null) return false;
  field.value = code;
  void open();
  return true;
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void open();
});
// A field of one line joins the lines of what is pasted: a whole receipt file could not be taken apart any more.
field.addEventListener('paste', (event) => {
  const parsed = parseReceipt(event.clipboardData?.getData('text/plain') ?? '');
  if (!parsed.ok) return;
  event.preventDefault();
  field.value = parsed.receipt;
});
addEventListener('hashchange', takeFragment);
form.hidden = false;
document.querySelector('[data-scripts-off]')?.remove();
document.documentElement.classList.remove('awaiting');
takeFragment();
if (mayAskOpener()) void takeFromOpener();
else if (tabItem(FOLLOWED) !== null) void takeKept();
