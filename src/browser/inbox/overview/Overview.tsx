// The banners above the list, and how the promise was kept.
import type { Overview } from '../../../disclosure/team-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { lazy } from '../base/lazy.tsx';
import { dayOfText, momentText, plural, texts } from '../base/page.ts';

/** What is wrong, and what comes of it and mends it. */
interface Banner {
  what: string;
  rest: string;
}

/** What the whole team should know: in a line each, as they stand above the list, and the rest where somebody asks. */
export function Banners({ overview }: { overview: Overview | null }) {
  return (
    <ul id="banners" class="banners">
      {overview &&
        bannersOf(overview).map(({ what, rest }) => (
          <li key={what} class="note warning">
            {what}{' '}
            {rest !== '' && (
              <details>
                <summary>{texts.overview.whatNow}</summary>
                <p>{rest}</p>
              </details>
            )}
          </li>
        ))}
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

function bannersOf({ mail, webhook, keys, noTeamKey, logFails, oldSite, unreadable }: Overview): Banner[] {
  const told = noTeamKey ? keys.filter(({ hasExpired }) => !hasExpired) : keys;
  const banners = told.map(({ name, expiresAt, hasExpired }) => {
    const text = hasExpired ? texts.overview.keyExpired : texts.overview.keyExpires;
    return bannerOf(text, { who: name, date: dayOfText(expiresAt) });
  });
  if (oldSite !== null) banners.unshift(bannerOf(texts.overview.oldSite, { moment: momentText(oldSite) }));
  if (logFails) banners.unshift(bannerOf(texts.overview.logFails));
  if (unreadable.length > 0) {
    const text = plural(texts.overview, 'unreadable', unreadable.length);
    banners.unshift(bannerOf(text, { references: unreadable.join(', ') }));
  }
  if (noTeamKey) banners.unshift(bannerOf(texts.overview.keysExpired));
  if (webhook !== null) {
    const text = plural(texts.overview, 'webhookFailing', webhook.failing);
    banners.unshift(bannerOf(text, { moment: momentText(webhook.oldestAt) }));
  }
  const { waiting, failing, oldestAt } = mail;
  if (oldestAt !== null) {
    const text =
      failing > 0
        ? plural(texts.overview, 'mailFailing', failing)
        : plural(texts.overview, 'mailWaiting', waiting);
    banners.unshift(bannerOf(text, { moment: momentText(oldestAt) }));
  }
  return banners;
}

/** Its first sentence says what is wrong. Parted before names are filled in, which may have dots too. */
function bannerOf(text: string, values: Record<string, string> = {}): Banner {
  const [what = '', ...rest] = text.split(/(?<=\.) /);
  return { what: fillIn(what, values), rest: fillIn(rest.join(' '), values) };
}
