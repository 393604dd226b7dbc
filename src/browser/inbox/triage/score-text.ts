import { language } from '../base/page.ts';

/** A score with its one decimal, as it is written here. */
export function scoreText(score: number): string {
  return new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(
    score,
  );
}
