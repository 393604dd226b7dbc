import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  LONGEST_DRAFT,
  readDraft,
  removeDraft,
  writeDraft,
} from '../../src/browser/inbox/base/draft-store.ts';
import {
  areDraftsLost,
  areDraftsStuck,
  forgetDrafts,
  keepDrafts,
  keptDraft,
  throwAwayDrafts,
  writtenIn,
} from '../../src/browser/inbox/base/drafts.ts';
import { hasKey } from '../../src/browser/inbox/base/session.ts';
import { memoryStorage } from '../support/browser-storage.ts';

vi.mock('../../src/browser/workers/judge/client.ts', () => ({
  askJudge: async (_: string, { text }: { text: string }) => `sealed:${text}`,
}));
vi.mock('../../src/browser/workers/team/client.ts', () => ({
  openSealed: async ([one = '']: string[]) => [{ text: one.startsWith('sealed:') ? one.slice(7) : null }],
}));
vi.mock('../../src/browser/inbox/base/session.ts', async () => {
  const { signal } = await import('@preact/signals');
  return { hasKey: signal(true), session: signal({ fingerprint: 'ANNA' }) };
});

const note = { by: 'ANNA', reference: 'CVD-2026-AAAAAA', name: 'note' };
const draftOfNote = () => keptDraft(note.reference, note.name);
const kept = () => readDraft(note)?.sealed;
const at = '2026-01-01T10:00:00.000Z';
/** What another visit or tab of the same member keeps. */
const keepElsewhere = (text: string) => writeDraft(note, { at, sealed: `sealed:${text}` });
/** All that is begun by now is done. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => {
  vi.stubGlobal('localStorage', memoryStorage());
  hasKey.value = true;
});
afterEach(() => {
  forgetDrafts();
  vi.unstubAllGlobals();
});

describe('a draft that is kept, and was not opened when somebody began to write', () => {
  /** `typed` without the key, which is loaded then. */
  async function typedBeforeTheKey(typed: string) {
    keepElsewhere('the words of an hour');
    hasKey.value = false;
    const draft = draftOfNote();
    draft.write(typed);
    expect(draft.other.value).toMatchObject({ at, text: null });
    hasKey.value = true;
    await settled();
    await keepDrafts();
    return draft;
  }

  it('is not overwritten: it is the other one, and what is written stays in the tab', async () => {
    const draft = await typedBeforeTheKey('x');
    expect(kept()).toBe('sealed:the words of an hour');
    expect([draft.text.value, draft.isKept.value]).toEqual(['x', false]);
    expect(draft.other.value).toMatchObject({ at, text: 'the words of an hour' });
    expect([areDraftsLost(), areDraftsStuck()]).toEqual([true, true]);
  });

  it('is not thrown away with what is emptied before it, or sent', async () => {
    const draft = await typedBeforeTheKey('x');
    draft.write('');
    await settled();
    expect(kept()).toBe('sealed:the words of an hour');
    expect(areDraftsLost()).toBe(false);
    draft.swap();
    expect([draft.text.value, draft.foundAt.value, draft.other.value]).toEqual([
      'the words of an hour',
      at,
      null,
    ]);
  });

  it('can be looked at and put back, and neither goes until its writer says so', async () => {
    const draft = await typedBeforeTheKey('x');
    draft.swap();
    await keepDrafts();
    expect([draft.text.value, draft.foundAt.value, draft.isKept.value]).toEqual([
      'the words of an hour',
      at,
      true,
    ]);
    expect(draft.other.value).toMatchObject({ text: 'x', sealed: null });
    expect([areDraftsLost(), areDraftsStuck()]).toEqual([true, true]);
    draft.swap();
    await keepDrafts();
    expect([draft.text.value, draft.isKept.value, kept()]).toEqual([
      'x',
      false,
      'sealed:the words of an hour',
    ]);
    expect(draft.foundAt.value).not.toBeNull();
    draft.throwOtherAway();
    await keepDrafts();
    expect([draft.other.value, draft.isKept.value, kept()]).toEqual([null, true, 'sealed:x']);
    expect([areDraftsLost(), areDraftsStuck()]).toEqual([false, false]);
  });

  it('goes on being kept as it is written on, beside what was put aside for it', async () => {
    const draft = await typedBeforeTheKey('x');
    draft.swap();
    draft.write('the words of two hours');
    await keepDrafts();
    expect([draft.isKept.value, kept()]).toEqual([true, 'sealed:the words of two hours']);
    draft.throwAway();
    expect([kept(), draft.other.value?.text]).toEqual([undefined, 'x']);
    draft.swap();
    await keepDrafts();
    expect([draft.text.value, kept(), areDraftsLost()]).toEqual(['x', 'sealed:x', false]);
  });

  it('is found where nothing was typed, and is said before it can be opened', async () => {
    const draft = await typedBeforeTheKey('');
    expect([draft.text.value, draft.foundAt.value, draft.other.value]).toEqual([
      'the words of an hour',
      at,
      null,
    ]);
  });

  it('is among what is written in a case that is gone, and goes with it', async () => {
    const draft = await typedBeforeTheKey('x');
    expect(await writtenIn(note.reference)).toEqual([
      ['note', 'x'],
      ['note', 'the words of an hour'],
    ]);
    throwAwayDrafts(note.reference);
    expect([draft.text.value, draft.other.value, kept()]).toEqual(['', null, undefined]);
  });

  it('that this key does not open is in nobody’s way once its writer throws it away', async () => {
    writeDraft(note, { at, sealed: 'by another key' });
    const draft = draftOfNote();
    await settled();
    draft.write('x');
    await keepDrafts();
    expect(draft.other.value).toMatchObject({ at, text: null });
    expect([draft.isKept.value, kept()]).toEqual([false, 'by another key']);
    draft.throwOtherAway();
    await keepDrafts();
    expect([draft.isKept.value, kept()]).toEqual([true, 'sealed:x']);
  });
});

