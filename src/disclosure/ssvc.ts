/**
 * What is asked for a decision by SSVC, in the order of the table, each answer from what is least to what is most.
 * `publicPoc`: how to exploit it is public (a proof of concept). `high` mission: of what people depend on, or their
 * safety.
 */
export const ssvcQuestions = {
  exploitation: ['none', 'publicPoc', 'active'],
  automatable: ['no', 'yes'],
  technicalImpact: ['partial', 'total'],
  mission: ['low', 'medium', 'high'],
} as const;
export type SsvcQuestion = keyof typeof ssvcQuestions;

/** An answer to each question. */
export type SsvcAnswers = { [Name in SsvcQuestion]: (typeof ssvcQuestions)[Name][number] };

/** From what can wait to what can't. */
export const ssvcDecisions = ['track', 'trackStar', 'attend', 'act'] as const;
export type SsvcDecision = (typeof ssvcDecisions)[number];

/**
 * The decision table of CISA ("CISA Coordinator" 2.0.3 in CERT/CC's SSVC): a digit, the place in `ssvcDecisions`, for
 * low, medium and high mission; these by technical impact, then automatable, then exploitation.
 */
const TABLE = ['000 001', '002 002', '001 012', '002 012', '002 023', '223 233'].join('').replaceAll(' ', '');

/** What CISA's SSVC makes of four answers. */
export function decisionOf(answers: SsvcAnswers): SsvcDecision {
  let row = 0;
  for (const [name, values] of Object.entries(ssvcQuestions)) {
    const place = (values as readonly string[]).indexOf(answers[name as SsvcQuestion]);
    row = row * values.length + place;
  }
  return ssvcDecisions[Number(TABLE[row])] ?? 'act';
}
