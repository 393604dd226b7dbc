import { respondBy } from '../../src/disclosure/clock.ts';
import { formatMonth, formatPercent, formatSpan } from '../../src/i18n/format.ts';
import { translator } from '../../src/i18n/index.ts';
import { type LanguageCode, paths } from '../../src/i18n/languages.ts';
import { type Html, html } from '../html.ts';
import type { Figures } from '../store/store.ts';
import { page } from './shell.ts';

/** What the page says of the log: the checkpoint that it had when the figures were read. */
export interface LogFacts {
  size: number;
  /** Root of its tree, base64. */
  root: string;
}

/** So much of a root tells it from another, in characters of base64. */
const SHORT_ROOT = 12;

/** A month with fewer answers is not shown: who reported then might be recognised by it. */
const LEAST_ANSWERS = 3;

const HOUR = 60 * 60 * 1000;

/** How first responses went, month by month, beside the promise of `firstResponseDays`; and how the log grew. */
export function figuresPage(
  { figures, log }: { figures: readonly Figures[]; log: LogFacts },
  language: LanguageCode,
  firstResponseDays: number,
): Promise<Response> {
  const t = translator(language);
  const shown = figures.filter(({ answered }) => answered >= LEAST_ANSWERS);
  const least = { least: String(LEAST_ANSWERS) };
  const count = firstResponseDays;
  const body = html`
    <div class="opening">
      <h1>${t('figures:title')}</h1>
      <p class="lead">${t('figures:lead', { count })}</p>
    </div>
    ${
      shown.length > 0
        ? [totals(shown, language), table(figures, language, firstResponseDays)]
        : html`<section class="nothing"><h2>${t('figures:empty.title')}</h2><p>${t('figures:empty.text', least)}</p></section>`
    }
    ${logFacts(figures, log, language)}
    <section class="how">
      <h2>${t('figures:how.title')}</h2>
      <ul>
        <li>${t('figures:how.recognise', least)}</li>
        <li>${t('figures:how.month')}</li>
        <li>${t('figures:how.time')}</li>
      </ul>
      <p><a href="${paths.policy[language]}#promises">${t('figures:policy')}</a></p>
    </section>`;
  return page({
    status: 200,
    title: t('figures:title'),
    body,
    language,
    frame: 'figures',
    headers: { 'Cache-Control': 'public, max-age=300' },
  });
}

/** The months together; only those that are shown, or a hidden one would follow by subtraction. */
function totals(shown: readonly Figures[], language: LanguageCode): Html {
  const t = translator(language);
  const sum = (of: (one: Figures) => number) => shown.reduce((total, one) => total + of(one), 0);
  const answered = sum((one) => one.answered);
  const slowest = Math.max(...shown.map(({ slowestMs }) => slowestMs));
  const rows = [
    [t('figures:answered'), String(answered)],
    [t('figures:onTime'), String(answered - sum(({ late }) => late))],
    [t('figures:average'), hours(sum(({ totalMs }) => totalMs) / answered, language)],
    [t('figures:slowest'), hours(slowest, language)],
  ] as const;
  return html`
    <section class="facts">
      <h2>${t('figures:total')}</h2>
      <dl>${rows.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>
    </section>`;
}

/** The checkpoint of the log, and what each month added to it; anybody can count that in the log itself. */
function logFacts(figures: readonly Figures[], { size, root }: LogFacts, language: LanguageCode): Html {
  const t = translator(language);
  const entries = (count: number) => t('figures:log.size', { count });
  const months = figures.filter(({ leaves }) => leaves > 0).toReversed();
  const rows = months.map(({ month, leaves }) => {
    const added = t('figures:log.added', { month: formatMonth(month, language) });
    return html`<div><dt>${added}</dt><dd>${entries(leaves)}</dd></div>`;
  });
  return html`
    <section class="facts">
      <h2>${t('figures:log.title')}</h2>
      <p>${t('figures:log.text')}</p>
      <dl>
        <div><dt>${t('figures:log.checkpoint')}</dt><dd><a href="/log/checkpoint">${entries(size)}, <span translate="no">${root.slice(0, SHORT_ROOT)}…</span></a></dd></div>
        ${rows}
      </dl>
      <p><a href="${paths.proof[language]}">${t('figures:log.check')}</a></p>
    </section>`;
}

/** A row for each month, the latest first; the bars repeat what the cells before them say. */
function table(figures: readonly Figures[], language: LanguageCode, firstResponseDays: number): Html {
  const t = translator(language);
  const promise = respondBy(new Date(0), firstResponseDays).getTime();
  // No more exact than the words beside it.
  const averages = figures.map(({ answered, totalMs }) =>
    answered < LEAST_ANSWERS ? 0 : wholeHours(totalMs / answered),
  );
  const longest = Math.max(promise * 1.25, ...averages);
  const names = [t('figures:answered'), t('figures:onTime'), t('figures:average'), t('figures:bar')];
  const rows = figures.map((one, index) => {
    const month = html`<th scope="row"><time datetime="${one.month}">${formatMonth(one.month, language)}</time></th>`;
    if (one.answered < LEAST_ANSWERS) {
      return html`<tr>${month}<td class="few" colspan="4">${t('figures:few', { least: String(LEAST_ANSWERS) })}</td></tr>`;
    }
    const average = averages[index] ?? 0;
    const values = [
      html`${String(one.answered)}`,
      html`${String(one.answered - one.late)}`,
      html`${hours(average, language)}`,
      // A bar alone would be an empty cell where pictures are off, and for who can't see it.
      html`${formatPercent(average / promise, language)} ${bar(average / longest, promise / longest)}`,
    ];
    const cells = values.map((value, at) => html`<td data-name="${names[at] ?? ''}">${value}</td>`);
    return html`<tr>${month}${cells}</tr>`;
  });
  const heads = [t('figures:month'), ...names];
  return html`
    <div class="wide-table figures-table">
      <table>
        <caption>${t('figures:caption')}</caption>
        <thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
        <tbody>${rows.reverse()}</tbody>
      </table>
      <p>${t('figures:legend', { span: formatSpan(promise, language) })}</p>
    </div>`;
}

/** A bar of this share of the width, and a line where the promise lies. */
function bar(share: number, promise: number): Html {
  const at = (part: number) => (part * 160).toFixed(1);
  return html`<svg viewBox="0 0 160 20" aria-hidden="true"><rect class="figure-bar" x="0" y="5" width="${at(share)}" height="10"></rect><line class="figure-promise" x1="${at(promise)}" x2="${at(promise)}" y1="0" y2="20"></line></svg>`;
}

/** Whole hours: minutes would say more of a single case than anyone needs. */
function hours(ms: number, language: LanguageCode): string {
  return formatSpan(wholeHours(ms), language);
}

/** In ms, rounded up. */
function wholeHours(ms: number): number {
  return Math.max(1, Math.ceil(ms / HOUR)) * HOUR;
}

/** In their place while the store can't be asked. */
export function figuresFailedPage(
  language: LanguageCode,
  headers: Record<string, string>,
  requestId: string,
): Promise<Response> {
  const t = translator(language);
  const body = html`
    <section class="opening">
      <h1>${t('figures:failed.title')}</h1>
      <p class="lead">${t('figures:failed.text')}</p>
      <p>${t('faultNumber', { number: requestId })}</p>
      <p><a href="${paths.policy[language]}#promises">${t('figures:policy')}</a></p>
    </section>`;
  return page({
    status: 503,
    title: t('figures:failed.title'),
    body,
    language,
    frame: 'figures',
    // The frame is for pages that may be found.
    headers: { 'X-Robots-Tag': 'noindex', ...headers },
  });
}
