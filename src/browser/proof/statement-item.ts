import type { CaseProofTexts } from '../../handover/proof.ts';
import type { Missing } from './compare.ts';
import type { Description, Row } from './describe.ts';

/** A statement as an item of a list. */
export function statementItem({ tone, title, rows, textLabel, note }: Description): HTMLElement {
  const item = document.createElement('li');
  item.dataset['tone'] = tone;
  const heading = document.createElement('h3');
  heading.textContent = title;
  const facts = document.createElement('dl');
  facts.className = 'facts';
  facts.append(...rows.map(rowElement));
  // Whoever checks it by hand needs the note to the letter.
  const details = document.createElement('details');
  const summary = document.createElement('summary');
  summary.textContent = textLabel;
  const text = document.createElement('pre');
  text.tabIndex = 0;
  // A desk writes no other characters; what hides or reorders would come from elsewhere.
  text.textContent = note.replaceAll(/[^\n -~—]/g, '\ufffd');
  details.append(summary, text);
  item.append(heading, facts, details);
  return item;
}

/** A statement that should be there, and is not. */
export function missingItem(kind: Missing, { missing }: CaseProofTexts): HTMLElement {
  const item = document.createElement('li');
  item.dataset['tone'] = 'bad';
  const heading = document.createElement('h3');
  heading.textContent = missing[kind];
  const text = document.createElement('p');
  text.textContent = missing.text;
  item.append(heading, text);
  return item;
}

function rowElement({ label, value, moment, exact, isWrong = false }: Row): HTMLElement {
  const row = document.createElement('div');
  const term = document.createElement('dt');
  term.textContent = label;
  const detail = document.createElement('dd');
  detail.dataset['tone'] = isWrong ? 'bad' : '';
  const shown = document.createElement(moment === undefined ? 'span' : 'time');
  shown.textContent = value;
  if (moment !== undefined) shown.setAttribute('datetime', moment);
  detail.append(shown);
  if (exact !== undefined) {
    const below = document.createElement('code');
    below.textContent = exact;
    detail.append(below);
  }
  row.append(term, detail);
  return row;
}
