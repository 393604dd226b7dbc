// The small script of the status page: takes the code, from the field or from the page that opened this one, checks
// it on the spot, and loads the rest (OpenPGP in its worker) when there is a code to open.
import { parseReceipt } from '../../disclosure/read-receipt.ts';
import { deriveReceipt } from '../../disclosure/receipt.ts';
import { receive } from '../../handover/border.ts';
import type { StatusTexts } from '../../handover/status.ts';
import { fillIn } from '../../i18n/fill-in.ts';
import { byId } from '../dom/by-id.ts';
import { tell } from '../dom/tell.ts';
import { askOpener, hasOpener } from './take-code.ts';

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
    const count = field.value.replace(/[^0-9a-z]/gi, '').length;
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
    const { openCase } = await import('./case.ts');
    const secrets = await deriveReceipt(parsed.receipt);
    const problem = await openCase(secrets, language, texts, leave);
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

function say(sentence: string): void {
  tell(error, field, sentence);
  if (sentence !== '') field.focus();
}

/** Back to the field, after the case was closed on this screen or withdrawn. */
function leave(isWithdrawn: boolean): void {
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
  if (code === '' || code === 'content') return;
  history.replaceState(null, '', location.pathname);
  // A code has no characters that an address would escape.
  field.value = code;
  inHistory.hidden = !parseReceipt(code).ok;
  void open();
}

/** The receipt page opened this one and has the code; where it does not come, it is pasted. */
async function takeFromOpener(): Promise<void> {
  const code = await askOpener();
  // Typed or opened meanwhile: that counts.
  if (field.value !== '' || form.hidden) return;
  if (code !== null) {
    field.value = code;
    return open();
  }
  notPassed.hidden = false;
  field.focus();
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void open();
});
addEventListener('hashchange', takeFragment);
form.hidden = false;
document.querySelector('[data-scripts-off]')?.remove();
document.documentElement.classList.remove('awaiting');
takeFragment();
if (hasOpener()) void takeFromOpener();
