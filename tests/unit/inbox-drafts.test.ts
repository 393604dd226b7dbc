import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readDraft } from '../../src/browser/inbox/base/draft-store.ts';
import { forgetDrafts, keepDrafts, keptDraft } from '../../src/browser/inbox/base/drafts.ts';
import { session } from '../../src/browser/inbox/base/session.ts';

const judge = vi.hoisted(() => ({ sealed: Promise.withResolvers<string>() }));
vi.mock('../../src/browser/workers/judge/client.ts', () => ({ askJudge: () => judge.sealed.promise }));
vi.mock('../../src/browser/workers/team/client.ts', () => ({ openSealed: async () => [] }));
vi.mock('../../src/browser/inbox/base/session.ts', async () => {
  const { signal } = await import('@preact/signals');
  return { hasKey: signal(true), session: signal({ fingerprint: 'ANNA' }) };
});

const reply = { by: 'ANNA', reference: 'CVD-2026-AAAAAA', name: 'reply' };

beforeEach(() => {
  const held = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    get length() {
      return held.size;
    },
    key: (index: number) => [...held.keys()][index] ?? null,
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
    removeItem: (key: string) => void held.delete(key),
  });
  judge.sealed = Promise.withResolvers();
});
afterEach(() => {
  forgetDrafts();
  vi.unstubAllGlobals();
});

it('what is thrown away or sent while it is being sealed does not come back', async () => {
  expect(session.peek()?.fingerprint).toBe(reply.by);
  const draft = keptDraft(reply.reference, reply.name);
  draft.write('a reply');
  const keeping = keepDrafts();
  draft.throwAway();
  judge.sealed.resolve('sealed');
  await keeping;
  expect(readDraft(reply)).toBeNull();
});

it('what is written is kept, also where the tab forgets it while it is being sealed', async () => {
  const draft = keptDraft(reply.reference, reply.name);
  draft.write('a reply');
  const keeping = keepDrafts();
  forgetDrafts();
  judge.sealed.resolve('sealed');
  await keeping;
  expect(readDraft(reply)?.sealed).toBe('sealed');
});
