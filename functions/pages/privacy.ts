import { mailtoLink } from '../../src/disclosure/address.ts';
import { ERASURE_AHEAD } from '../../src/disclosure/clock.ts';
import { telephoneHours, telephoneLink, telephoneText } from '../../src/i18n/addresses.ts';
import { formatDate } from '../../src/i18n/format.ts';
import { translator } from '../../src/i18n/index.ts';
import { type LanguageCode, locales, paths } from '../../src/i18n/languages.ts';
import { organisation } from '../../src/organisation.ts';
import { type Html, html } from '../html.ts';
import type { Services } from '../parts-types.ts';
import { rich } from './rich.ts';
import { page } from './shell.ts';

/** What the data notice tells of how this desk is run. */
export interface NoticeFacts {
  contactEmail: string;
  retentionDays: number;
  services: Services;
  /** Whether another system of the team's is told of what happens. */
  hasWebhook: boolean;
}

const DAY = 24 * 60 * 60 * 1000;

/** Each with its purpose and its legal basis (GDPR art. 6(1)). */
const purposes = ['report', 'proof', 'authorities', 'alert', 'credit', 'reward', 'limits'] as const;
/** What is kept: until its case is erased, or as it says itself. */
const keptWithCase = ['report', 'facts', 'code'] as const;
const keptOtherwise = ['alert', 'address', 'log', 'mails', 'trail', 'figures'] as const;

/** The data notice: what GDPR article 13 asks to be told, in plain words. */
export function privacyPage(facts: NoticeFacts, language: LanguageCode): Promise<Response> {
  const t = translator(language);
  // None is erased that was not announced to the team before.
  const count = Math.max(facts.retentionDays, ERASURE_AHEAD / DAY);
  const links = { status: paths.status[language], authority: organisation.supervisoryAuthority.url };
  const authority = organisation.supervisoryAuthority.name;
  const body = html`
    <div class="opening">
      <h1>${t('privacy:heading')}</h1>
      <p class="lead">${t('privacy:lead')}</p>
      <p>${t('privacy:changed', { date: formatDate(new Date(organisation.noticeLastChanged), language) })}</p>
    </div>
    <section class="nothing">
      <h2>${t('privacy:short.title')}</h2>
      ${list([
        t('privacy:short.anonymous'),
        t('privacy:short.sealed'),
        t('privacy:short.erased', { count }),
        t('privacy:short.visitors'),
      ])}
    </section>
    ${why(language)}
    ${kept(language)}
    <section class="prose" id="erasing">
      <h2>${t('privacy:erasing.title')}</h2>
      <p>${t('privacy:erasing.closed', { count })}</p>
      <p>${t('privacy:erasing.later')}</p>
      <p>${rich(t('privacy:erasing.withdrawn'), links)}</p>
      <p>${t('privacy:erasing.backups')}</p>
    </section>
    ${recipients(facts, language)}
    <section class="prose" id="rights">
      <h2>${t('privacy:rights.title')}</h2>
      ${list([
        rich(t('privacy:rights.see'), links),
        t('privacy:rights.mend'),
        rich(t('privacy:rights.erase'), links),
        t('privacy:rights.object'),
        t('privacy:rights.withdraw'),
      ])}
      <p>${t('privacy:rights.how')}</p>
      <p>${rich(t('privacy:rights.complain', { authority }), links)}</p>
    </section>
    ${(['voluntary', 'decisions', 'browser'] as const).map(
      (name) => html`
    <section class="prose">
      <h2>${t(`privacy:${name}.title`)}</h2>
      <p>${t(`privacy:${name}.text`)}</p>
    </section>`,
    )}`;
  return page({
    status: 200,
    title: t('privacy:title'),
    body,
    side: controller(facts, language),
    language,
    frame: 'privacy',
    headers: { 'Cache-Control': 'public, max-age=300' },
  });
}

function list(items: readonly (string | Html)[]): Html {
  return html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;
}

