import { signal } from '@preact/signals';
import { expect, it } from 'vitest';
import { keepForm } from '../../src/browser/inbox/base/kept-form.ts';
import { draftInMemory } from '../support/draft-in-memory.ts';

/** A form of one field. */
function formOf(found: string) {
  const field = signal('');
  const { draft, find } = draftInMemory(found);
  const end = keepForm(
    draft,
    () => field.value,
    (text) => {
      field.value = text;
    },
  );
  return { field, draft, find, end };
}

it('a form takes what is found while it is empty, and keeps what is typed in it', () => {
  const { field, draft, find, end } = formOf('before');
  find();
  expect([field.value, draft.foundAt.value === null]).toEqual(['before', false]);
  field.value = 'now';
  expect([draft.text.value, draft.foundAt.value]).toEqual(['now', null]);
  end();
  field.value = 'later';
  expect(draft.text.value).toBe('now');
});

it('a form in which something is typed keeps that, until somebody switches to what is found', () => {
  const { field, draft, find } = formOf('before');
  field.value = 'now';
  find();
  expect([field.value, draft.text.value]).toEqual(['now', 'now']);
  draft.swap();
  expect([field.value, draft.text.value, draft.foundAt.value === null]).toEqual(['before', 'before', false]);
});
