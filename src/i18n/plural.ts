import { fillIn } from './fill-in.ts';
import { pluralRules } from './formatters.ts';

/**
 * A text in the one of its two forms that fits a number, where i18next itself is not at hand; the number stands in the
 * place of `{{count}}`.
 * @param shown the number as it is written there
 */
export function plural(
  language: string,
  count: number,
  [one, other]: readonly [one: string, other: string],
  shown: string | number = count,
): string {
  return fillIn(pluralRules(language).select(count) === 'one' ? one : other, { count: shown });
}
