// The team's own answers on the DPIA sheet: one document, sealed to the team, in the place of the desk.
import * as z from 'zod/mini';

/**
 * The parts of a data protection impact assessment: what Regulation (EU) 2016/679 asks for in article 35(7)(a) to (d), then
 * the advice of 35(2), the views of 35(9), and the decision, with its review (35(11)).
 */
export const dpiaParts = [
  'processing',
  'necessity',
  'risks',
  'measures',
  'advice',
  'views',
  'decision',
] as const;
export type DpiaPart = (typeof dpiaParts)[number];
export type DpiaAnswers = Record<DpiaPart, string>;

/** How long an answer is at most, in UTF-16 code units, and all together in bytes: they fit in one message. */
export const dpiaLimits = { answer: 12_000, bytes: 160 * 1024 } as const;

const answer = z.string().check(z.maxLength(dpiaLimits.answer));
export const dpiaAnswersSchema = z.strictObject({
  processing: answer,
  necessity: answer,
  risks: answer,
  measures: answer,
  advice: answer,
  views: answer,
  decision: answer,
});
const documentSchema = z.strictObject({ format: z.literal('meldpunt-dpia/1'), answers: dpiaAnswersSchema });

/** Before anybody answered. */
export const noAnswers: DpiaAnswers = {
  ...{ processing: '', necessity: '', risks: '', measures: '', advice: '', views: '', decision: '' },
};

/** The document, as a person reads it too. @throws RangeError when it is longer than may be */
export function writeDpia(answers: DpiaAnswers): string {
  const text = `${JSON.stringify({ format: 'meldpunt-dpia/1', answers }, null, 2)}\n`;
  const isTooLong = dpiaParts.some((part) => answers[part].length > dpiaLimits.answer);
  if (isTooLong || new TextEncoder().encode(text).length > dpiaLimits.bytes) throw new RangeError('too long');
  return text;
}

/** Reads what `writeDpia` wrote; null for anything else. */
export function readDpia(text: string): DpiaAnswers | null {
  try {
    return documentSchema.parse(JSON.parse(text)).answers;
  } catch {
    return null;
  }
}

/**
 * Puts together what two people wrote from the same beginning: where one of them left a part alone, that of the other.
 * `both` are the parts that each changed in their own way, where `mine` stands for now.
 */
export function mergeAnswers(
  base: DpiaAnswers,
  mine: DpiaAnswers,
  theirs: DpiaAnswers,
): { answers: DpiaAnswers; both: DpiaPart[] } {
  const isMineNew = (part: DpiaPart) => mine[part] !== base[part];
  const answers = { ...theirs };
  for (const part of dpiaParts) if (isMineNew(part)) answers[part] = mine[part];
  const both = dpiaParts.filter(
    (part) => isMineNew(part) && theirs[part] !== base[part] && theirs[part] !== mine[part],
  );
  return { answers, both };
}
