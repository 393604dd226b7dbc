import { translator } from '../../src/i18n/index.ts';
import { type LanguageCode, paths } from '../../src/i18n/languages.ts';
import { splitRich } from '../../src/i18n/rich.ts';
import { type Html, html } from '../html.ts';

/**
 * A text of `locales/` with its links, as `Rich.astro` has it in the pages of the build.
 * @param links the address of each `<name>words</name>`; a page elsewhere learns nothing of this one
 */
export function rich(text: string, links: Readonly<Record<string, string>>): Html {
  const parts = splitRich(text).map(({ words, link }) => {
    const address = link === undefined ? undefined : links[link];
    if (address === undefined) return html`${words}`;
    return address.startsWith('https:')
      ? html`<a href="${address}" rel="noopener">${words}</a>`
      : html`<a href="${address}">${words}</a>`;
  });
  return html`${parts}`;
}

/** Where data are asked for or told of: the way to the data notice. */
export function dataNotice(language: LanguageCode): Html {
  const text = rich(translator(language)('dataNotice.text'), { privacy: paths.privacy[language] });
  return html`<p class="help on-screen">${text}</p>`;
}
