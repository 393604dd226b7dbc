import { describe, expect, it } from 'vitest';
import { type FetchPage, Summaries } from '../../src/browser/inbox/list/summaries.ts';
import type { CaseSummary } from '../../src/disclosure/team-wire.ts';
import { inHours, listed } from '../support/listed.ts';

const closed = (name: string) =>
  listed(name, { status: 'closed', closedAt: inHours(-1), respondedAt: inHours(-2) });
const names = (cases: readonly CaseSummary[]) => cases.map(({ reference }) => reference.slice(-2));

describe('what the server says of the cases', () => {
  /** A server with these pages; `asked` says which were fetched. */
  function serve(pages: CaseSummary[][]) {
    const asked: number[] = [];
    const seen: string[][] = [];
    const fetchPage: FetchPage = async (after) => {
      const at = Number(after ?? 0);
      asked.push(at);
      seen.push(names(summaries.cases.peek()));
      return {
        ok: true,
        value: { cases: pages[at] ?? [], next: at + 1 < pages.length ? String(at + 1) : null },
      };
    };
    const summaries = new Summaries(fetchPage);
    return { summaries, asked, seen, listed: () => names(summaries.cases.peek()) };
  }
  const pages = () => [
    [listed('A1'), listed('A2')],
    [listed('A3'), closed('C1')],
    [closed('C2')],
    [closed('C3')],
  ];

  it('comes page by page until the first closed ones, and those only when they are asked for', async () => {
    const { summaries, asked, seen, listed } = serve(pages());
    await summaries.load(false);
    expect([asked, listed(), summaries.hasClosed.peek()]).toEqual([[0, 1], ['A1', 'A2', 'A3', 'C1'], false]);
    // Each page is there as it comes.
    expect(seen).toEqual([[], ['A1', 'A2']]);
    await summaries.loadClosed();
    expect([asked, listed()]).toEqual([
      [0, 1, 2, 3],
      ['A1', 'A2', 'A3', 'C1', 'C2', 'C3'],
    ]);
    await summaries.loadClosed();
    expect([asked.length, summaries.hasClosed.peek()]).toEqual([4, true]);
  });

  it('goes on behind closed ones in which a message waits: they stand before what is open', async () => {
    const back = listed('B1', { status: 'closed', respondedAt: inHours(-2), waitingSince: inHours(-1) });
    back.deadlines = [];
    const { summaries, asked } = serve([
      [listed('A1'), back],
      [listed('A2')],
      [closed('C1')],
      [closed('C2')],
    ]);
    await summaries.load(false);
    expect(asked).toEqual([0, 1, 2]);
  });

  it('stays as it was until all is here again, and what has not changed stays the same', async () => {
    const all = pages();
    const { summaries, seen, listed: names } = serve(all);
    await summaries.load(false);
    const [first, second] = summaries.cases.peek();
    all[0] = [listed('A0'), listed('A1'), listed('A2', { version: 2 })];
    await summaries.load(false);
    expect(seen.slice(2)).toEqual([
      ['A1', 'A2', 'A3', 'C1'],
      ['A1', 'A2', 'A3', 'C1'],
    ]);
    expect(names()).toEqual(['A0', 'A1', 'A2', 'A3', 'C1']);
    expect(summaries.cases.peek()[1]).toBe(first);
    expect(summaries.cases.peek()[2]).not.toBe(second);
    const before = summaries.cases.peek();
    await summaries.load(false);
    expect(summaries.cases.peek()).toBe(before);
  });

  it('is not fetched quietly while somebody waits for it, and what was begun before counts no more', async () => {
    const { summaries, asked } = serve(pages());
    const first = summaries.load(false);
    const quiet = summaries.load(false, true);
    const second = summaries.load(true);
    expect(await quiet).toBe('left');
    expect(await first).toBe('left');
    expect(await second).toEqual({ ok: true });
    expect(asked).toEqual([0, 0, 1, 2, 3]);
    expect(summaries.areComing.peek()).toBe(false);
  });

  it('that a page could not be fetched leaves what is there, and is said', async () => {
    const summaries = new Summaries(async () => ({ ok: false, problem: 'offline', number: '' }));
    expect(await summaries.load(false)).toMatchObject({ ok: false, problem: 'offline' });
    expect(summaries.areComing.peek()).toBe(false);
  });

  it('follows what is seen of a case, and loses what is gone', async () => {
    const { summaries, listed: names } = serve(pages());
    await summaries.load(false);
    const { notes: _, ...facts } = listed('A2', { version: 5, status: 'fixing' });
    const more = { messages: [], events: [], attachments: [], replyKeyId: null, statements: [] };
    summaries.saw({ ...facts, ...more, notes: [{} as never] });
    expect(summaries.cases.peek()[1]).toMatchObject({ version: 5, notes: 1, seen: { version: 5, notes: 1 } });
    summaries.drop([listed('A1').reference]);
    expect(names()).toEqual(['A2', 'A3', 'C1']);
  });

  describe('while they are fetched anew', () => {
    /** A list whose second fetch is under way: `come` ends it, with the page that the server had when it was asked. */
    async function fetching(page: CaseSummary[]) {
      const answer = (cases: CaseSummary[]) => ({ ok: true, value: { cases, next: null } }) as const;
      const held = Promise.withResolvers<ReturnType<typeof answer>>();
      let asked = 0;
      const summaries = new Summaries(() => {
        asked += 1;
        return asked === 2 ? held.promise : Promise.resolve(answer(page));
      });
      await summaries.load(false);
      const loading = summaries.load(false, true);
      const come = async (cases: CaseSummary[] = page) => {
        held.resolve(answer(cases));
        await loading;
        return summaries.cases.peek();
      };
      return { summaries, come };
    }
    const view = (name: string, fields: Partial<CaseSummary>, notes = 0) => {
      const { notes: _, ...facts } = listed(name, fields);
      const more = { messages: [], events: [], attachments: [], replyKeyId: null, statements: [] };
      return { ...facts, ...more, notes: Array.from({ length: notes }, () => ({}) as never) };
    };

    it('stay as somebody saw them since, with the notes of then, and seen', async () => {
      const { summaries, come } = await fetching([listed('A1'), listed('A2')]);
      summaries.saw(view('A1', { version: 2, status: 'rejected' }));
      summaries.saw(view('A2', {}, 1));
      const [one, two] = await come();
      expect(one).toMatchObject({ version: 2, status: 'rejected', seen: { version: 2, notes: 0 } });
      expect(two).toMatchObject({ version: 1, notes: 1, seen: { version: 1, notes: 1 } });
    });

    it('are what the server has where that is newer still, and what was seen of them stays seen', async () => {
      const { summaries, come } = await fetching([listed('A1')]);
      summaries.saw(view('A1', { version: 2 }));
      const [one] = await come([listed('A1', { version: 3, status: 'fixing' })]);
      expect(one).toMatchObject({ version: 3, status: 'fixing', seen: { version: 2, notes: 0 } });
      await summaries.load(false);
      expect(summaries.cases.peek()[0]).toMatchObject({ version: 1 });
    });

    it('don’t come back once they are gone', async () => {
      const { summaries, come } = await fetching([listed('A1'), listed('A2')]);
      summaries.drop([listed('A1').reference]);
      expect(names(await come())).toEqual(['A2']);
    });
  });
});