describe('a draft that another tab wrote meanwhile', () => {
  it('is not overwritten, and this tab says that what it has stays here', async () => {
    const draft = draftOfNote();
    draft.write('of this tab');
    await keepDrafts();
    keepElsewhere('of the other tab');
    draft.write('of this tab, longer');
    await keepDrafts();
    expect(kept()).toBe('sealed:of the other tab');
    expect([draft.text.value, draft.isKept.value, areDraftsLost()]).toEqual([
      'of this tab, longer',
      false,
      true,
    ]);
    expect(draft.other.value?.text).toBe('of the other tab');
  });

  it('does not go with what is emptied or sent here', async () => {
    const draft = draftOfNote();
    draft.write('of this tab');
    await keepDrafts();
    keepElsewhere('of the other tab');
    draft.write('');
    expect(kept()).toBe('sealed:of the other tab');
  });

  it('and sent is in nobody’s way', async () => {
    const draft = draftOfNote();
    draft.write('of this tab');
    await keepDrafts();
    removeDraft(note);
    draft.write('of this tab, longer');
    await keepDrafts();
    expect([draft.isKept.value, kept()]).toEqual([true, 'sealed:of this tab, longer']);
  });
});

it('a draft for which there is no room stays in the tab, which says so, and what was kept of it stays', async () => {
  const draft = draftOfNote();
  draft.write('short');
  await keepDrafts();
  draft.write('x'.repeat(LONGEST_DRAFT));
  await keepDrafts();
  expect([draft.isKept.value, draft.isRefused.value, kept()]).toEqual([false, true, 'sealed:short']);
  expect([areDraftsLost(), areDraftsStuck()]).toEqual([true, true]);
  draft.write('shorter');
  expect(areDraftsLost()).toBe(true);
  await keepDrafts();
  expect([draft.isKept.value, draft.isRefused.value, areDraftsStuck()]).toEqual([true, false, false]);
});