/** Who is responsible, and how to reach them; what the organisation does not state is left out. */
function controller({ contactEmail }: NoticeFacts, language: LanguageCode): Html {
  const t = translator(language);
  const { name, postalAddress, registration, privacyContact, dataProtectionOfficer } = organisation;
  const mail = privacyContact ?? contactEmail;
  const rows: [term: string, value: string | Html | undefined][] = [
    [t('privacy:controller.organisation'), name],
    [t('privacy:controller.postalAddress'), postalAddress],
    [t('privacy:controller.registration'), registration],
    [t('privacy:controller.mail'), html`<a href="${mailtoLink(mail)}">${mail}</a>`],
    [t('privacy:controller.telephone'), html`<a href="${telephoneLink}">${telephoneText}</a>`],
    [t('privacy:controller.telephoneHours'), telephoneHours(language)],
    [t('privacy:controller.officer'), dataProtectionOfficer],
  ];
  return html`
    <section class="facts" id="controller">
      <h2>${t('privacy:controller.title')}</h2>
      <p>${t('privacy:controller.text')}</p>
      <dl>${rows.flatMap(([term, value]) => (value === undefined ? [] : html`<div><dt>${term}</dt><dd>${value}</dd></div>`))}</dl>
    </section>`;
}

function why(language: LanguageCode): Html {
  const t = translator(language);
  const each = purposes.map((name) => {
    const basis = t('privacy:why.basis', { basis: t(`privacy:why.${name}.basis`) });
    return html`<h3>${t(`privacy:why.${name}.title`)}</h3><p>${t(`privacy:why.${name}.text`)}</p><p class="basis">${basis}</p>`;
  });
  return html`
    <section class="prose" id="why">
      <h2>${t('privacy:why.title')}</h2>
      ${each}
    </section>`;
}

function kept(language: LanguageCode): Html {
  const t = translator(language);
  const rows = [
    ...keptWithCase.map((name) => [name, t('privacy:kept.withCase')] as const),
    ...keptOtherwise.map((name) => [name, t(`privacy:kept.${name}.until`)] as const),
  ];
  const form = t('privacy:kept.form');
  const until = t('privacy:kept.until');
  const heads = [t('privacy:kept.what'), form, until];
  return html`
    <section class="wide-table" id="kept">
      <table>
        <caption>${t('privacy:kept.title')}</caption>
        <thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
        <tbody>${rows.map(
          ([name, end]) =>
            html`<tr><th scope="row">${t(`privacy:kept.${name}.what`)}</th><td data-name="${form}">${t(`privacy:kept.${name}.form`)}</td><td data-name="${until}">${end}</td></tr>`,
        )}</tbody>
      </table>
    </section>`;
}

/** Who gets the data, and where that is outside the EEA: as this desk is run, and no other way. */
function recipients({ services, hasWebhook }: NoticeFacts, language: LanguageCode): Html {
  const t = translator(language);
  const { hosting, store, mail } = services;
  const items = [
    t('privacy:recipients.team'),
    hosting === 'vercel' ? t('privacy:recipients.vercel') : ownHosting(language),
    store === 'upstash' ? t('privacy:recipients.upstash') : t('privacy:recipients.ownStore'),
    ...(mail === 'resend' ? [t('privacy:recipients.resend')] : []),
    ...(hasWebhook ? [t('privacy:recipients.webhook')] : []),
    t('privacy:recipients.authorities'),
    t('privacy:recipients.auditors'),
    t('privacy:recipients.others'),
  ];
  const isOwn = hosting === 'own' && store === 'own' && mail === 'own';
  const transfers = isOwn ? (hasWebhook ? 'webhook' : 'own') : 'services';
  return html`
    <section class="prose" id="recipients">
      <h2>${t('privacy:recipients.title')}</h2>
      ${list(items)}
      <h3>${t('privacy:transfers.title')}</h3>
      <p>${t(`privacy:transfers.${transfers}`)}</p>
    </section>`;
}

function ownHosting(language: LanguageCode): string {
  const t = translator(language);
  const { hosting } = organisation;
  if (hosting === undefined) return t('privacy:recipients.ownServer');
  const country = new Intl.DisplayNames(locales[language], { type: 'region' }).of(hosting.country);
  return t('privacy:recipients.hosted', { host: hosting.name, country: country ?? hosting.country });
}
