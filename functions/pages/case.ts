import { mailtoLink } from '../../src/disclosure/address.ts';
import {
  CASE_PAGE,
  fetchCaseCommand,
  openByReceiptCommand,
  openNewestCommand,
} from '../../src/disclosure/case-commands.ts';
import type { CaseView } from '../../src/disclosure/case-view.ts';
import { openCommand } from '../../src/disclosure/open-command.ts';
import { isNumbered, type ProblemCode, problems } from '../../src/disclosure/problems.ts';
import { telephoneLink } from '../../src/i18n/addresses.ts';
import { formatMoment } from '../../src/i18n/format.ts';
import { translator } from '../../src/i18n/index.ts';
import { type LanguageCode, languageCodes, languageNames, paths } from '../../src/i18n/languages.ts';
import { type Html, html } from '../html.ts';
import { factsOf, nextText, standingText } from './case-facts.ts';
import { dataNotice, rich } from './rich.ts';
import { page } from './shell.ts';

/** What the pages of a case know besides: where the site is, and who answers a mail. */
export interface CasePageFacts {
  siteUrl: string;
  contactEmail: string;
  now: Date;
}

/** What messages on a page may come to together, in characters: a case may hold more than a phone wants to load at once. */
const MOST = 1024 * 1024;

/**
 * The page of a case for who has no scripts: where it stands, what is known, and the messages as they are, sealed, with
 * what opens them. Nothing on it leads on with the code, which it does not know.
 */
export function casePage(view: CaseView, language: LanguageCode, facts: CasePageFacts): Promise<Response> {
  const t = translator(language);
  const title = standingText(view, facts.now, language);
  const links = {
    yourself: paths.yourself[language],
    mail: mailtoLink(facts.contactEmail),
    telephone: telephoneLink,
  };
  const others = languageCodes.filter((code) => code !== language);
  const body = html`
    <section class="case-head">
      <h1>${title}</h1>
      <p>${nextText(view, facts.now, language)}</p>
      <form class="actions" method="post" action="${CASE_PAGE}" autocomplete="off">
        <input type="hidden" name="language" value="${language}">
        <a href="${CASE_PAGE}?language=${language}">${t('casePage:refresh')}</a>
        ${others.map((code) => html`<a href="${CASE_PAGE}?language=${code}" hreflang="${code}" lang="${code}">${languageNames[code]}</a>`)}
        <button type="submit" class="quiet" name="close" value="yes">${t('casePage:close')}</button>
      </form>
    </section>
    ${factsOf(view, language)}
    ${messagesOf(view, language)}
    ${receiptKeyOf(view, language)}`;
  const side = html`
    <p>${rich(t('casePage:help'), links)}</p>
    ${dataNotice(language)}`;
  return page({ status: 200, title, body, side, language, frame: 'case' });
}

function messagesOf(view: CaseView, language: LanguageCode): Html {
  const t = translator(language);
  let room = MOST;
  const fitting: CaseView['messages'] = [];
  for (const message of view.messages.toReversed()) {
    room -= message.sealed.length;
    if (room < 0 && fitting.length > 0) break;
    fitting.unshift(message);
  }
  const isAnswered = view.messages.some(({ from }) => from === 'team');
  return html`
    <section class="case-part">
      <h2>${t('casePage:messages.title')}</h2>
      ${isAnswered ? '' : html`<p>${t('casePage:messages.none')}</p>`}
      ${fitting.length < view.messages.length ? html`<p class="help">${t('casePage:messages.earlier')}</p>` : ''}
      <ol class="messages">${fitting.map((message) => messageItem(message, view, language))}</ol>
    </section>`;
}

type Message = CaseView['messages'][number];

function messageItem(message: Message, view: CaseView, language: LanguageCode): Html {
  const t = translator(language);
  const { from, number, at, sealed } = message;
  const writer = from === 'team' ? 'team' : 'own';
  const name =
    number === 1
      ? t('casePage:messages.report')
      : t(`casePage:messages.${writer}`, { number: String(number) });
  return html`
        <li data-from="${from}">
          <p class="message-head"><strong>${name}</strong> <time datetime="${at}">${formatMoment(new Date(at), language)}</time></p>
          ${howToOpen(message, view, language)}
          <details${from === 'team' ? html` open` : ''}>
            <summary>${t('casePage:messages.sealed')}</summary>
            <pre tabindex="0" translate="no">\n${sealed}</pre>
          </details>
        </li>`;
}

