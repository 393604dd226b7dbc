// The small script of the report page. It shows the form, and loads the rest (the document, the worker with
// OpenPGP) only when the form is used or a draft is waiting.
import { hasDraft } from './draft.ts';

const form = element('report-form', HTMLFormElement);
const scriptsOffNote = document.querySelector('[data-scripts-off]');
const copyButtons = document.querySelectorAll<HTMLButtonElement>('[data-copy]');

let loading: Promise<typeof import('./report-form.ts')> | undefined;
function load() {
  loading ??= import('./report-form.ts');
  return loading;
}

// A submit before the rest has arrived is kept, not lost.
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const { submitReport } = await load();
  submitReport();
});
form.addEventListener('focusin', load, { once: true });
form.addEventListener('pointerdown', load, { once: true });
if (hasDraft()) void load();

form.hidden = false;
scriptsOffNote?.remove();
for (const button of copyButtons) {
  button.hidden = false;
  button.addEventListener('click', () => {
    const code = button.parentElement?.querySelector('code');
    void navigator.clipboard.writeText(code?.textContent ?? '');
  });
}

function element<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`#${id} is missing`);
  return found;
}
