import { mailtoLink } from '../../src/disclosure/address.ts';
import type { ProblemCode } from '../../src/disclosure/problems.ts';
import { isNumbered, problems } from '../../src/disclosure/problems.ts';
import type { Accepted } from '../../src/disclosure/wire.ts';
import { telephoneLink, telephoneText } from '../../src/i18n/addresses.ts';
import { formatMoment } from '../../src/i18n/format.ts';
import { translator } from '../../src/i18n/index.ts';
import {
  type LanguageCode,
  languageCodes,
  languageNames,
  type PageName,
  paths,
} from '../../src/i18n/languages.ts';
import { logo } from '../../src/layouts/logo.ts';
import baseStyles from '../../src/styles/base.css?url';
import formStyles from '../../src/styles/form.css?url';
import lessonStyles from '../../src/styles/lessons.css?url';
import tokenStyles from '../../src/styles/tokens.css?url';
import { Html, html } from '../html.ts';
import { styleIntegrity } from './style-integrity.ts';

/** What the pages made by functions say at their foot. */
export interface PageParts {
  contactEmail: string;
}

/** What a page has more than others. */
export interface PageOptions {
  headers?: Record<string, string>;
  /** The page in the table of paths: it names its counterparts, and search engines may have it. */
  page?: PageName;
  siteUrl?: string;
  description?: string;
}

/** The page for who sent the form without scripts: reference, times and receipt code. */
export function receivedPage(
  accepted: Accepted,
  language: LanguageCode,
  parts: PageParts & { siteUrl: string },
): Response {
  const t = translator(language);
  const row = (term: string, moment: string) =>
    html`<div><dt>${term}</dt><dd><time datetime="${moment}">${formatMoment(new Date(moment), language)}</time></dd></div>`;
  const body = html`
    <section class="sent">
      <h1>${t('received:title')}</h1>
      <p>${t('received:text')}</p>
      <dl class="facts">
        <div><dt>${t('received:reference')}</dt><dd>${accepted.reference}</dd></div>
        ${row(t('received:received'), accepted.receivedAt)}
        ${row(t('received:respondBy'), accepted.respondBy)}
      </dl>
      <div class="receipt">
        <h2>${t('received:receipt')}</h2>
        <p class="receipt-code" translate="no">${accepted.receipt ?? ''}</p>
        <p>${t('received:receiptText')}</p>
        <p class="on-paper">${t('received:onPaper', { site: parts.siteUrl + paths.status[language] })}</p>
      </div>
      <p><a href="${paths.status[language]}">${t('received:status')}</a></p>
      <p><a href="${paths.policy[language]}">${t('received:back')}</a></p>
    </section>`;
  return page(201, t('received:title'), body, language, parts);
}

/** The page for a message that was refused: why, and the message itself, ready to mend and send again. */
export function refusedPage(
  code: ProblemCode,
  message: string,
  language: LanguageCode,
  parts: PageParts,
  { headers, requestId }: { headers: Record<string, string>; requestId: string },
): Response {
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
      <button type="submit" class="button">${t('received:retry')}</button>
    </form>`;
  return page(problems[code], t('received:failedTitle'), body, language, parts, { headers });
}

/** A whole page around `body`, in the look of the site. */
export function page(
  status: number,
  title: string,
  body: Html,
  language: LanguageCode,
  { contactEmail }: PageParts,
  { headers = {}, page: name, siteUrl = '', description }: PageOptions = {},
): Response {
  const t = translator(language);
  const styles = [tokenStyles, baseStyles, name === 'figures' ? lessonStyles : formStyles].map(
    (href) => html`<link rel="stylesheet" href="${href}"${integrityAttribute(href)}>`,
  );
  const document = html`<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    ${name && status === 200 ? alternates(name, language, siteUrl) : html`<meta name="robots" content="noindex">`}
    ${description === undefined ? '' : html`<meta name="description" content="${description}">`}
    <title>${title} · ${t('siteName')}</title>
    <link rel="icon" href="/favicon.svg" type="image/svg+xml">
    ${styles}
  </head>
  <body>
    <a class="skip" href="#content">${t('skip')}</a>
    <header class="site-header">
      <a class="brand" href="${paths.policy[language]}">
        ${new Html(logo)}<span>${t('siteName')}</span>
      </a>
      ${name ? navigation(name, language) : ''}
    </header>
    <main id="content" tabindex="-1">${body}</main>
    <footer class="site-footer">
      <div>
        <p class="footer-title">${t('footer.contact')}</p>
        <p>${t('footer.mail')} <a href="${mailtoLink(contactEmail)}">${contactEmail}</a></p>
        <p>${t('footer.telephone')} <a href="${telephoneLink}">${telephoneText}</a></p>
      </div>
      <div>
        <p class="footer-title">${t('footer.afterwards')}</p>
        <p><a href="${paths.lessons[language]}">${t('footer.lessons')}</a></p>
        <p><a href="${paths.thanks[language]}">${t('footer.thanks')}</a></p>
        <p><a href="${paths.figures[language]}">${t('footer.figures')}</a></p>
      </div>
    </footer>
  </body>
</html>
`;
  return new Response(document.text, {
    status,
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store', ...headers },
  });
}

/** The page's own address, and that of its counterpart in each language. */
function alternates(name: PageName, language: LanguageCode, siteUrl: string): Html[] {
  const link = (hreflang: string, code: LanguageCode) =>
    html`<link rel="alternate" hreflang="${hreflang}" href="${siteUrl}${paths[name][code]}">`;
  return [
    html`<link rel="canonical" href="${siteUrl}${paths[name][language]}">`,
    ...languageCodes.map((code) => link(code, code)),
    link('x-default', languageCodes[0]),
  ];
}

/** The main menu, with the ways to the page in other languages. */
function navigation(name: PageName, language: LanguageCode): Html {
  const t = translator(language);
  const items = (['policy', 'report', 'status'] as const).map(
    (item) => html`<li><a href="${paths[item][language]}">${t(`nav.${item}`)}</a></li>`,
  );
  const others = languageCodes
    .filter((code) => code !== language)
    .map(
      (code) =>
        html`<li><a href="${paths[name][code]}" hreflang="${code}" lang="${code}" aria-label="${translator(code)('switchLanguage')}" rel="alternate">${languageNames[code]}</a></li>`,
    );
  return html`<nav aria-label="${t('nav.label')}"><ul>${items}${others}</ul></nav>`;
}

/** ` integrity="…"` in a built site; nothing with the development server, whose stylesheets change. */
function integrityAttribute(href: string): Html {
  const integrity = styleIntegrity(href);
  return integrity === undefined ? html`` : html` integrity="${integrity}"`;
}
