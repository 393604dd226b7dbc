// Versions of a product as people read them on a page.
import { listFormat } from '../i18n/formatters.ts';
import { translator } from '../i18n/index.ts';
import { type LanguageCode, locales } from '../i18n/languages.ts';
import { sortedConstraints } from './version-ranges.ts';

const words = { '<': 'before', '<=': 'upTo', '>=': 'from', '>': 'after' } as const;
type Comparator = keyof typeof words;

/**
 * What `versions` of a lesson or a product says, in words: `<2.4` as “before 2.4”, `>=4.0|<4.3` as “from 4.0 and before 4.3”.
 * A lower end and the upper one behind it are one range; ranges and single versions stand beside each other.
 */
export function versionWords(versions: string, language: LanguageCode): string {
  const t = translator(language);
  if (versions.trim() === 'all') return t('lessons:versions.all');
  const ranges: string[][] = [];
  const not: string[] = [];
  let isOpen = false;
  for (const { sign, version } of sortedConstraints(versions)) {
    if (sign === '!=') {
      not.push(version);
      continue;
    }
    const said = sign in words ? t(`lessons:versions.${words[sign as Comparator]}`, { version }) : version;
    if (isOpen && sign.startsWith('<')) ranges.at(-1)?.push(said);
    else ranges.push([said]);
    isOpen = sign.startsWith('>');
  }
  const list = (parts: string[], type: 'conjunction' | 'disjunction') =>
    listFormat(locales[language], { type }).format(parts);
  const all = ranges.map((parts) => list(parts, 'conjunction'));
  const named = all.length === 0 ? t('lessons:versions.all') : list(all, 'disjunction');
  return not.length === 0 ? named : t('lessons:versions.not', { named, versions: list(not, 'conjunction') });
}
