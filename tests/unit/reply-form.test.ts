import { expect, it } from 'vitest';
import { assessments, caseStatuses } from '../../src/disclosure/case.ts';
import {
  type Answered,
  emptyContent,
  type FormContent,
  faultsOf,
  gapIn,
  hasFixDay,
  isUnfinished,
  openEndsOf,
  requestOf,
} from '../../src/disclosure/reply-form.ts';
import { translator } from '../../src/i18n/index.ts';
import { languageCodes } from '../../src/i18n/languages.ts';

const letters = languageCodes.flatMap((code) =>
  Object.values(translator(code)('replies:texts', { returnObjects: true, skipInterpolation: true })),
);
const openEnds = openEndsOf(letters);

it('a letter that leaves something to its writer is unfinished, in every language', () => {
  expect(openEnds.toSorted()).toEqual(['-', 'because', 'omdat']);
  const gaps = letters.map((letter) =>
    isUnfinished(letter.replaceAll(/\{\{(?!name)\w+\}\}/g, '…'), openEnds),
  );
  // Every letter names something of the case: without it, none is finished.
  expect(gaps).toEqual(letters.map(() => true));
  const filled = letters.map((letter) => isUnfinished(letter.replaceAll(/\{\{\w+\}\}/g, 'x'), openEnds));
  expect(filled).toEqual(letters.map((letter) => /(omdat|because|-) $/m.test(letter)));
  expect(filled.filter((one) => one)).toHaveLength(5 * languageCodes.length);
});

it.each([
  ['', false],
  ['Fixed by …. Thanks', true],
  ['… maybe', true],
  ['Hm… let us see (…) and […]', false],
  ['no weak spot, because \n\nDo you think so?', true],
  ['no weak spot, omdat', true],
  ['no weak spot, omdat  \n', true],
  ['geen kwetsbaarheid, omdat\ndit zo hoort.\n\nGroet', false],
  ['because it is so', false],
  ['we need:\n\n- \n\nThanks', true],
  ['we need:\n\n- the log\n- the version\n\nThanks', false],
])('%j is unfinished: %s', (message, expected) => {
  expect(isUnfinished(message, openEnds)).toBe(expected);
});

it.each([
  ['Fixed by …. Thanks', [9, 10]],
  ['geen kwetsbaarheid, omdat \n\nGroet', [26, 26]],
  ['we need:\n\n- \n\nby …', [12, 12]],
  ['because it is so', null],
  ['', null],
])('writing goes on in %j at %j', (message, expected) => {
  const gap = gapIn(message, openEnds);
  expect(gap && [gap.start, gap.end]).toEqual(expected);
});

const unanswered: Answered = { respondedAt: null, status: 'received', fixExpectedAt: null, reward: null };
const answeredCase: Answered = {
  respondedAt: '2026-11-20T09:00:00.000Z',
  status: 'confirmed',
  fixExpectedAt: '2026-12-01T00:00:00.000Z',
  reward: null,
};
const filled = (fields: Partial<FormContent>): FormContent => ({ ...emptyContent, ...fields });
/** As it stands in the form of a case that has a day. */
const unchanged = { date: '2026-12-01' };

it.each([
  ['an empty first response', unanswered, {}, ['needAssessment', 'needMessage']],
  ['a confirmation without a day', unanswered, { assessment: 'confirmed', message: 'x' }, ['needDate']],
  ['a rejection', unanswered, { assessment: 'rejected', message: 'x' }, []],
  ['a message alone', unanswered, { assessment: 'message', message: 'x' }, []],
  ['a message with a gap', unanswered, { assessment: 'rejected', message: 'on …' }, ['unfinished']],
  ['one that was sealed elsewhere', unanswered, { assessment: 'rejected', sealed: 'x', message: '…' }, []],
  ['nothing at all', answeredCase, unchanged, ['nothing']],
  ['another status alone', answeredCase, { ...unchanged, status: 'fixing' }, []],
  ['a reward that is too low', answeredCase, { ...unchanged, reward: '24', message: 'x' }, ['rewardLow']],
  ['a reward without its reason', answeredCase, { ...unchanged, reward: '25' }, ['needReason']],
  ['a reward that is no amount', answeredCase, { ...unchanged, reward: 'much' }, ['rewardLow']],
] as [string, Answered, Partial<FormContent>, string[]][])(
  'what is missing in a form: %s',
  (_, view, fields, expected) => {
    const faults = faultsOf(view, filled(fields), 25, openEnds);
    expect(faults.map(([, name]) => name)).toEqual(expected);
  },
);

it('what is chosen makes one request, with what has changed and nothing else', () => {
  const request = (view: Answered, fields: Partial<FormContent>) => requestOf(view, filled(fields));
  expect(request(unanswered, { assessment: 'confirmed', date: '2026-12-01' })).toEqual({
    method: 'POST',
    path: '/response',
    fields: { assessment: 'confirmed', fixExpectedAt: '2026-12-01' },
  });
  // What is no weakness is not fixed, whatever stands in a field that is not on the screen.
  expect(request(unanswered, { assessment: 'rejected', date: '2026-12-01' }).fields).toEqual({
    assessment: 'rejected',
    fixExpectedAt: null,
  });
  // The case closes with what needs nothing more, and with nothing else.
  const closing = (assessment: FormContent['assessment']) =>
    request(unanswered, { assessment, close: 'yes' }).fields['close'];
  expect(['rejected', 'duplicate', 'confirmed', 'message'].map((one) => closing(one as 'message'))).toEqual([
    true,
    true,
    undefined,
    undefined,
  ]);
  const closingLater = (status: FormContent['status']) =>
    request(answeredCase, { ...unchanged, status, close: 'yes' }).fields['close'];
  expect(['resolved', 'fixing', ''].map((one) => closingLater(one as 'fixing'))).toEqual([
    ...[true, undefined, undefined],
  ]);
  const message = { method: 'POST', path: '/messages', fields: {} };
  expect(request(unanswered, { assessment: 'message', message: 'x' })).toEqual(message);
  expect(request(answeredCase, { ...unchanged, message: 'x' })).toEqual(message);
  expect(request(answeredCase, { date: '', status: 'resolved', reward: ' 30 ' })).toEqual({
    method: 'PATCH',
    path: '',
    fields: { status: 'resolved', fixExpectedAt: null, reward: 30 },
  });
  expect(request(answeredCase, { date: '', status: 'rejected' }).fields).toEqual({ status: 'rejected' });
});

it('the day of a fix is asked for where there is something to fix', () => {
  const asked = caseStatuses.filter((status) => hasFixDay({ ...answeredCase, status }, emptyContent));
  expect(asked).toEqual(['confirmed', 'fixing', 'resolved']);
  const first = [...assessments, 'message', ''] as const;
  expect(first.filter((assessment) => hasFixDay(unanswered, filled({ assessment })))).toEqual(['confirmed']);
});
