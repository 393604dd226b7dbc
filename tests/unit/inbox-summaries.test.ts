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
});
