import { expect, it } from 'vitest';
import { decisionOf, type SsvcAnswers, ssvcQuestions } from '../../src/disclosure/ssvc.ts';

/**
 * "CISA Coordinator" 2.0.3, as CERT/CC publishes it (data/csv/cisa/cisa_coordinator_2_0_3.csv): exploitation,
 * automatable, technical impact, mission and well-being, decision.
 */
const published = `
none,no,partial,low,track
none,no,partial,medium,track
none,no,partial,high,track
none,no,total,low,track
none,no,total,medium,track
none,no,total,high,track*
none,yes,partial,low,track
none,yes,partial,medium,track
none,yes,partial,high,attend
none,yes,total,low,track
none,yes,total,medium,track
none,yes,total,high,attend
public poc,no,partial,low,track
public poc,no,partial,medium,track
public poc,no,partial,high,track*
public poc,no,total,low,track
public poc,no,total,medium,track*
public poc,no,total,high,attend
public poc,yes,partial,low,track
public poc,yes,partial,medium,track
public poc,yes,partial,high,attend
public poc,yes,total,low,track
public poc,yes,total,medium,track*
public poc,yes,total,high,attend
active,no,partial,low,track
active,no,partial,medium,track
active,no,partial,high,attend
active,no,total,low,track
active,no,total,medium,attend
active,no,total,high,act
active,yes,partial,low,attend
active,yes,partial,medium,attend
active,yes,partial,high,act
active,yes,total,low,attend
active,yes,total,medium,act
active,yes,total,high,act
`
  .trim()
  .split('\n')
  .map((line) => line.replace('public poc', 'publicPoc').replace('track*', 'trackStar').split(','));

it.each(published)('exploitation %s, automatable %s, impact %s, mission %s: %s', (...row) => {
  const [exploitation, automatable, technicalImpact, mission, decision] = row;
  const answers = { exploitation, automatable, technicalImpact, mission } as SsvcAnswers;
  expect(decisionOf(answers)).toBe(decision);
});

it('has a decision for every way to answer', () => {
  const ways = Object.values(ssvcQuestions).reduce((count, values) => count * values.length, 1);
  expect(new Set(published.map((row) => row.slice(0, 4).join())).size).toBe(ways);
});
