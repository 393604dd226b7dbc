import type { ProblemCode } from '../../src/disclosure/problems.ts';
import { isNumbered, problems } from '../../src/disclosure/problems.ts';
import type { Accepted } from '../../src/disclosure/wire.ts';
import { formatMoment } from '../../src/i18n/format.ts';
import { translator } from '../../src/i18n/index.ts';
import { type LanguageCode, paths } from '../../src/i18n/languages.ts';
import { type Html, html } from '../html.ts';
import { dataNotice } from './rich.ts';
import { page } from './shell.ts';

/**
 * The page for who sent the form without scripts: reference, times, receipt code and what the desk signed.
 * @param isKept whether it is a page of its own, which the browser can load again; else the answer to the form itself
 */
export function receivedPage(
  accepted: Accepted,
  language: LanguageCode,
  siteUrl: string,
  { isKept, headers = {} }: { isKept: boolean; headers?: Record<string, string> },
): Promise<Response> {
  const t = translator(language);
  const dateOf = (moment: string) => formatMoment(new Date(moment), language);
  const row = (term: string, moment: string) =>
    html`<div><dt>${term}</dt><dd><time datetime="${moment}">${dateOf(moment)}</time></dd></div>`;
  const steps = [
    t('received:next.team'),
    t('received:next.answer', { date: dateOf(accepted.respondBy) }),
    t('received:next.fix'),
    t('received:next.quiet'),
  ];
  const body = html`
    <section class="sent">
      <h1>${t('received:title')}</h1>
      <p class="lead">${t('received:text')}</p>
      ${isKept ? '' : html`<p class="note on-screen">${t('received:noReload')}</p>`}
      ${accepted.urgent === true ? html`<p class="taken-as-urgent">${t('received:urgent')}</p>` : ''}
      <div class="receipt ticket">
        <h2>${t('received:receipt')}</h2>
        <p class="receipt-code" translate="no">${accepted.receipt ?? ''}</p>
        <dl class="facts">
          <div><dt>${t('received:reference')}</dt><dd>${accepted.reference}</dd></div>
          ${row(t('received:received'), accepted.receivedAt)}
          ${row(t('received:respondBy'), accepted.respondBy)}
        </dl>
        <p class="on-paper">${t('received:onPaper', { site: siteUrl + paths.status[language] })}</p>
        <p class="on-paper">${t('dataNotice.onPaper', { address: siteUrl + paths.privacy[language] })}</p>
      </div>
      <p>${t('received:receiptText')}</p>
      <div class="next">
        <h2>${t('received:next.title')}</h2>
        <ol>${steps.map((step) => html`<li>${step}</li>`)}</ol>
      </div>
      ${proofOf(accepted, language, siteUrl)}
      <p class="on-screen"><a href="${paths.status[language]}">${t('received:status')}</a></p>
      ${isKept ? forgetForm(language) : ''}
      ${dataNotice(language)}
      <p><a href="${paths.policy[language]}">${t('received:back')}</a></p>
    </section>`;
  return page({ status: isKept ? 200 : 201, title: t('received:title'), body, language, headers });
}

/** For who sits at somebody else's computer. */
function forgetForm(language: LanguageCode): Html {
  const t = translator(language);
  return html`<form class="on-screen" method="post" action="/api/reports/received">
        <p class="help">${t('received:keptText')}</p>
        <button type="submit" class="quiet">${t('received:forget')}</button>
      </form>`;
}

/** The page in its place once nothing is kept any more. */
export function goneReceiptPage(
  language: LanguageCode,
  { status, headers = {} }: { status: 200 | 404; headers?: Record<string, string> },
): Promise<Response> {
  const t = translator(language);
  const [title, text] =
    status === 200
      ? [t('received:forgottenTitle'), t('received:forgottenText')]
      : [t('received:goneTitle'), t('received:goneText')];
  const body = html`
    <section>
      <h1>${title}</h1>
      <p>${text}</p>
      <p><a href="${paths.status[language]}">${t('received:status')}</a></p>
      <p><a href="${paths.report[language]}">${t('received:again')}</a></p>
    </section>`;
  return page({ status, title, body, language, headers });
}

/**
 * The statement and the checkpoint to keep, as a receipt file has them. Of a report that came in before there were
 * statements nothing.
 */
function proofOf({ statement, checkpoint }: Accepted, language: LanguageCode, siteUrl: string): Html | '' {
  if (statement === undefined) return '';
  const t = translator(language);
  const page = paths.proof[language];
  const notes = checkpoint === undefined ? statement : `${statement}\n${checkpoint}`;
  return html`<div class="signed">
        <h2>${t('received:statement')}</h2>
        <p>${t('received:statementText')}</p>
        <pre class="statement" translate="no">\n${notes}</pre>
        <p class="actions"><a href="${page}">${t('received:statementCheck')}</a></p>
        <p class="on-paper">${t('received:statementOnPaper', { page: siteUrl + page })}</p>
      </div>`;
}

/** What a page for a refused message needs to know. */
export interface Refusal {
  code: ProblemCode;
  message: string;
  /** Whether it was said to be exploited. */
  exploited: boolean;
  language: LanguageCode;
  headers: Record<string, string>;
  requestId: string;
}

/** The page for a message that was refused: why, and the message itself, ready to mend and send again. */
export function refusedPage(refusal: Refusal): Promise<Response> {
  const { code, message, exploited, language, headers, requestId } = refusal;
  const t = translator(language);
  const number = isNumbered(code) ? html`<p class="help">${t('faultNumber', { number: requestId })}</p>` : '';
  const body = html`
    <section class="note warning">
      <h1>${t('received:failedTitle')}</h1>
      <p>${t(`problems:${code}`)}</p>
      ${number}
    </section>
    <form class="form plain" method="post" action="/api/reports" autocomplete="off">
      <input type="hidden" name="language" value="${language}">
      <div class="field">
        <label for="message">${t('received:messageLabel')}</label>
        <textarea id="message" name="message" rows="12" class="code" required autocomplete="off" spellcheck="false" writingsuggestions="false" autocorrect="off" autocapitalize="off" translate="no">\n${message}</textarea>
      </div>
      <div class="field check">
        <input type="checkbox" id="urgent" name="urgent" value="yes"${exploited ? html` checked` : ''}>
        <label for="urgent">${t('received:urgentLabel')}</label>
      </div>
      <button type="submit" class="button">${t('received:retry')}</button>
    </form>`;
  return page({ status: problems[code], title: t('received:failedTitle'), body, language, headers });
}
