import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ratingOf, ratings, takenOver } from '../../src/disclosure/rating.ts';
import { baseMetrics, severityAsReported, severityOf, vectorIn } from '../../src/disclosure/severity.ts';

describe('the score of a vector', () => {
  // Of 4.0 as the calculator of FIRST has them: the first are its published examples, the others of a test suite of
  // Red Hat's, which wrote that calculator. Of 3.1 the examples of its user guide.
  it.each([
    ['CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 7.3, 'high'],
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H', 10, 'critical'],
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:A/VC:N/VI:N/VA:N/SC:L/SI:L/SA:N', 5.1, 'medium'],
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N', 0, 'none'],
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:L/VI:H/VA:L/SC:N/SI:H/SA:L', 9.2, 'critical'],
    ['CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:A/VC:N/VI:N/VA:N/SC:L/SI:N/SA:N', 2.1, 'low'],
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:L/UI:P/VC:H/VI:L/VA:L/SC:L/SI:L/SA:L', 7, 'high'],
    ['CVSS:4.0/AV:N/AC:H/AT:N/PR:H/UI:A/VC:N/VI:N/VA:N/SC:N/SI:H/SA:N', 4, 'medium'],
    ['CVSS:4.0/AV:P/AC:H/AT:P/PR:H/UI:A/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H/E:A', 7.3, 'high'],
    ['CVSS:4.0/AV:P/AC:H/AT:P/PR:H/UI:A/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H/E:P', 5.9, 'medium'],
    ['CVSS:4.0/AV:P/AC:H/AT:P/PR:H/UI:A/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H/E:U', 4.1, 'medium'],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 9.8, 'critical'],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', 6.1, 'medium'],
    ['CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:N', 0, 'none'],
    // 7.46 by js-cvss 0.4.4.
    ['CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:C/C:H/I:N/A:H', 7.5, 'high'],
  ])('%s is %d', (vector, score, rating) => {
    const version = vector.slice('CVSS:'.length, 'CVSS:4.0'.length);
    expect(severityOf(vector)).toEqual({ version, score, rating });
  });

  it.each([
    '',
    'CVSS:4.0',
    'CVSS:2.0/AV:N/AC:L/Au:N/C:P/I:P/A:P',
    'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H',
    'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:X',
    'CVSS:3.1/AC:L/AV:N/PR:N/UI:N/S:U/C:H/I:H/A:H',
    'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:U',
    'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H',
    'CVSS:4.0/AV:F/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H',
    ` CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H${'/E:A'.repeat(200)}`,
  ])('%j has none', (vector) => {
    expect(severityOf(vector)).toBeNull();
  });

  it.each(['4.0', '3.1'] as const)(
    'there is one for every vector of %s, and its word is that of the score',
    (version) => {
      const metrics = Object.entries(baseMetrics[version]).map(([name, values]) =>
        fc.constantFrom(...values).map((value) => `${name}:${value}`),
      );
      const vectors = fc.tuple(...metrics).map((parts) => `CVSS:${version}/${parts.join('/')}`);
      fc.assert(
        fc.property(vectors, (vector) => {
          const found = severityOf(vector);
          expect(found?.version).toBe(version);
          const score = found?.score ?? -1;
          expect(score * 10).toBeCloseTo(Math.round(score * 10), 9);
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(10);
          expect(found?.rating).toBe(ratingOf(score));
        }),
      );
    },
  );
});

describe('the severity of a vector that a reporter wrote', () => {
  const base = 'AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N';
  it.each([
    ['CVSS:4.0/AV:P/AC:H/AT:P/PR:H/UI:A/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H/E:P', '4.0', 5.9],
    [`CVSS:3.1/${base}`, '3.1', 6.1],
    // By what they add, these were 5.5 and 3.6.
    [`CVSS:3.1/${base}/E:P/RL:O/RC:C`, '3.1', 6.1],
    [`CVSS:3.0/${base}/E:U/MAV:P`, '3.0', 6.1],
    ['CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', '3.0', 9.8],
  ])('%s is by %s %d, by its base metrics in 3.x', (vector, version, score) => {
    expect(severityAsReported(vector)).toEqual({ version, score, rating: ratingOf(score) });
  });

  it('is found in what was pasted, and of CVSS 3 in any order', () => {
    const four = 'CVSS:4.0/AV:P/AC:H/AT:P/PR:H/UI:A/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H/U:Amber';
    const older = `CVSS:3.1/${base}/E:P/MAV:L`;
    const shuffled = older.split('/').toSpliced(0, 1).toReversed().join('/');
    for (const [text, vector] of [
      [` ${four}\n`, four],
      [`https://www.first.org/cvss/calculator/4.0#${four}`, four],
      [`6.1 (CVSS:3.1/${shuffled})`, older],
      [`CVSS:3.0/${base}`, `CVSS:3.0/${base}`],
      // What is none stays, for its error to be about what stands there.
      ...['high', '', 'CVSS:3.1', `CVSS:2.0/${base}`, `CVSS:3.1/AV:L/${base}`].map((text) => [text, text]),
    ])
      expect(vectorIn(text ?? '')).toBe(vector);
  });

  it('is none where there is no vector, and the team takes over of it what counts here', () => {
    const none = ['', 'high', 'CVSS:3.0', 'CVSS:3.1/AV:N/AC:L', `CVSS:2.0/${base}`];
    // A report can't have these: no score is told of what its field does not take.
    const added = ['/E:Z', '/nonsense', '/AV:N', '/', '/RL:O/E:P'].map((more) => `CVSS:3.1/${base}${more}`);
    for (const vector of [...none, ...added]) expect(severityAsReported(vector), vector).toBeNull();
    const four = 'CVSS:4.0/AV:P/AC:H/AT:P/PR:H/UI:A/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H/E:P';
    expect(takenOver(four)).toBe(four);
    expect(severityOf(takenOver(`CVSS:3.1/${base}/E:P/RL:O/RC:C`))?.score).toBe(6.1);
    expect([takenOver(`CVSS:3.0/${base}`), takenOver('')]).toEqual(['', '']);
  });
});

it.each([
  [0, 'none'],
  [0.1, 'low'],
  [3.9, 'low'],
  [4, 'medium'],
  [6.9, 'medium'],
  [7, 'high'],
  [8.9, 'high'],
  [9, 'critical'],
  [10, 'critical'],
])('the word for %d is %s', (score, word) => {
  expect(ratings).toContain(word);
  expect(ratingOf(score)).toBe(word);
});
