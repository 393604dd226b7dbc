import { translator } from '../../src/i18n/index.ts';
import { type LanguageCode, paths } from '../../src/i18n/languages.ts';
import { html } from '../html.ts';
import { dataNotice } from './rich.ts';
import { page } from './shell.ts';

/** Asks whether an address may be used for alerts. */
export function alertPage(alertId: string, language: LanguageCode): Promise<Response> {
  const t = translator(language);
  const body = html`
    <section class="opening">
      <h1>${t('alert:title')}</h1>
      <p class="lead">${t('alert:text')}</p>
    </section>
    <form class="actions" method="post" action="/api/alerts/${alertId}" autocomplete="off">
      <input type="hidden" name="language" value="${language}">
      <button type="submit" class="button" name="answer" value="yes">${t('alert:yes')}</button>
      <button type="submit" class="quiet" name="answer" value="no">${t('alert:no')}</button>
    </form>
    ${dataNotice(language)}`;
  return page({ status: 200, title: t('alert:title'), body, language });
}

/** Says what came of it; `gone` when the alert was taken away or replaced before. */
export function alertAnsweredPage(answer: 'yes' | 'no' | 'gone', language: LanguageCode): Promise<Response> {
  const t = translator(language);
  const title = t(`alert:answered.${answer}.title`);
  const body = html`
    <section class="opening">
      <h1>${title}</h1>
      <p>${t(`alert:answered.${answer}.text`)}</p>
      <p><a href="${paths.status[language]}">${t('alert:status')}</a></p>
    </section>`;
  return page({ status: answer === 'gone' ? 404 : 200, title, body, language });
}
