import { beforeEach, describe, expect, it } from 'vitest';
import type { Person } from '../../src/browser/inbox/sharing/access.ts';
import { needsNothing, startOf } from '../../src/browser/inbox/sharing/place.ts';
import type { SharingTools } from '../../src/browser/inbox/sharing/tools.ts';
import { Walk, type Work } from '../../src/browser/inbox/sharing/walk.ts';
import { WorkerTaskError } from '../../src/browser/workers/fault.ts';

const person = (fingerprint: string, hasLeft = false): Person => ({
  ...{ fingerprint, keyIds: [fingerprint], encryptionKeyIds: hasLeft ? [] : [fingerprint] },
  ...{ opensSeipd2: false, hasLeft },
});
const ANNA = person('A');
const BRAM = person('B');
const CEES = person('C', true);

/** Three pages of cases, one of them withdrawn. */
const pages = [['1', '2'], ['3', 'withdrawn'], ['4']];
let asked: string[];
let done: string[];
let waited: number[];
/** Whether another tab walks. */
let isElsewhere: boolean;
/** Until it does not any more. */
let otherTab: PromiseWithResolvers<void>;

const tools = (answer: (path: string) => unknown = () => null): SharingTools =>
  ({
    people: async () => [ANNA, BRAM, CEES],
    ask: async (_method: string, path: string) => {
      asked.push(path);
      const fault = answer(path);
      if (fault) return { ok: false, problem: fault, number: '' };
      const at = Number(/after=(\d)/.exec(path)?.[1] ?? '0');
      const cases = (pages[at] ?? []).map((reference) => ({
        ...{ reference, withdrawnAt: reference === 'withdrawn' ? 'then' : null },
      }));
      return { ok: true, value: { cases, next: at < 2 ? String(at + 1) : null } };
    },
  }) as unknown as SharingTools;
const access = {
  all: 2,
  unknown: 0,
  members: [
    { person: ANNA, opens: 2 },
    { person: BRAM, opens: 1 },
  ],
  left: [{ person: CEES, opens: 1 }],
};
const work: Work = async (reference) => {
  done.push(reference);
  return { access, result: null };
};
const walkWith = (given: SharingTools, does: Work = work) =>
  new Walk(given, does, {
    wait: async (ms) => {
      waited.push(ms);
    },
    alone: async (run) => !isElsewhere && run().then(() => true),
    free: () => otherTab.promise,
  });

beforeEach(() => {
  [asked, done, waited] = [[], [], []];
  isElsewhere = false;
  otherTab = Promise.withResolvers();
});

