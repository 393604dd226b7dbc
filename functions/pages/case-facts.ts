import type { CaseView } from '../../src/disclosure/case-view.ts';
import { standingOf } from '../../src/disclosure/standing.ts';
import { formatDate, formatEuros, formatMoment } from '../../src/i18n/format.ts';
import { translator } from '../../src/i18n/index.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { type Html, html } from '../html.ts';

/** Where a case stands, in a few words, with the reward where there is one. */
export function standingText(view: CaseView, now: Date, language: LanguageCode): string {
  const t = translator(language);
  const standing = t(`casePage:standing.${standingOf(view, now.getTime())}`);
  if (view.reward === null) return standing;
  return t('casePage:withReward', { standing, reward: formatEuros(view.reward, language) });
}

/** What comes next, in a sentence or two. */
export function nextText(view: CaseView, now: Date, language: LanguageCode): string {
  const t = translator(language);
  const { status } = view;
  if (status === 'received') {
    const when = standingOf(view, now.getTime()) === 'late' ? 'late' : 'received';
    return t(`casePage:next.${when}`, { moment: formatMoment(new Date(view.respondBy), language) });
  }
  if (status !== 'confirmed' && status !== 'fixing') return t(`casePage:next.${status}`);
  if (view.fixExpectedAt === null) return t('casePage:next.fixUnknown');
  const day = formatDate(new Date(view.fixExpectedAt), language);
  return t(view.fixLateSince === null ? 'casePage:next.fixExpected' : 'casePage:next.fixLate', { day });
}

/** What is known of a case, as a list: reference, times, assessment, reward. What does not concern it is left out. */
export function factsOf(view: CaseView, language: LanguageCode): Html {
  const t = translator(language);
  const moment = (time: string) =>
    html`<time datetime="${time}">${formatMoment(new Date(time), language)}</time>`;
  const day = (time: string) =>
    html`<time datetime="${time.slice(0, 10)}">${formatDate(new Date(time), language)}</time>`;
  const row = (name: string, value: Html | null) =>
    value === null ? [] : [html`<div><dt>${name}</dt><dd>${value}</dd></div>`];
  const momentRow = (name: string, time: string | null) => row(name, time === null ? null : moment(time));
  const isNothingToFix = view.assessment === 'rejected' || view.assessment === 'duplicate';
  const own = view.attachments.filter(({ from }) => from === 'reporter');
  const complete = own.filter(({ isComplete }) => isComplete).length;
  const rows = [
    ...row(
      t('casePage:rows.reference'),
      html`<span translate="no">${view.reference}</span>${view.urgent ? html` (${t('casePage:urgent')})` : ''}`,
    ),
    ...momentRow(t('casePage:rows.received'), view.receivedAt),
    ...momentRow(t('casePage:rows.respondBy'), view.respondBy),
    ...momentRow(t('casePage:rows.responded'), view.respondedAt),
    ...row(t('casePage:rows.assessment'), html`${t(`casePage:assessments.${view.assessment ?? 'none'}`)}`),
    ...(isNothingToFix && view.fixExpectedAt === null
      ? []
      : row(
          t('casePage:rows.fixExpected'),
          view.fixExpectedAt === null ? html`${t('casePage:unknownYet')}` : day(view.fixExpectedAt),
        )),
    ...momentRow(t('casePage:rows.resolved'), view.resolvedAt),
    ...momentRow(t('casePage:rows.closed'), view.closedAt),
    ...row(t('casePage:rows.publication'), publicationOf(view, language)),
    ...row(
      t('casePage:rows.reward'),
      view.reward === null ? null : html`${formatEuros(view.reward, language)}`,
    ),
    ...row(
      t('casePage:rows.credit'),
      view.credit === 'undecided' ? null : html`${t(`casePage:credits.${view.credit}`)}`,
    ),
    ...row(
      t('casePage:rows.attachments'),
      own.length === 0
        ? null
        : html`${t('casePage:attachmentsState', { complete: String(complete), count: String(own.length) })}`,
    ),
  ];
  return html`<dl class="facts">${rows}</dl>`;
}

function publicationOf(view: CaseView, language: LanguageCode): Html | null {
  const t = translator(language);
  const day = (time: string) => formatDate(new Date(time), language);
  const { publishedAt, publishOn, publishAgreedAt, publishGivenUp } = view;
  if (publishedAt !== null) {
    const moment = formatMoment(new Date(publishedAt), language);
    return html`${t('casePage:publication.published', { moment })}`;
  }
  if (publishOn !== null) {
    const how = publishAgreedAt === null ? 'proposed' : 'agreed';
    return html`${t(`casePage:publication.${how}`, { day: day(publishOn) })}`;
  }
  if (publishGivenUp === null) return null;
  return html`${t('casePage:publication.givenUp', { day: day(publishGivenUp) })}`;
}
