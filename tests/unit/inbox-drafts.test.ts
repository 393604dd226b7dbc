import { expect, it } from 'vitest';
import { Drafts } from '../../src/browser/inbox/state/drafts.ts';
import type { TeamCase } from '../../src/disclosure/team-wire.ts';

const viewOf = (fields: Partial<TeamCase>) =>
  ({ status: 'confirmed', fixExpectedAt: null, reward: null, ...fields }) as TeamCase;

it('what a case says stands in the form until somebody types something else, and that is kept', () => {
  const drafts = new Drafts();
  const draft = drafts.of('A');
  draft.follow(viewOf({ fixExpectedAt: '2026-12-01T00:00:00.000Z', reward: 30 }));
  expect(draft.content.value).toMatchObject({ date: '2026-12-01', reward: '30' });
  expect([draft.isTyped, drafts.areTyped]).toEqual([false, false]);
  draft.change({ reward: '40' });
  draft.follow(viewOf({ fixExpectedAt: '2026-12-09T00:00:00.000Z', reward: 35 }));
  expect(draft.content.value).toMatchObject({ date: '2026-12-09', reward: '40' });
  expect([draft.isTyped, drafts.areTyped]).toEqual([true, true]);
  expect(drafts.of('A')).toBe(draft);
  drafts.forget('A');
  expect(drafts.of('A').content.value.reward).toBe('');
});

it('a status that may not follow any more is none', () => {
  const draft = new Drafts().of('A');
  draft.change({ status: 'fixing' });
  draft.follow(viewOf({ status: 'confirmed' }));
  expect(draft.content.value.status).toBe('fixing');
  draft.follow(viewOf({ status: 'rejected' }));
  expect(draft.content.value.status).toBe('');
});

it('what has arrived leaves nothing behind, and signing out nothing of any case', () => {
  const drafts = new Drafts();
  const draft = drafts.of('A');
  draft.change({ message: 'words' });
  draft.outgoing = { basis: '', id: '', sealed: '' };
  draft.sent();
  expect([draft.isTyped, draft.outgoing, draft.content.value.message]).toEqual([false, null, '']);
  drafts.of('B').change({ message: 'others' });
  drafts.forget();
  expect(drafts.areTyped).toBe(false);
  expect(drafts.of('B').content.value.message).toBe('');
});