describe('the walk over all cases', () => {
  it('looks at each once, page by page, and counts who can open how many', async () => {
    const walk = walkWith(tools());
    await walk.begin('look');
    expect(done).toEqual(['1', '2', '3', '4']);
    expect(walk.state.value).toEqual({ kind: 'done' });
    expect(walk.place.value).toMatchObject({ looked: 4, opens: { A: 4, B: 0 }, left: { C: 4 } });
  });

  it('stops where it is told to, and goes on from there', async () => {
    const walk: Walk = walkWith(tools(), async (reference, ...rest) => {
      if (reference === '2' && done.length === 1) walk.pause();
      return work(reference, ...rest);
    });
    await walk.begin('look');
    expect(walk.state.value).toEqual({ kind: 'paused' });
    await walk.goOn();
    // What was under way is done again: that does no harm.
    expect(done).toEqual(['1', '2', '2', '3', '4']);
    expect(walk.place.value?.looked).toBe(4);
  });

  it('waits while the server asks for patience, and says what stopped it in the end', async () => {
    let refusals = 2;
    const patient = walkWith(tools(() => (refusals-- > 0 ? 'too-many-requests' : null)));
    await patient.begin('look');
    expect(waited).toEqual([60_000, 60_000]);
    expect(patient.state.value).toEqual({ kind: 'done' });
    const never = walkWith(tools(() => 'offline'));
    await never.begin('look');
    expect(never.state.value).toEqual({ kind: 'stopped', problem: 'offline', number: '' });
    const out = walkWith(tools(() => 'not-signed-in'));
    await out.begin('look');
    expect(out.state.value).toMatchObject({ kind: 'stopped', problem: 'not-signed-in' });
  });

  it('tells cases that could not be shared from those that were', async () => {
    const left = {
      kind: 'message',
      id: 'x',
      number: 3,
      why: 'unplaced',
      sha256: null,
      beginning: '',
    } as const;
    const results = [
      { state: 'shared', items: 2, closed: 0, left: [left] },
      { state: 'unshared', closed: 1, left: [] },
      { state: 'unlike' },
      { state: 'gone' },
    ] as const;
    const walk = walkWith(tools(), async (reference) => ({
      access: null,
      result: results[Number(reference) - 1] ?? null,
    }));
    await walk.begin('share');
    expect(walk.place.value).toMatchObject({ looked: 3, shared: 1, closed: ['2'], unlike: ['3'] });
    expect(walk.place.value?.leftOut).toEqual([{ reference: '1', things: 1, whys: ['unplaced'] }]);
  });

  it('goes on past a case that takes no sharing, and names it', async () => {
    const problems = ['too-many-messages', 'version-conflict', 'number-taken'] as const;
    const walk = walkWith(tools(), async (reference) => {
      const problem = problems[Number(reference) - 1];
      return {
        access: null,
        result: problem ? { state: 'failed', problem, number: '' } : { state: 'right' },
      };
    });
    await walk.begin('share');
    expect(walk.state.value).toEqual({ kind: 'done' });
    expect(walk.place.value).toMatchObject({ looked: 4, refused: ['1', '2', '3'] });
  });

  it('goes on past a case with which a worker is not through in its time', async () => {
    const walk = walkWith(tools(), async (reference, ...rest) => {
      if (reference === '2') throw new WorkerTaskError('too-slow');
      return work(reference, ...rest);
    });
    await walk.begin('share');
    expect(walk.state.value).toEqual({ kind: 'done' });
    expect([done, walk.place.value?.refused]).toEqual([['1', '3', '4'], ['2']]);
  });

  it('is begun anew while it is under way: what was under way ends', async () => {
    const walk: Walk = walkWith(tools(), async (reference, mode, given) => {
      if (mode === 'look') void walk.begin('share');
      return work(reference, mode, given);
    });
    await walk.begin('look');
    await expect.poll(() => walk.state.value.kind).toBe('done');
    expect(done).toEqual(['1', '1', '2', '3', '4']);
    expect(walk.place.value).toMatchObject({ mode: 'share', looked: 4 });
  });

  it('leaves it to the tab that is at it, and takes it up when that is gone', async () => {
    const walk = walkWith(tools());
    isElsewhere = true;
    await walk.begin('look');
    expect(walk.state.value).toEqual({ kind: 'elsewhere' });
    expect([done, walk.place.value]).toEqual([[], null]);
    // Nothing is said of that tab any more once it is done.
    otherTab.resolve();
    await expect.poll(() => walk.state.value.kind).toBe('idle');
    isElsewhere = false;
    await walk.begin('look');
    expect(walk.place.value).toMatchObject({ looked: 4 });
  });

  it('stops where the key is gone', async () => {
    const walk = walkWith(tools(), async () => {
      throw new Error('no key');
    });
    await walk.begin('share');
    expect(walk.state.value).toMatchObject({ kind: 'stopped', problem: 'no-key' });
  });
});

it('rests between two cases until there is room for more requests, says so, and goes on by itself', async () => {
  const left = [0, 0, 90_000, 500, 0, 0];
  const seen: unknown[] = [];
  const walk: Walk = new Walk(tools(), work, {
    wait: async (ms) => {
      waited.push(ms);
      seen.push(walk.state.value, [...done]);
    },
    alone: (one) => one().then(() => true),
    room: () => left.shift() ?? 0,
  });
  await walk.begin('share');
  expect(waited).toEqual([1000, 500]);
  const resting = { kind: 'walking', rests: true };
  expect(seen).toEqual([resting, ['1', '2'], resting, ['1', '2']]);
  expect(done).toEqual(['1', '2', '3', '4']);
  expect(walk.state.value).toEqual({ kind: 'done' });
});

it('begins no other case where it is paused while it rests', async () => {
  const walk: Walk = new Walk(tools(), work, {
    wait: async () => walk.pause(),
    alone: (one) => one().then(() => true),
    room: () => (done.length === 0 ? 0 : 90_000),
  });
  await walk.begin('share');
  expect([done, walk.state.value]).toEqual([['1'], { kind: 'paused' }]);
});

describe('nothing needs sharing', () => {
  const whole = { ...startOf('look'), looked: 15, opens: { A: 15, B: 15 } };

  it('where everybody can read all of every case, and nobody who left can', () => {
    expect(needsNothing(whole, ['A', 'B'])).toBe(true);
  });

  it.each([
    ['a member can’t read one', { opens: { A: 15, B: 14 } }],
    ['a member can’t read any', { opens: { A: 15 } }],
    ['somebody who left still can', { left: { C: 1 } }],
    ['a case was closed to whoever looked', { closed: ['1'] }],
    ['something was left out', { leftOut: [{ reference: '1', things: 1, whys: ['unopened' as const] }] }],
    ['there was no case to look at', { looked: 0, opens: {} }],
  ])('but not where %s', (_why, fields) => {
    expect(needsNothing({ ...whole, ...fields }, ['A', 'B'])).toBe(false);
  });
});
