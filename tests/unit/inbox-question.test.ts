import { expect, it } from 'vitest';
import {
  anyCase,
  codeIn,
  isFiltered,
  isSameQuestion,
  queryFor,
} from '../../src/browser/inbox/list/question.ts';

it.each([
  ['', ''],
  [' 4f7k2q ', '4F7K2Q'],
  ['CVD-2026-4F7K2Q', '4F7K2Q'],
  ['cvd-2026-4f', '4F'],
  // Letters that no reference has.
  ['4F7KIQ', null],
  ['4F7K2Q0', null],
  ['!!', null],
])('of %j, %j is searched for', (typed, code) => {
  expect(codeIn(typed)).toBe(code);
});

it('a filter asks for what is in it, and for nothing else', () => {
  const filter = { code: ' x', status: 'closed', isUntouched: true } as const;
  expect(queryFor(anyCase, '', null)).toBe('');
  expect(queryFor(filter, 'X', 'here')).toBe('code=X&status=closed&untouched=yes&after=here');
  expect([isFiltered(anyCase), isFiltered({ ...anyCase, code: '  ' }), isFiltered(filter)]).toEqual([
    false,
    false,
    true,
  ]);
  expect(isSameQuestion(filter, { ...filter, code: 'x ' })).toBe(true);
  for (const other of [{ code: 'y' }, { status: '' as const }, { isUntouched: false }])
    expect(isSameQuestion(filter, { ...filter, ...other })).toBe(false);
});
