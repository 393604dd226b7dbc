import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readDraft } from '../../src/browser/inbox/base/draft-store.ts';
import { forgetDrafts, keepDrafts, keptDraft } from '../../src/browser/inbox/base/drafts.ts';
import { hasKey, session } from '../../src/browser/inbox/base/session.ts';
import { Changes } from '../../src/browser/inbox/case/changes.ts';
import type { CaseInFront } from '../../src/browser/inbox/case/seen-case.ts';
import { memoryStorage } from '../support/browser-storage.ts';

const judge = vi.hoisted(() => ({ sealed: Promise.withResolvers<string>() }));
vi.mock('../../src/browser/workers/judge/client.ts', () => ({ askJudge: () => judge.sealed.promise }));
vi.mock('../../src/browser/workers/team/client.ts', () => ({ openSealed: async () => [] }));
vi.mock('../../src/browser/inbox/base/page.ts', () => ({ texts: {}, plural: String, sentenceFor: String }));
vi.mock('../../src/browser/inbox/base/session.ts', async () => {
  const { signal } = await import('@preact/signals');
  return { hasKey: signal(true), session: signal({ fingerprint: 'ANNA' }) };
});

const reply = { by: 'ANNA', reference: 'CVD-2026-AAAAAA', name: 'reply' };

beforeEach(() => {
  vi.stubGlobal('localStorage', memoryStorage());
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

it('what is written before the key is here is kept once it is', async () => {
  hasKey.value = false;
  keptDraft(reply.reference, reply.name).write('a reply');
  judge.sealed.resolve('sealed');
  await keepDrafts();
  expect(readDraft(reply)).toBeNull();
  hasKey.value = true;
  await expect.poll(() => readDraft(reply)?.sealed).toBe('sealed');
});

it('what is chosen in a case and not saved is chosen on the next look at it', () => {
  keptDraft(reply.reference, 'handling').write('{"assignee":"ANNA"}');
  const changes = new Changes({ reference: reply.reference } as CaseInFront);
  expect(changes.chosen.value).toEqual({ assignee: 'ANNA' });
});
