import { describe, expect, it } from 'vitest';
import { createFiguresHandler } from '../../functions/api/figures.ts';
import { type Figures, type Store, StoreError } from '../../functions/store/store.ts';
import { entriesOf, grow } from '../support/log-desk.ts';
import { NOW, SITE, testParts } from '../support/parts.ts';
import { NaiveTree } from '../support/test-log.ts';
import { tagsOf, textOf } from '../support/walk.ts';

const HOUR = 3_600_000;

/** The handler on a store that knows these months, and zeros of all others. */
function desk(known: Record<string, Partial<Figures>> = {}) {
  const state = { now: NOW, reads: [] as (readonly string[])[], isDown: false };
  const parts = testParts({ now: () => new Date(state.now) });
  const readFigures: Store['readFigures'] = async (months) => {
    state.reads.push(months);
    if (state.isDown) throw new StoreError('down');
    const none = { received: 0, answered: 0, late: 0, totalMs: 0, slowestMs: 0, leaves: 0 };
    return months.map((month) => ({ month, ...none, ...known[month] }));
  };
  const handle = createFiguresHandler({ ...parts, store: { ...parts.store, readFigures } });
  const ask = (path = '/cijfers', method = 'GET') => handle(new Request(SITE + path, { method }));
  return { state, parts, ask };
}
const figures = (answered: number, late: number, hours: number, slowest: number): Partial<Figures> => ({
  received: answered,
  answered,
  late,
  totalMs: answered * hours * HOUR,
  slowestMs: slowest * HOUR,
});
const pages = [
  ['nl', '/cijfers', 'Nog geen cijfers'],
  ['en', '/en/figures', 'No figures yet'],
] as const;

describe('the public figures', () => {
  it.each(pages)('in %s say so while there are none', async (language, path, empty) => {
    const response = await desk().ask(path);
    const text = await response.text();
    const tags = tagsOf(text);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('public, max-age=300');
    expect(tags.find(({ name }) => name === 'html')?.attributes['lang']).toBe(language);
    expect(text).toContain(empty);
    expect(text).not.toMatch(/noindex|<table|<script|style="/);
  });

  it('are right, by month and together, the latest month first', async () => {
    const { ask } = desk({ '2026-10': figures(4, 1, 30, 80), '2026-08': figures(6, 0, 20, 41.2) });
    const text = await (await ask('/en/figures')).text();
    expect(text).toContain('<dt>Answered</dt><dd>10</dd>');
    expect(text).toContain('<dt>On time</dt><dd>9</dd>');
    expect(text).toContain('<dt>Average</dt><dd>1 day</dd>');
    expect(text).toContain('<dt>Slowest</dt><dd>3 days, 8 hours</dd>');
    const rows = [...text.matchAll(/<tr><th scope="row"><time datetime="([\d-]+)">(.*?)<\/tr>/g)];
    expect(rows.map(([, month]) => month)).toEqual(
      ['2026-10', '2026-09', '2026-08', '2026-07', '2026-06', '2026-05', '2026-04', '2026-03'].concat([
        '2026-02',
        '2026-01',
        '2025-12',
        '2025-11',
      ]),
    );
    const cells = [...(rows[0]?.[2] ?? '').matchAll(/<td data-name="([^"]+)">([^<]+)/g)];
    expect(cells.map(([, name, value]) => [name, value])).toEqual([
      ['Answered', '4'],
      ['On time', '3'],
      ['Average', '1 day, 6 hours'],
      ['Against the promise', '41% '],
    ]);
    // The promise lies at 72 of 90 hours.
    expect(rows[0]?.[2]).toMatch(/<rect[^>]* width="53\.3".*<line[^>]* x1="128\.0"/);
    expect(textOf(text, 'caption')).toBe('First responses by month');
    expect(rows[1]?.[2]).toContain('Fewer than 3 answers');
  });

  it('hide a month of which an answer might be recognised, also in the total; and the running one', async () => {
    const shown = { '2026-10': figures(3, 0, 10, 12) };
    const small = { '2026-09': figures(2, 2, 400, 500), '2026-11': figures(9, 9, 300, 600) };
    const text = await (await desk({ ...shown, ...small }).ask()).text();
    expect(text).toBe(await (await desk(shown).ask()).text());
  });

  it.each([
    [
      'nl',
      '/cijfers',
      'Controlepunt',
      '3 regels',
      ['Erbij in oktober 2026', '12 regels', 'Erbij in augustus 2026', '1 regel'],
    ],
    [
      'en',
      '/en/figures',
      'Checkpoint',
      '3 entries',
      ['Added in October 2026', '12 entries', 'Added in August 2026', '1 entry'],
    ],
  ])(
    'in %s name the checkpoint of the log, and what each month added to it',
    async (_, path, term, size, added) => {
      const { ask, state, parts } = desk({ '2026-10': { leaves: 12 }, '2026-08': { leaves: 1 } });
      expect(await (await ask(path)).text()).toContain('47DEQpj8HBSa…</span></a>');
      const entries = await grow(parts, entriesOf(3));
      const root = new NaiveTree(entries).hashOf(0, 3).toString('base64');
      state.now += 60_000;
      const text = await (await ask(path)).text();
      const terms = [...text.matchAll(/<dt>([^<]+)<\/dt><dd>([^<]+)<\/dd>/g)].flatMap(([, dt, dd]) => [
        dt,
        dd,
      ]);
      expect(text).toContain(
        `<dt>${term}</dt><dd><a href="/log/checkpoint">${size}, <span translate="no">${root.slice(0, 12)}…</span></a></dd>`,
      );
      expect(terms).toEqual(added);
    },
  );

  it('come from memory for a minute, in either language, and for many at once', async () => {
    const { state, ask } = desk();
    await Promise.all(Array.from({ length: 50 }, (_, index) => ask(index % 2 ? '/cijfers' : '/en/figures')));
    expect(state.reads).toHaveLength(1);
    expect(state.reads[0]?.slice(-1)).toEqual(['2026-10']);
    state.now += 59_999;
    await ask();
    expect(state.reads).toHaveLength(1);
    state.now += 1;
    await ask();
    expect(state.reads).toHaveLength(2);
  });

  it('answer HEAD without a body, and other methods with 405', async () => {
    const { ask } = desk();
    const head = await ask('/cijfers', 'HEAD');
    expect([head.status, await head.text(), head.headers.get('content-type')]).toEqual([
      200,
      '',
      'text/html; charset=utf-8',
    ]);
    const refused = await ask('/cijfers', 'POST');
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it.each([
    ['/cijfers', 'De cijfers zijn er even niet'],
    ['/en/figures', 'The figures are not available now'],
  ])('%s is a page with 503 while the store is down, and well again after it', async (path, title) => {
    const { state, ask } = desk();
    state.isDown = true;
    const response = await ask(path);
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '60']);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(textOf(await response.text(), 'h1')).toBe(title);
    state.isDown = false;
    expect((await ask(path)).status).toBe(200);
  });
});
