import {
  hasFewAnswers,
  LEAST,
  type PublicFigures,
  type Range,
  type Reports,
  rangeOf,
} from '../../src/disclosure/public-figures.ts';
import { formatMonth, formatSpan } from '../../src/i18n/format.ts';
import { numberFormat } from '../../src/i18n/formatters.ts';
import { translator } from '../../src/i18n/index.ts';
import { type LanguageCode, locales, paths } from '../../src/i18n/languages.ts';
import { type Html, html } from '../html.ts';
import type { Figures } from '../store/store.ts';
import { earlierTable } from './figures-earlier.ts';
import { page } from './shell.ts';

/** What the page shows. */
export interface ShownFigures {
  figures: PublicFigures;
  /** The whole months as an earlier version counted them, and how the log grew in them; oldest first. */
  before: readonly Figures[];
}

/** So much of a root tells it from another, in characters of base64. */
const SHORT_ROOT = 12;
const HOUR = 60 * 60 * 1000;
/** Up to so many hours a span is told in hours, and from there on in days. */
const IN_HOURS = 72;

/** How reports went, by the month in which they were received, beside the promise; and how the log grew. */
export function figuresPage({ figures, before }: ShownFigures, language: LanguageCode): Promise<Response> {
  const t = translator(language);
  const { together, months, promisedDays } = figures;
  const least = { least: String(figures.least) };
  const otherWay = months.flatMap((one) => ('hidden' in one && one.hidden === 'other-way' ? one.month : []));
  const earlier = before.filter(({ month }) => otherWay.includes(month));
  const body = html`
    <div class="opening">
      <h1>${t('figures:title')}</h1>
      <p class="lead">${t('figures:lead', { count: promisedDays })}</p>
    </div>
    ${
      together === null
        ? html`<section class="nothing"><h2>${t('figures:empty.title')}</h2><p>${t('figures:empty.text', least)}</p></section>`
        : totals(together, language)
    }`;
  const below = html`
    ${together === null ? '' : table(figures, language)}
    ${earlierTable(earlier, promisedDays, language)}
    ${howCounted(least, language)}`;
  return page({
    status: 200,
    title: t('figures:title'),
    body,
    side: logFacts(figures, before, language),
    below,
    language,
    frame: 'figures',
    headers: { 'Cache-Control': 'public, max-age=300' },
  });
}

function howCounted(least: { least: string }, language: LanguageCode): Html {
  const t = translator(language);
  return html`
    <section class="how">
      <h2>${t('figures:how.title')}</h2>
      <ul>
        <li>${t('figures:how.recognise', least)}</li>
        <li>${t('figures:how.ranges', { ...least, ...rangeExample(language) })}</li>
        <li>${t('figures:how.month')}</li>
        <li>${t('figures:how.overdue')}</li>
        <li>${t('figures:how.half')}</li>
        <li>${t('figures:how.daily')}</li>
      </ul>
      <p><a href="/api/figures">${t('figures:signed')}</a></p>
      <p><a href="${paths.policy[language]}#promises">${t('figures:policy')}</a></p>
    </section>`;
}

/** What is told of a month, and of all together, in the order of the columns. */
function valuesOf(one: Reports, language: LanguageCode): [name: string, value: string][] {
  const t = translator(language);
  return [
    [t('figures:received'), rangeText(one.received, language)],
    [t('figures:onTime'), rangeText(one.inTime, language)],
    [t('figures:overdue'), rangeText(one.overdue, language)],
    [t('figures:halfAnswered'), answeredWithin(one, language)],
    [t('figures:fixed'), rangeText(one.fixed, language)],
    [t('figures:halfFixed'), fixedWithin(one, language)],
  ];
}

/** Such as “5–9”; and “0” where it is exactly that. */
function rangeText({ from, to }: Range, language: LanguageCode): string {
  const format = numberFormat(locales[language]);
  return from === to ? format.format(from) : format.formatRange(from, to);
}

