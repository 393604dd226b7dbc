import { describe, expect, it } from 'vitest';
import { contradictionsOf, missingOf } from '../../src/browser/proof/compare.ts';
import type { Assessment, CaseStatus } from '../../src/disclosure/case.ts';
import type { Statement } from '../../src/log/statement.ts';

const signedSince = '2026-11-26T00:00:00Z';
const reference = 'CVD-2026-4F7K2Q';
const common = { site: 'https://desk.example', reference, salt: 'AAAAAAAAAAAAAAAAAAAAAA==' };
const [receivedAt, respondBy, respondedAt] = [
  '2026-12-01T12:00:00.123Z',
  '2026-12-04T12:00:00.123Z',
  '2026-12-02T12:00:00.456Z',
] as const;
const acceptance: Statement = {
  ...common,
  kind: 'acceptance',
  sealedReportSha256: 'a'.repeat(64),
  received: Date.parse(receivedAt),
  answerBy: Date.parse(respondBy),
};
const response = (assessment: Assessment): Statement => ({
  ...common,
  kind: 'response',
  sealedReplySha256: 'b'.repeat(64),
  given: Date.parse(respondedAt),
  assessment,
  fixExpected: null,
});
const change = (status: CaseStatus): Statement => ({
  ...common,
  kind: 'status',
  status,
  changed: Date.parse('2026-12-03T12:00:00Z'),
});
const unanswered = { reference, status: 'received', receivedAt, respondBy, respondedAt: null } as const;
const answered = { ...unanswered, status: 'confirmed', respondedAt } as const;
const old = { ...answered, receivedAt: '2026-11-01T12:00:00.000Z', respondedAt: '2026-11-02T12:00:00.000Z' };

describe('what the desk signed, beside the case that is shown', () => {
  it.each<[string, (Statement | null)[], Parameters<typeof contradictionsOf>[1]]>([
    ['a report that nobody answered yet', [acceptance], unanswered],
    ['a first response', [acceptance, response('confirmed')], answered],
    [
      'a status that changed several times, taken up again after it was closed',
      [
        acceptance,
        response('confirmed'),
        ...(['fixing', 'resolved', 'closed', 'fixing'] as const).map(change),
      ],
      { ...answered, status: 'fixing' },
    ],
    [
      'an assessment that was corrected',
      [acceptance, response('rejected'), change('confirmed'), change('duplicate')],
      { ...answered, status: 'duplicate' },
    ],
    [
      'a closed case',
      [acceptance, response('duplicate'), change('closed')],
      { ...answered, status: 'closed' },
    ],
    ['a case of before, without any', [], old],
    ['a case of before that changed since', [change('fixing')], { ...old, status: 'fixing' }],
    ['a case of before that was answered since', [response('confirmed')], { ...old, respondedAt }],
  ])('fits: %s', (_, statements, shown) => {
    expect(contradictionsOf(statements, shown).flat()).toEqual([]);
    expect(missingOf(statements, shown, signedSince)).toEqual([]);
  });

  it('does not fit where a time, the status or the case itself is another', () => {
    const both = [acceptance, response('confirmed')];
    const of = (changes: Partial<typeof answered> | Record<string, unknown>, statements = both) =>
      contradictionsOf(statements, { ...answered, ...changes });
    expect(of({ receivedAt: '2026-12-02T12:00:00.123Z' })).toEqual([['received'], []]);
    expect(of({ respondBy: '2026-12-09T12:00:00.123Z' })).toEqual([['answerBy'], []]);
    expect(of({ respondedAt: null })).toEqual([[], ['given']]);
    expect(of({ respondedAt: '2026-12-02T12:00:00.457Z' })).toEqual([[], ['given']]);
    expect(of({ status: 'rejected' })).toEqual([[], ['status']]);
    expect(of({}, [...both, change('resolved')])).toEqual([[], [], ['status']]);
    expect(of({}, [...both, { ...change('confirmed'), reference: 'CVD-2026-W62KWX' }])).toEqual([
      [],
      [],
      ['reference'],
    ]);
    // What a statement says that does not hold is not compared, nor what came before it with the status.
    expect(of({ status: 'fixing' }, [...both, null as never])).toEqual([[], [], []]);
  });

  it('is missing where it was taken away, and nowhere else', () => {
    const of = (statements: (Statement | null)[], shown: Parameters<typeof missingOf>[1]) =>
      missingOf(statements, shown, signedSince);
    expect(of([], unanswered)).toEqual(['acceptance']);
    expect(of([], { ...unanswered, receivedAt: '2026-11-26T00:00:00.000Z' })).toEqual(['acceptance']);
    expect(of([], answered)).toEqual(['acceptance', 'response']);
    expect(of([response('confirmed')], answered)).toEqual(['acceptance']);
    expect(of([acceptance], answered)).toEqual(['response']);
    expect(of([acceptance, change('fixing')], { ...answered, status: 'fixing' })).toEqual(['response']);
    // An answer dated back, or taken from the case as well.
    expect(of([acceptance], { ...old, receivedAt })).toEqual(['response']);
    expect(of([acceptance], { ...unanswered, status: 'rejected' })).toEqual(['response']);
    expect(of([], { ...old, respondedAt })).toEqual(['response']);
    // That of another case does not count.
    expect(of([{ ...acceptance, reference: 'CVD-2026-W62KWX' }], unanswered)).toEqual(['acceptance']);
  });
});
