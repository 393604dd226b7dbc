import { translator } from '../../src/i18n/index.ts';
import { type LanguageCode, paths } from '../../src/i18n/languages.ts';
import { html } from '../html.ts';
import { type PageParts, page } from './pages.ts';

/** Asks whether an address may be used for alerts. */
export function alertPage(alertId: string, language: LanguageCode, parts: PageParts): Response {
  const t = translator(language);
  const body = html`
    <section class="opening">
      <h1>${t('alert:title')}</h1>
      <p>${t('alert:text')}</p>
    </section>
    <form class="actions" method="post" action="/api/alerts/${alertId}" autocomplete="off">
      <input type="hidden" name="language" value="${language}">
      <button type="submit" class="button" name="answer" value="yes">${t('alert:yes')}</button>
      <button type="submit" class="quiet" name="answer" value="no">${t('alert:no')}</button>
    </form>`;
  return page(200, t('alert:title'), body, language, parts);
}

/** Says what came of it; `gone` when the alert was taken away or replaced before. */
export function alertAnsweredPage(
  answer: 'yes' | 'no' | 'gone',
  language: LanguageCode,
  parts: PageParts,
): Response {
  const t = translator(language);
  const body = html`
    <section class="opening">
      <h1>${t(`alert:answered.${answer}.title`)}</h1>
      <p>${t(`alert:answered.${answer}.text`)}</p>
      <p><a href="${paths.status[language]}">${t('alert:status')}</a></p>
    </section>`;
  return page(answer === 'gone' ? 404 : 200, t(`alert:answered.${answer}.title`), body, language, parts);
}