function rangeExample(language: LanguageCode): Record<'range' | 'from' | 'to', string> {
  const { from, to } = rangeOf(LEAST);
  return { range: rangeText({ from, to }, language), from: String(from), to: String(to) };
}

function answeredWithin(one: Reports, language: LanguageCode): string {
  const { halfAnsweredWithinHours: hours } = one;
  if (hours !== null) return span(hours, language);
  return translator(language)(hasFewAnswers(one) ? 'figures:tooFew' : 'figures:notYet');
}

function fixedWithin({ fixed, halfFixedWithinHours: hours }: Reports, language: LanguageCode): string {
  if (hours !== null) return span(hours, language);
  return translator(language)(fixed.from < LEAST ? 'figures:tooFew' : 'figures:overAYear');
}

function span(hours: number, language: LanguageCode): string {
  // 60 hours are told as such, and not as two days and a half.
  if (hours > IN_HOURS) return formatSpan(hours * HOUR, language);
  const unit = { style: 'unit', unit: 'hour', unitDisplay: 'long' } as const;
  return numberFormat(locales[language], unit).format(hours);
}

/** The months together; only those that are shown. */
function totals(together: Reports, language: LanguageCode): Html {
  const t = translator(language);
  const rows = valuesOf(together, language);
  return html`
    <section class="facts">
      <h2>${t('figures:total')}</h2>
      <dl>${rows.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>
    </section>`;
}

/** A row for each month, the latest first; of those that an earlier version counted there is a table of their own. */
function table({ months, least }: PublicFigures, language: LanguageCode): Html {
  const t = translator(language);
  const rows = months.flatMap((one) => {
    const head = html`<th scope="row"><time datetime="${one.month}">${formatMonth(one.month, language)}</time></th>`;
    if (!('hidden' in one)) {
      const cells = valuesOf(one, language);
      return html`<tr>${head}${cells.map(([name, value]) => html`<td data-name="${name}">${value}</td>`)}</tr>`;
    }
    if (one.hidden === 'other-way') return [];
    return html`<tr>${head}<td class="few" colspan="6">${t('figures:few', { least: String(least) })}</td></tr>`;
  });
  const names = ['received', 'onTime', 'overdue', 'halfAnswered', 'fixed', 'halfFixed'] as const;
  const heads = [t('figures:month'), ...names.map((name) => t(`figures:${name}`))];
  return html`
    <div class="wide-table figures-table">
      <table>
        <caption>${t('figures:caption')}</caption>
        <thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
        <tbody>${rows.reverse()}</tbody>
      </table>
    </div>`;
}

/**
 * The checkpoint of the log, and in which range each month that is shown added to it: exactly, reports and answers would
 * follow from it.
 */
function logFacts({ log, months }: PublicFigures, before: readonly Figures[], language: LanguageCode): Html {
  const t = translator(language);
  const isShown = (month: string) => months.some((one) => one.month === month && !('hidden' in one));
  const grown = before.filter(({ month, leaves }) => leaves > 0 && isShown(month)).toReversed();
  const rows = grown.map(({ month, leaves }) => {
    const added = t('figures:log.added', { month: formatMonth(month, language) });
    const range = rangeText(rangeOf(leaves), language);
    return html`<div><dt>${added}</dt><dd>${t('figures:log.range', { range })}</dd></div>`;
  });
  const size = t('figures:log.size', { count: log.size });
  return html`
    <section class="facts">
      <h2>${t('figures:log.title')}</h2>
      <p>${t('figures:log.text')}</p>
      <dl>
        <div><dt>${t('figures:log.checkpoint')}</dt><dd><a href="/log/checkpoint">${size}, <span translate="no">${log.root.slice(0, SHORT_ROOT)}…</span></a></dd></div>
        ${rows}
      </dl>
      <p><a href="${paths.proof[language]}">${t('figures:log.check')}</a></p>
    </section>`;
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
