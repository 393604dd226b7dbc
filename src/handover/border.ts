// The border between a page's markup and its script: what is handed over stands in attributes of the element that the
// script begins with.
import { type LanguageCode, languageCodes } from '../i18n/languages.ts';

/** Texts by name, in groups where there are many; a text in its pieces is a list of them. */
export type Texts = { [name: string]: string | Texts | Texts[] };

/** The element that has them, or a copy of its attributes for a worker. */
export type Handed = Pick<HTMLElement, 'dataset'>;

/** The attributes that hand texts over, and the language that they are in. */
export function give(language: LanguageCode, texts: Texts): Record<`data-${string}`, string> {
  return { 'data-language': language, 'data-texts': JSON.stringify(texts) };
}

/**
 * Takes what `give` handed over. Which texts there are is in the type of their picker; that all of them are texts is
 * looked at here.
 * @throws TypeError or SyntaxError where they are not; the page then stays as it is without scripts
 */
export function receive<Given extends Texts>(place: Handed): { language: LanguageCode; texts: Given } {
  const language = place.dataset['language'] as LanguageCode;
  const texts: unknown = JSON.parse(place.dataset['texts'] ?? '');
  if (!languageCodes.includes(language) || !areTexts(texts)) throw new TypeError('texts');
  return { language, texts: texts as Given };
}

/** Whether something is texts by name, in groups or not, none of them empty. */
function areTexts(given: unknown): boolean {
  const isText = (one: unknown) => (one && typeof one === 'string') || areTexts(one);
  return given instanceof Object && Object.values(given).every(isText);
}
