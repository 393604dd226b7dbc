import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readDraft, writeDraft } from '../../src/browser/inbox/base/draft-store.ts';
import { forgetDrafts, keptDraft } from '../../src/browser/inbox/base/drafts.ts';
import { hasKey, session } from '../../src/browser/inbox/base/session.ts';
import { forgetCase } from '../../src/browser/inbox/case/forget-case.ts';
import { areLost, dropLost, lostCases, lostIn } from '../../src/browser/inbox/case/lost.ts';
import type { CaseFrame } from '../../src/browser/inbox/case/seen-case.ts';
import { UnsentReplies } from '../../src/browser/inbox/case/unsent-replies.ts';
import type { SessionView } from '../../src/disclosure/sign-in-wire.ts';
import { memoryStorage } from '../support/browser-storage.ts';

const key = vi.hoisted(() => ({ opens: Promise.resolve(), isSlow: false }));
vi.mock('../../src/browser/workers/judge/client.ts', () => ({ askJudge: async () => null }));
vi.mock('../../src/browser/workers/team/client.ts', () => ({
  openSealed: async ([one = '']: string[]) => {
    await key.opens;
    return [{ text: key.isSlow ? null : one.slice(7) }];
  },
}));
vi.mock('../../src/browser/inbox/case/file-uploads.ts', () => ({ forgetUploads: () => undefined }));
vi.mock('../../src/browser/inbox/base/file-store.ts', () => ({ removeFiles: async () => undefined }));
vi.mock('../../src/browser/inbox/base/session.ts', async () => {
  const { signal } = await import('@preact/signals');
  return { hasKey: signal(true), session: signal({ fingerprint: 'ANNA' }) };
});

const reference = 'CVD-2026-AAAAAA';
const reply = { by: 'ANNA', reference, name: 'reply' };
const frame = { unsentReplies: new UnsentReplies(), pasted: new Map() } as Partial<CaseFrame> as CaseFrame;
const member = (fingerprint: string) => ({ fingerprint }) as SessionView;

beforeEach(() => {
  vi.stubGlobal('localStorage', memoryStorage());
  writeDraft(reply, { at: '2026-01-01T10:00:00.000Z', sealed: 'sealed:{"message":"words for nobody"}' });
  [hasKey.value, session.value, key.opens] = [true, member('ANNA'), Promise.resolve()];
});
afterEach(() => {
  forgetDrafts();
  dropLost();
  vi.unstubAllGlobals();
});

describe('what was being written in a case that is gone', () => {
  it('is there until its writer throws it away, wherever they went meanwhile, and is kept nowhere', async () => {
    const opens = Promise.withResolvers<void>();
    key.opens = opens.promise;
    const forgetting = forgetCase(reference, frame, []);
    expect(areLost()).toBe(false);
    opens.resolve();
    await forgetting;
    expect([lostIn(reference), areLost(), lostCases.value]).toEqual(['words for nobody', true, [reference]]);
    expect(readDraft(reply)).toBeNull();
    // A look at the case again takes nothing away, nor does it add anything.
    await forgetCase(reference, frame, []);
    expect(lostIn(reference)).toBe('words for nobody');
    dropLost('CVD-2026-BBBBBB');
    expect(areLost()).toBe(true);
    dropLost(reference);
    expect([lostIn(reference), areLost()]).toEqual(['', false]);
  });

  it('comes below what was there already', async () => {
    await forgetCase(reference, frame, []);
    keptDraft(reference, 'note').write('a note, typed in another tab');
    await forgetCase(reference, frame, []);
    expect(lostIn(reference)).toBe('words for nobody\n\na note, typed in another tab');
  });

  it('waits where no key opens it, and is told to nobody but its writer', async () => {
    hasKey.value = false;
    await forgetCase(reference, frame, []);
    expect([areLost(), readDraft(reply) === null]).toEqual([false, false]);
    hasKey.value = true;
    const forgetting = forgetCase(reference, frame, []);
    session.value = member('BRAM');
    await forgetting;
    expect([areLost(), readDraft(reply) === null]).toEqual([false, false]);
  });

  it('stays where it took too long to open, with the key: nobody has seen it', async () => {
    key.isSlow = true;
    await forgetCase(reference, frame, []);
    expect([areLost(), readDraft(reply) === null]).toEqual([false, false]);
    key.isSlow = false;
    await forgetCase(reference, frame, []);
    expect([lostIn(reference), readDraft(reply)]).toEqual(['words for nobody', null]);
  });
});
