import { respondBy } from '../../src/disclosure/clock.ts';
import { formatMonth, formatSpan } from '../../src/i18n/format.ts';
import { translator } from '../../src/i18n/index.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { type Html, html } from '../html.ts';
import type { Figures } from '../store/store.ts';

/** A month with fewer answers is not shown: who reported then might be recognised by it. */
const LEAST_ANSWERS = 3;
const HOUR = 60 * 60 * 1000;

/**
 * First responses of months that an earlier version counted: by the month in which they were given, the latest first.
 * Nothing where none of these can be shown.
 */
export function earlierTable(
  figures: readonly Figures[],
  promisedDays: number,
  language: LanguageCode,
): Html | '' {
  const t = translator(language);
  const shown = figures.filter(({ answered }) => answered >= LEAST_ANSWERS);
  if (shown.length === 0) return '';
  const names = [t('figures:answered'), t('figures:onTime'), t('figures:average')];
  const rows = shown.map(({ month, answered, late, totalMs }) => {
    const average = formatSpan(Math.max(1, Math.ceil(totalMs / answered / HOUR)) * HOUR, language);
    const cells = [String(answered), String(answered - late), average];
    return html`<tr><th scope="row"><time datetime="${month}">${formatMonth(month, language)}</time></th>${cells.map((value, at) => html`<td data-name="${names[at] ?? ''}">${value}</td>`)}</tr>`;
  });
  const promise = formatSpan(respondBy(new Date(0), promisedDays).getTime(), language);
  return html`
    <div class="wide-table figures-table">
      <table>
        <caption>${t('figures:earlier.caption')}</caption>
        <thead><tr>${[t('figures:month'), ...names].map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
        <tbody>${rows.reverse()}</tbody>
      </table>
      <p>${t('figures:earlier.text', { least: String(LEAST_ANSWERS), span: promise })}</p>
    </div>`;
}
