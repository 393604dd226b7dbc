// How easily a text reads: Flesch's reading ease, and Douma's of it for Dutch. 0 is a law, 100 a picture book; B1 begins
// at about 60.
import type { LanguageCode } from '../../src/i18n/languages.ts';

/** Two vowels that are one sound in Dutch; any other pair is two syllables (`si-tu-a-tie`). */
const dutchSounds = /aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ou|au|ij|ei|ai|[aeiouyàáâäèéêëìíïòóöùúü]/g;

function dutchSyllables(word: string): number {
  return Math.max(1, word.match(dutchSounds)?.length ?? 0);
}

/** Vowels that stand together and are heard apart: `being`, `area`, `serious`, `usual`; but not `section` or `quality`. */
const apart = /(?<![ct])i(?:a|o(?!n)|u)|(?<!p)eo|(?<![qg])ua|[aeiouy]ing|crea/g;

/** Without the ends that are not heard, as of `use`, `files` and `reported`; those of `table` and `expected` are. */
function englishSyllables(word: string): number {
  if (word.length <= 3) return 1;
  const heard = word
    .replace(/(?<![td])ed$/, '')
    .replace(/(?<!s|x|z|c|g|ch|sh|[^aeiouy]l)es$/, '')
    .replace(/(?<!e|[^aeiouy]l)e$/, '')
    .replace(/^y/, '');
  return Math.max(1, (heard.match(/[aeiouy]+/g) ?? []).length + (heard.match(apart) ?? []).length);
}

const measures: Partial<
  Record<LanguageCode, { syllables: (word: string) => number; base: number; words: number; parts: number }>
> = {
  // W. H. Douma, De leesbaarheid van landbouwbladen (1960).
  nl: { syllables: dutchSyllables, base: 206.84, words: 0.93, parts: 77 },
  // R. Flesch, A new readability yardstick (1948).
  en: { syllables: englishSyllables, base: 206.835, words: 1.015, parts: 84.6 },
};

/** What is read of a text: no marks for links, a short word for what is filled in, and no addresses, keys or commands. */
function proseOf(text: string): string {
  return text
    .replace(/<\/?\w+>/g, '')
    .replace(/\{\{\w+\}\}/g, 'x')
    .replace(/-----[A-Z ]+-----|https?:\S+|\S*[@/=_]\S*|--\S+/g, 'x');
}

const sentencesOf = (text: string) =>
  proseOf(text)
    .split(/[.!?…][’”)]*(?:\s+|$)|\n+/u)
    .map((sentence) => sentence.match(/\p{L}[\p{L}’-]*/gu) ?? [])
    .filter((words) => words.length > 0);

/** The words that count in a text. */
export const wordsIn = (text: string) => sentencesOf(text).flat().length;

/** How easily texts read together; higher is easier. */
export function readingEase(language: LanguageCode, texts: string[]): number {
  const measure = measures[language];
  if (!measure) throw new Error(`no measure for ${language}`);
  const sentences = texts.flatMap(sentencesOf);
  const words = sentences.flat();
  const syllables = words
    .flatMap((word) => word.toLowerCase().split('-'))
    .reduce((sum, word) => sum + (word === '' ? 0 : measure.syllables(word)), 0);
  return (
    measure.base -
    (measure.words * words.length) / sentences.length -
    (measure.parts * syllables) / words.length
  );
}
