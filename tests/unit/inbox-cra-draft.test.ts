import { expect, it } from 'vitest';
import { CraDraft } from '../../src/browser/inbox/case/cra-draft.ts';
import { draftInMemory } from '../support/draft-in-memory.ts';

it('what is typed about the reports to the authorities is kept field by field, and is no more when all is saved', () => {
  const { draft, find } = draftInMemory('{"fix":"2026-01-02T03:04","final-report-number":"SRP-1"}');
  const cra = new CraDraft(draft);
  find();
  expect([cra.of('fix'), cra.of('final-report-number'), cra.of('since')]).toEqual([
    '2026-01-02T03:04',
    'SRP-1',
    '',
  ]);
  cra.write('fix', '2026-01-02T03:04');
  expect(draft.foundAt.value).not.toBeNull();
  cra.dropNumbers();
  expect([cra.of('fix'), cra.of('final-report-number')]).toEqual(['2026-01-02T03:04', '']);
  cra.write('fix', '');
  expect(draft.text.value).toBe('');
  // What is kept is no code: what is none of ours is nothing.
  const { draft: broken, find: findBroken } = draftInMemory('{"fix":4}');
  findBroken();
  expect(new CraDraft(broken).of('fix')).toBe('');
});