/** How its reporter opens a message, or that they can't. */
function howToOpen({ from, number, withoutReporter }: Message, view: CaseView, language: LanguageCode): Html {
  const t = translator(language);
  if (withoutReporter) return html`<p>${t('casePage:messages.withoutYou')}</p>`;
  if (view.replyKey !== null) {
    const links = { status: paths.status[language], how: '#receipt-key' };
    return html`<p>${rich(t('casePage:messages.receiptKey'), links)}</p>`;
  }
  if (from === 'reporter' && number > 1) return html`<p>${t('casePage:messages.toTeam')}</p>`;
  const name = `${view.reference}-${number}`;
  // Whether a report that was sealed elsewhere is for its writer as well, they know.
  const sentence = from === 'reporter' ? 'casePage:messages.ownReport' : 'casePage:messages.ownKey';
  return html`<p>${t(sentence, { file: `${name}.asc` })} <code translate="no">${openCommand(name)}</code></p>`;
}

/** The key of the receipt, as it came: locked, for who opens messages on their own machine. */
function receiptKeyOf({ replyKey, reference, messages }: CaseView, language: LanguageCode): Html | '' {
  if (replyKey === null) return '';
  const t = translator(language);
  const newest = messages.findLast(({ from }) => from === 'team') ?? messages[0];
  const name = `${reference}-${newest?.number ?? 1}`;
  return html`
    <section class="case-part" id="receipt-key">
      <h2>${t('casePage:keyTitle')}</h2>
      <p>${t('casePage:keyText', { file: `${name}.asc` })}</p>
      ${command(openByReceiptCommand(t('casePage:keyFile'), name))}
      <pre tabindex="0" translate="no">\n${replyKey}</pre>
    </section>`;
}

/** What stands on the page that asks for the code. */
export interface CodeAsked {
  language: LanguageCode;
  /** Why it asks again, as a sentence; empty at first. */
  fault: string;
  headers?: Record<string, string>;
  /** Where it answers a problem of its own: which, with what goes along. */
  problem?: { code: ProblemCode; headers: Record<string, string>; requestId: string };
}

/** Asks for the receipt code, and says first what sending it means. */
export function codePage(
  { language, fault, headers = {}, problem }: CodeAsked,
  { siteUrl }: Pick<CasePageFacts, 'siteUrl'>,
): Promise<Response> {
  const t = translator(language);
  const title = t('casePage:title');
  const links = { status: paths.status[language] };
  const number =
    problem && isNumbered(problem.code)
      ? html`<p class="help">${t('faultNumber', { number: problem.requestId })}</p>`
      : '';
  const body = html`
    <section class="opening">
      <h1>${title}</h1>
      <p class="lead">${t('casePage:lead')}</p>
      <p>${rich(t('casePage:toServer'), { seen: '#who-sees' })}</p>
    </section>
    <form class="form plain" method="post" action="${CASE_PAGE}" autocomplete="off">
      <input type="hidden" name="language" value="${language}">
      <div class="field">
        <label for="plain-code">${t('casePage:code')}</label>
        <p class="help" id="plain-code-help">${t('casePage:codeHelp')}</p>
        ${fault === '' ? '' : html`<p class="error" id="plain-code-error" role="alert">${fault}</p>`}
        ${number}
        <input id="plain-code" name="code" class="code-input" required autocomplete="off" spellcheck="false" writingsuggestions="false" autocorrect="off" autocapitalize="characters" translate="no" aria-describedby="plain-code-help${fault === '' ? '' : ' plain-code-error'}"${fault === '' ? '' : html` aria-invalid="true"`}>
      </div>
      <div class="send"><button type="submit" class="button">${t('casePage:open')}</button></div>
    </form>
    <section class="case-part">
      <h2>${t('casePage:terminal.title')}</h2>
      <p>${t('casePage:terminal.text')}</p>
      ${command(fetchCaseCommand(siteUrl))}
      <p>${t('casePage:terminal.read')}</p>
      ${command(openNewestCommand)}
    </section>`;
  const side = html`
    <section id="who-sees">
      <h2>${t('casePage:seen.title')}</h2>
      <p>${t('casePage:seen.text')}</p>
      <p>${rich(t('casePage:seen.receiptKey'), links)}</p>
      <p>${t('casePage:seen.cookie')}</p>
    </section>
    ${dataNotice(language)}`;
  const status = problem ? problems[problem.code] : 200;
  return page({
    status,
    title,
    body,
    side,
    language,
    frame: 'case',
    headers: { ...headers, ...problem?.headers },
  });
}

function command(text: string): Html {
  return html`<pre tabindex="0" translate="no"><code>${text}</code></pre>`;
}
