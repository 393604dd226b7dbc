import { expect, it } from 'vitest';
import { UnsentReplies } from '../../src/browser/inbox/case/unsent-replies.ts';
import { emptyContent } from '../../src/disclosure/reply-form.ts';
import type { TeamCase } from '../../src/disclosure/team-wire.ts';
import { draftInMemory } from '../support/draft-in-memory.ts';

const viewOf = (fields: Partial<TeamCase>) =>
  ({ status: 'confirmed', fixExpectedAt: null, reward: null, ...fields }) as TeamCase;

it('what a case says stands in the form until somebody types something else, and that is kept', () => {
  const unsentReplies = new UnsentReplies();
  const unsent = unsentReplies.of('A');
  unsent.follow(viewOf({ fixExpectedAt: '2026-12-01T00:00:00.000Z', reward: 30 }));
  expect(unsent.content.value).toMatchObject({ date: '2026-12-01', reward: '30' });
  expect([unsent.isTyped, unsentReplies.areTyped]).toEqual([false, false]);
  unsent.change({ reward: '40' });
  unsent.follow(viewOf({ fixExpectedAt: '2026-12-09T00:00:00.000Z', reward: 35 }));
  expect(unsent.content.value).toMatchObject({ date: '2026-12-09', reward: '40' });
  expect([unsent.isTyped, unsentReplies.areTyped]).toEqual([true, true]);
  expect(unsentReplies.of('A')).toBe(unsent);
  unsentReplies.forget('A');
  expect(unsentReplies.of('A').content.value.reward).toBe('');
});

it('a status that may not follow any more is none', () => {
  const unsent = new UnsentReplies().of('A');
  unsent.change({ status: 'fixing' });
  unsent.follow(viewOf({ status: 'confirmed' }));
  expect(unsent.content.value.status).toBe('fixing');
  unsent.follow(viewOf({ status: 'rejected' }));
  expect(unsent.content.value.status).toBe('');
});

it('what was written while a reply was on its way stays', () => {
  const unsent = new UnsentReplies().of('A');
  unsent.change({ message: 'words', status: 'fixing' });
  const content = unsent.content.value;
  unsent.change({ message: 'other words' });
  unsent.sent(content);
  expect(unsent.content.value).toMatchObject({ message: 'other words', status: '' });
});

it('of what was typed on behind a reply that was on its way, only that is left to send', () => {
  const unsent = new UnsentReplies().of('A');
  unsent.change({ message: 'Dear Jo,\n\nthe whole letter.', status: 'fixing' });
  const content = unsent.content.value;
  unsent.change({ message: `${content.message}\n\nAnd one thing more.` });
  unsent.sent(content);
  expect(unsent.content.value).toMatchObject({ message: 'And one thing more.', status: '' });
  const inserted = 'in front: Dear Jo';
  unsent.change({ message: inserted });
  unsent.sent({ ...content, message: 'Dear Jo' });
  expect(unsent.content.value.message).toBe(inserted);
});

it('nor is anything else that was chosen meanwhile wiped', () => {
  const unsent = new UnsentReplies().of('A');
  unsent.follow(viewOf({ reward: 30 }));
  unsent.change({ message: 'words', status: 'fixing' });
  const content = unsent.content.value;
  unsent.change({ status: 'resolved', reward: '50', date: '2026-12-24' });
  unsent.sent(content);
  unsent.follow(viewOf({ status: 'fixing', reward: 30 }));
  expect(unsent.content.value).toMatchObject({
    message: '',
    status: 'resolved',
    reward: '50',
    date: '2026-12-24',
  });
});

it('what is typed and chosen is kept, what only the case says is not, and nothing is once it is sent', () => {
  const { draft } = draftInMemory();
  const unsent = new UnsentReplies(() => draft).of('A');
  unsent.follow(viewOf({ reward: 30, fixExpectedAt: '2026-12-01T00:00:00.000Z' }));
  expect(draft.text.value).toBe('');
  unsent.change({ assessment: 'confirmed', message: 'words' });
  expect(JSON.parse(draft.text.value)).toEqual({ assessment: 'confirmed', message: 'words' });
  unsent.sent(unsent.content.value);
  unsent.follow(viewOf({ reward: 30 }));
  expect(draft.text.value).toBe('');
});

it('what is found again stands in the form, but not over what is typed by then, nor is it trusted', () => {
  const { draft, find } = draftInMemory('{"message":"before","status":"closed","date":4,"other":"x"}');
  const unsent = new UnsentReplies(() => draft).of('A');
  unsent.follow(viewOf({ status: 'received' }));
  find();
  expect(unsent.content.value).toEqual({ ...emptyContent, message: 'before' });
  unsent.throwAway();
  expect([unsent.content.value.message, draft.text.value]).toEqual(['', '']);
  const late = draftInMemory('{"message":"before"}');
  const typed = new UnsentReplies(() => late.draft).of('A');
  typed.change({ message: 'now' });
  late.find();
  expect(typed.content.value.message).toBe('now');
});

it('what was found beside it takes its place when somebody switches, whole, and is kept as it was found', () => {
  const { draft, find } = draftInMemory('{"message":"before"}');
  const unsent = new UnsentReplies(() => draft).of('A');
  unsent.follow(viewOf({ reward: 30 }));
  unsent.change({ assessment: 'rejected', message: 'a letter', reward: '40' });
  unsent.letter = { id: 'reject', language: 'nl', text: 'a letter', isBrought: true };
  find();
  draft.swap();
  expect(unsent.content.value).toEqual({ ...emptyContent, message: 'before', reward: '30' });
  expect(unsent.letter).toBeNull();
  expect(draft.foundAt.value).not.toBeNull();
});

it('what was written is found also where only a file was chosen by then', () => {
  const { draft, find } = draftInMemory('{"message":"before"}');
  const unsent = new UnsentReplies(() => draft).of('A');
  unsent.files.add([new File(['x'], 'a.txt')]);
  find();
  expect(unsent.content.value.message).toBe('before');
});

it('what has arrived leaves nothing behind, and signing out nothing of any case', () => {
  const unsentReplies = new UnsentReplies();
  const unsent = unsentReplies.of('A');
  unsent.change({ message: 'words' });
  unsent.outgoing = { basis: '', id: '', sealed: '', files: [] };
  unsent.sent(unsent.content.value);
  expect([unsent.isTyped, unsent.outgoing, unsent.content.value.message]).toEqual([false, null, '']);
  unsentReplies.of('B').change({ message: 'others' });
  unsentReplies.forget();
  expect(unsentReplies.areTyped).toBe(false);
  expect(unsentReplies.of('B').content.value.message).toBe('');
});
