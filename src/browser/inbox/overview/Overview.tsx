// The banners above the list, and how the promise was kept.
import type { Overview } from '../../../disclosure/team-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { lazy } from '../base/lazy.tsx';
import { dayOfText, momentText, plural, texts } from '../base/page.ts';

/** What the whole team should know. */
export function Banners({ overview }: { overview: Overview | null }) {
  return (
    <ul id="banners" class="banners">
      {overview && sentencesOf(overview).map((sentence) => <li class="note warning">{sentence}</li>)}
    </ul>
  );
}

const Months = lazy(async () => (await import('./Months.tsx')).Months);

export function Figures({ overview }: { overview: Overview | null }) {
  return (
    <section class="figures" aria-labelledby="figures-title">
      <h2 id="figures-title">{texts.overview.title}</h2>
      <figure id="chart">{overview && <Months figures={overview.figures} />}</figure>
    </section>
  );
}

function sentencesOf({ mail, webhook, keys, noTeamKey, logFails, oldSite }: Overview): string[] {
  const told = noTeamKey ? keys.filter(({ hasExpired }) => !hasExpired) : keys;
  const sentences = told.map(({ name, expiresAt, hasExpired }) => {
    const sentence = hasExpired ? texts.overview.keyExpired : texts.overview.keyExpires;
    return fillIn(sentence, { who: name, date: dayOfText(expiresAt) });
  });
  if (oldSite !== null) sentences.unshift(fillIn(texts.overview.oldSite, { moment: momentText(oldSite) }));
  if (logFails) sentences.unshift(texts.overview.logFails);
  if (noTeamKey) sentences.unshift(texts.overview.keysExpired);
  if (webhook !== null) {
    const sentence = plural(texts.overview, 'webhookFailing', webhook.failing);
    sentences.unshift(fillIn(sentence, { moment: momentText(webhook.oldestAt) }));
  }
  const { waiting, failing, oldestAt } = mail;
  if (oldestAt !== null) {
    const sentence =
      failing > 0
        ? plural(texts.overview, 'mailFailing', failing)
        : plural(texts.overview, 'mailWaiting', waiting);
    sentences.unshift(fillIn(sentence, { moment: momentText(oldestAt) }));
  }
  return sentences;
}
