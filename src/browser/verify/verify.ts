// The small script of the page that checks proofs: takes the files, and loads the rest when there is one to check.
import { byId } from '../dom/by-id.ts';
import { offerCopies } from '../dom/commands.ts';

const form = byId<HTMLFormElement>('proof-form');
const receiptField = byId<HTMLInputElement>('field-receipt');
const receiptError = byId('error-receipt');
const sealedField = byId<HTMLInputElement>('field-sealed');
const againButton = byId('proof-again');

/** Whether something was chosen since the page is there: what was said of it goes with it. */
let hasChosen = false;

async function check(): Promise<void> {
  hasChosen ||= receiptField.files?.length !== 0;
  if (!hasChosen) return;
  try {
    const { checkFiles } = await import('./check-files.ts');
    await checkFiles();
  } catch {
    receiptError.textContent = form.dataset['notLoaded'] ?? '';
    receiptError.hidden = false;
  }
}

/** Takes dropped files for what they are, in whichever order, and has the fields show them. */
async function take(files: readonly File[]): Promise<void> {
  for (const file of files.slice(0, 2)) {
    const transfer = new DataTransfer();
    transfer.items.add(file);
    const field = (await looksSealed(file)) ? sealedField : receiptField;
    field.files = transfer.files;
  }
  await check();
}

/** Whether a file is a sealed report rather than a proof, by how it begins. */
async function looksSealed(file: File): Promise<boolean> {
  const head = await file
    .slice(0, 1024)
    .text()
    .catch(() => '');
  return /^\s*-----BEGIN PGP MESSAGE-----/.test(head);
}

receiptField.addEventListener('change', () => void check());
sealedField.addEventListener('change', () => void check());
againButton.addEventListener('click', () => void check());
form.addEventListener('submit', (event) => event.preventDefault());
// Beside the form as well: there a file would take the page's place.
document.addEventListener('dragover', (event) => {
  if (!event.dataTransfer?.types.includes('Files')) return;
  event.preventDefault();
  form.dataset['over'] = '';
});
document.addEventListener('dragleave', ({ relatedTarget }) => {
  if (relatedTarget === null) delete form.dataset['over'];
});
document.addEventListener('drop', (event) => {
  if (!event.dataTransfer?.types.includes('Files')) return;
  event.preventDefault();
  delete form.dataset['over'];
  void take([...event.dataTransfer.files]);
});
// What the browser kept from before it went elsewhere and came back.
addEventListener('pageshow', () => void check());
offerCopies();
form.hidden = false;
document.querySelector('[data-scripts-off]')?.remove();
document.documentElement.classList.remove('awaiting');
