// Has a proof checked, with the sealed report where there is one, and shows what came of it.
import { byId } from '../dom/by-id.ts';
import { keepCheckpoint, seenCheckpoints } from '../proof/seen-checkpoint.ts';
import { statementItem } from '../proof/statement-item.ts';
import type { Verdict } from '../proof/verdict.ts';
import { askChecker } from '../workers/check/client.ts';
import type { Found } from '../workers/check/tasks.ts';

const form = byId<HTMLFormElement>('proof-form');
const receiptField = byId<HTMLInputElement>('field-receipt');
const receiptError = byId('error-receipt');
const sealedField = byId<HTMLInputElement>('field-sealed');
const sealedError = byId('error-sealed');
const state = byId('proof-state');
const panel = byId('verdict');
const panelTitle = byId('verdict-title');
const panelText = byId('verdict-text');
const panelMore = byId('verdict-more');
const codeNote = byId('proof-code');
const tooManyNote = byId('proof-too-many');
const list = byId('proof-statements');
const { checking = '', failed = '' } = form.dataset;

/** Counts up with every check: an older one that ends later shows nothing. */
let latest = 0;

/** Checks what the fields have. Never throws; of several at a time the last one counts. */
export async function checkFiles(): Promise<void> {
  latest += 1;
  const mine = latest;
  for (const place of [panel, codeNote, tooManyNote, list]) place.hidden = true;
  sayFaults('', '');
  const [receipt, sealed = null] = [receiptField.files?.[0], sealedField.files?.[0]];
  state.textContent = receipt ? checking : '';
  if (!receipt) return;
  // The worker reads the texts: it says the sentences.
  const given = { receipt, sealed, dataset: { ...form.dataset }, seen: seenCheckpoints() };
  const found = await askChecker('check', given).catch(
    (): Found => ({ ok: false, receipt: failed, sealed: '' }),
  );
  if (mine !== latest) return;
  state.textContent = '';
  if (found.ok) show(found);
  else sayFaults(found.receipt, found.sealed);
}

function show({ verdict, statements, tooMany, hasCode, fitting }: Found & { ok: true }): void {
  if (fitting !== null) keepCheckpoint(fitting);
  list.replaceChildren(...statements.map(statementItem));
  list.hidden = statements.length === 0;
  codeNote.hidden = !hasCode;
  tooManyNote.textContent = tooMany;
  tooManyNote.hidden = tooMany === '';
  showVerdict(verdict);
}

function showVerdict({ tone, title, text, more }: Verdict): void {
  panel.dataset['tone'] = tone;
  panelTitle.textContent = title;
  panelText.textContent = text;
  panelMore.textContent = more;
  panelMore.hidden = more === '';
  panel.hidden = false;
  panel.focus({ preventScroll: true });
  panel.scrollIntoView({ block: 'nearest' });
}

/** Says at each field what is wrong with its file; nothing with an empty sentence. */
function sayFaults(receipt: string, sealed: string): void {
  for (const [sentence, place, field] of [
    [receipt, receiptError, receiptField],
    [sealed, sealedError, sealedField],
  ] as const) {
    place.textContent = sentence;
    place.hidden = sentence === '';
    field.ariaInvalid = sentence === '' ? null : 'true';
  }
}
