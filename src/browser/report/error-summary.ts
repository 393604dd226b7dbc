import type { ReportTexts } from '../../handover/report.ts';
import { plural } from '../../i18n/plural.ts';
import { byId } from '../dom/by-id.ts';
import { reveal } from '../dom/reveal.ts';
import type { Errors } from './fields.ts';

const summary = byId('error-summary');
const title = summary.querySelector('h2') as HTMLElement;
const list = summary.querySelector('ul') as HTMLElement;

/** Lists what needs attention, each a link to its field, in the order of the form; hides itself when nothing does. */
export function showSummary(errors: Errors, names: string[], language: string, texts: ReportTexts): void {
  const { summary_one, summary_other } = texts.errors;
  title.textContent = plural(language, errors.size, [summary_one, summary_other]);
  list.replaceChildren(...linksTo(errors, names));
  summary.hidden = errors.size === 0;
  if (errors.size > 0) summary.focus();
}

/** The items of a list of what needs attention: each a link to its field, in the order of `names`. */
export function linksTo(errors: Errors, names: string[]): HTMLElement[] {
  return names
    .filter((name) => errors.has(name))
    .map((name) => {
      const link = document.createElement('a');
      link.href = `#field-${name}`;
      link.textContent = errors.get(name) ?? '';
      link.addEventListener('click', (event) => {
        event.preventDefault();
        lead(byId(`field-${name}`));
      });
      const item = document.createElement('li');
      item.append(link);
      return item;
    });
}

/** Leads to a field, which may be folded away again meanwhile; with it come its label, help and error, which stand above. */
function lead(control: HTMLElement): void {
  reveal(control);
  (control.closest('[data-field-box]') ?? control).scrollIntoView();
  control.focus({ preventScroll: true });
}
