// What is true of every desk, by part, with the numbers and names of this one.
import { type DpiaAnswers, type DpiaPart, dpiaParts } from '../../../disclosure/dpia.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { facts, plural } from '../base/page.ts';
import type { DpiaTexts } from './texts.ts';

/** The sentences of a part. @param retentionDays after which a closed case is erased; undefined while that is not known */
export function factsOf(part: DpiaPart, words: DpiaTexts, retentionDays: number | undefined): string[] {
  const values = { organisation: facts.organisation, site: facts.siteUrl, days: facts.responseDays };
  const kept =
    retentionDays === undefined || part !== 'processing' ? [] : [plural(words, 'retention', retentionDays)];
  return [...Object.values(words.facts[part]).map((text) => fillIn(text, values)), ...kept];
}

/** The whole sheet as Markdown. */
export function markdownOf(
  answers: DpiaAnswers,
  words: DpiaTexts,
  { retentionDays, day }: { retentionDays: number | undefined; day: string },
): string {
  const parts = dpiaParts.flatMap((part) => [
    `## ${words.parts[part].title}`,
    factsOf(part, words, retentionDays)
      .map((text) => `- ${text}`)
      .join('\n'),
    `### ${words.own}`,
    answers[part].trim() === '' ? `*${words.unanswered}*` : answers[part].trim(),
  ]);
  const head = [
    `# ${fillIn(words.document, { organisation: facts.organisation })}`,
    fillIn(words.made, { day }),
  ];
  return `${[...head, ...parts].join('\n\n')}\n`;
}
