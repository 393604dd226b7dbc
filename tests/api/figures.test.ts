import { beforeEach, describe, expect, it } from 'vitest';
import { createFiguresHandler } from '../../functions/api/figures.ts';
import { createSignedFiguresHandler } from '../../functions/api/figures-signed.ts';
import { type Figures, StoreError } from '../../functions/store/store.ts';
import { SPAN_STEPS, stepOf } from '../../src/disclosure/spans.ts';
import type { Tallies } from '../../src/disclosure/tallies.ts';
import { readDeskKeys } from '../../src/log/desk-keys.ts';
import { checkFigures } from '../../src/log/figures-note.ts';
import { entriesOf, grow } from '../support/log-desk.ts';
import { NOW, SITE, testParts } from '../support/parts.ts';
import { NaiveTree } from '../support/test-log.ts';
import { tagsOf, textOf } from '../support/walk.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A month's tallies: how long answers and fixes took, in hours, and how many were late or not answered. */
interface Month {
  received: number;
  late?: number;
  unanswered?: number;
  answers?: number[];
  fixes?: number[];
}

const spansOf = (hours: number[] = []) => {
  const counts = Array.from({ length: SPAN_STEPS }, () => 0);
  for (const one of hours) {
    const step = stepOf(one * HOUR);
    counts[step] = (counts[step] ?? 0) + 1;
  }
  return counts;
};

/** Handlers on a store that knows these months, and zeros of all others; `before` as an earlier version counted. */
function desk(known: Record<string, Month> = {}, before: Record<string, Partial<Figures>> = {}) {
  const state = { now: NOW, reads: [] as (readonly string[])[], isDown: false, known };
  const parts = testParts({ now: () => new Date(state.now) });
  const store = {
    ...parts.store,
    async readTallies(months: readonly string[]): Promise<Tallies[]> {
      state.reads.push(months);
      if (state.isDown) throw new StoreError('down');
      return months.map((month) => {
        const {
          received,
          late = 0,
          unanswered = 0,
          answers = [],
          fixes = [],
        } = state.known[month] ?? { received: 0 };
        const counts = { received, inTime: answers.length - late, overdue: late + unanswered };
        return { month, ...counts, answers: spansOf(answers), fixes: spansOf(fixes) };
      });
    },
    async readFigures(months: readonly string[]): Promise<Figures[]> {
      const none = { answered: 0, late: 0, totalMs: 0, slowestMs: 0, leaves: 0 };
      return months.map((month) => ({
        ...{ month, ...none, received: state.known[month]?.received ?? 0 },
        ...before[month],
      }));
    },
  };
  const page = createFiguresHandler({ ...parts, store });
  const signed = createSignedFiguresHandler({ ...parts, store });
  const ask = (path = '/cijfers', method = 'GET') => page(new Request(SITE + path, { method }));
  const askSigned = (method = 'GET') => signed(new Request(`${SITE}/api/figures`, { method }));
  return { state, parts, ask, askSigned };
}

const ten = Array.from({ length: 10 }, (_, index) => index + 1);
/** A full month: ten answered, three of them late, two more never; six fixed. */
const october: Month = {
  received: 14,
  late: 3,
  unanswered: 2,
  answers: [...ten.slice(0, 7), 80, 90, 100],
  fixes: [30, 100, 200, 300, 400, 2000],
};
const few: Month = { received: 4, answers: [1, 2, 3, 500], late: 1 };

describe('the page of figures', () => {
  it.each([
    ['nl', '/cijfers', 'Nog geen cijfers'],
    ['en', '/en/figures', 'No figures yet'],
  ])('in %s says so while there are none', async (language, path, empty) => {
    const response = await desk().ask(path);
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('public, max-age=300');
    expect(tagsOf(text).find(({ name }) => name === 'html')?.attributes['lang']).toBe(language);
    expect(text).toContain(empty);
    expect(text).not.toMatch(/noindex|<table|<script|style="/);
  });

  it('are right, by month of receipt and together, the latest month first', async () => {
    const running = { received: 5, answers: [10, 20, 30, 40, 50] };
    const { ask } = desk({ '2026-10': october, '2026-11': running });
    const text = await (await ask('/en/figures')).text();
    const rows = [...text.matchAll(/<tr><th scope="row"><time datetime="([\d-]+)">(.*?)<\/tr>/g)];
    expect(rows.map(([, month]) => month).slice(0, 3)).toEqual(['2026-11', '2026-10', '2026-09']);
    expect(rows).toHaveLength(13);
    const cells = [...(rows[1]?.[2] ?? '').matchAll(/<td data-name="([^"]+)">([^<]+)/g)];
    expect(cells.map(([, name, value]) => [name, value])).toEqual([
      ['Received', '10–14'],
      ['On time', '5–9'],
      ['Overdue', '5–9'],
      ['Half answered within', '6 hours'],
      ['Fixed', '5–9'],
      ['Half of those within', '9 days'],
    ]);
    const terms = [...text.matchAll(/<dt>([^<]+)<\/dt><dd>([^<]+)<\/dd>/g)].map(([, dt, dd]) => [dt, dd]);
    expect(terms).toEqual([
      ['Received', '15–23'],
      ['On time', '10–18'],
      ['Overdue', '5–9'],
      ['Half answered within', '20 hours'],
      ['Fixed', '5–13'],
      ['Half of those within', '9 days'],
    ]);
    expect(textOf(text, 'caption')).toBe('Reports, by the month in which they came in');
    expect(rows[2]?.[2]).toContain('Fewer than 5 reports');
  });

  it('say “not yet” where half are not answered, and nothing of fewer than five answers or fixes', async () => {
    const shy = { received: 9, answers: [1, 2, 3, 4], fixes: [1, 2, 3, 4] };
    const slow = { received: 12, unanswered: 7, answers: [1, 2, 3, 4, 5] };
    const silent = { received: 12, unanswered: 10, answers: [1, 2] };
    const text = await (
      await desk({ '2026-10': slow, '2026-09': shy, '2026-08': silent }).ask('/en/figures')
    ).text();
    const row = (month: string) => new RegExp(`datetime="${month}">(.*?)</tr>`).exec(text)?.[1] ?? '';
    expect(row('2026-10')).toContain('Half answered within">not yet<');
    expect(row('2026-08')).toContain('Half answered within">not yet<');
    expect(row('2026-09')).toContain('Overdue">0<');
    expect(row('2026-09')).toContain('Half answered within">too few reports<');
    expect(row('2026-09')).toContain('Half of those within">too few reports<');
  });

  it('hide a month with few reports, also in the total', async () => {
    const text = await (await desk({ '2026-10': october, '2026-09': few }).ask()).text();
    expect(text).toBe(await (await desk({ '2026-10': october }).ask()).text());
  });

  it('keep what an earlier version counted, in a table of its own, and mix nothing of it with the rest', async () => {
    const old = { received: 9, answered: 6, late: 1, totalMs: 6 * 20 * HOUR, slowestMs: 80 * HOUR };
    // A few of that month were answered since.
    const since = { '2026-10': october, '2026-09': { received: 2, answers: [1, 2] } };
    const text = await (await desk(since, { '2026-09': old }).ask('/en/figures')).text();
    const [newer = '', older = ''] = text.split('Earlier months, counted differently');
    expect(newer).not.toContain('datetime="2026-09"');
    expect(newer).toContain('<dt>Received</dt><dd>10–14</dd>');
    const cells = [...older.matchAll(/<td data-name="([^"]+)">([^<]+)/g)].map(([, name, value]) => [
      name,
      value,
    ]);
    expect(cells).toEqual([
      ['Answered', '6'],
      ['On time', '5'],
      ['Average', '20 hours'],
    ]);
  });

  it.each([
    ['/cijfers', 'Controlepunt', '3 regels', 'Erbij in oktober 2026', '20-24 regels'],
    ['/en/figures', 'Checkpoint', '3 entries', 'Added in October 2026', '20–24 entries'],
  ])(
    '%s names the checkpoint of the log, and what each month that is shown added to it',
    async (path, ...words) => {
      const leaves = { '2026-10': { leaves: 24 }, '2026-09': { leaves: 8 }, '2026-08': { leaves: 1 } };
      const { ask, parts } = desk({ '2026-10': october, '2026-09': few }, leaves);
      const [term, size, added, entries] = words;
      const root = new NaiveTree(await grow(parts, entriesOf(3))).hashOf(0, 3).toString('base64');
      const text = await (await ask(path)).text();
      expect(text).toContain(
        `<dt>${term}</dt><dd><a href="/log/checkpoint">${size}, <span translate="no">${root.slice(0, 12)}…</span></a></dd>`,
      );
      expect(text).toContain(`<dt>${added}</dt><dd>${entries}</dd>`);
      // Beside “fewer than 5 reports” they would tell how many there were.
      expect(text).not.toMatch(/(Erbij|Added) in (sept|aug)/i);
    },
  );

  it('are made once a day, for all: in memory for a minute, and in the store until the day is over', async () => {
    const { state, ask, askSigned, parts } = desk({ '2026-10': october });
    await Promise.all(Array.from({ length: 50 }, (_, index) => ask(index % 2 ? '/cijfers' : '/en/figures')));
    expect(state.reads).toHaveLength(1);
    expect(state.reads[0]?.slice(-1)).toEqual(['2026-11']);
    const before = await (await askSigned()).text();
    state.known = { '2026-10': { ...october, received: 16 } };
    await grow(parts, entriesOf(2));
    state.now += 14 * HOUR;
    expect(await (await askSigned()).text()).toBe(before);
    expect(await (await ask('/en/figures')).text()).toContain('<dd>10–14</dd>');
    expect(state.reads).toHaveLength(1);
    state.now += DAY / 2;
    expect(await (await ask('/en/figures')).text()).toContain('<dd>15–19</dd>');
    expect(await (await askSigned()).text()).not.toBe(before);
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
    ['/cijfers', 'De cijfers zijn even niet te zien'],
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

describe('the signed figures', () => {
  let one: ReturnType<typeof desk>;
  beforeEach(() => {
    one = desk({ '2026-10': october, '2026-09': few });
  });
  const keys = () => readDeskKeys(one.parts.deskKeys) ?? [];
  const file = async () => (await one.askSigned()).text();

  it('are JSON that the desk signed, bound to the checkpoint that its log has', async () => {
    const root = new NaiveTree(await grow(one.parts, entriesOf(3))).hashOf(0, 3);
    const response = await one.askSigned();
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json']);
    const checked = await checkFigures(await response.text(), keys());
    expect(checked).toMatchObject({ ok: true, checkpoint: { size: 3, origin: one.parts.desk.origin } });
    if (!checked?.ok) throw new Error('not signed');
    expect(Buffer.from(checked.checkpoint.root).equals(root)).toBe(true);
    const { figures } = checked;
    expect(figures).toMatchObject({
      site: SITE,
      promisedDays: 3,
      least: 5,
      made: new Date(NOW).toISOString(),
    });
    expect(figures.months.slice(-3)).toEqual([
      { month: '2026-09', hidden: 'few' },
      {
        ...{ month: '2026-10', received: { from: 10, to: 14 }, answered: { from: 10, to: 14 } },
        ...{ inTime: { from: 5, to: 9 }, overdue: { from: 5, to: 9 }, fixed: { from: 5, to: 9 } },
        ...{ halfAnsweredWithinHours: 6, halfFixedWithinHours: 9 * 24 },
      },
      { month: '2026-11', hidden: 'few' },
    ]);
    expect(figures.together).toMatchObject({ received: { from: 10, to: 14 } });
  });

  it('have nothing of a hidden month, in any form', async () => {
    const other = desk({ '2026-10': october });
    expect(await file()).toBe(await (await other.askSigned()).text());
  });

  it.each<[string, (text: string) => string, string | null]>([
    ['a figure beside the note', (text) => text.replace('"from": 10', '"from": 5'), 'changed'],
    ['a figure in the note', (text) => text.replace('\\"from\\":10', '\\"from\\":5'), 'broken'],
    ['the checkpoint in it', (text) => text.replace('\\"size\\":0', '\\"size\\":1'), 'broken'],
    ['its signature', (text) => text.replace(/.(=*\\n"\n\}\n)$/, '$1'), 'unreadable'],
    ['a further field', (text) => text.replace('{', '{"more":1,'), null],
    ['its end', (text) => text.slice(0, -2), null],
    ['its size', (text) => `${text}${' '.repeat(128 * 1024)}`, null],
  ])('are not taken where somebody changed %s', async (_, change, why) => {
    const text = await file();
    const changed = change(text);
    expect(changed).not.toBe(text);
    const checked = await checkFigures(changed, keys());
    expect(checked).toEqual(why === null ? null : { ok: false, why });
  });

  it('are not taken from another desk, nor by a key that had ended', async () => {
    const text = await file();
    const [key] = keys();
    if (!key) throw new Error('no key');
    expect(await checkFigures(text, [])).toEqual({ ok: false, why: 'unknown-key' });
    const ended = [{ ...key, until: NOW - 1 }];
    expect(await checkFigures(text, ended)).toEqual({ ok: false, why: 'after-key-ended' });
    expect(await checkFigures(text, [{ ...key, until: NOW }])).toMatchObject({ ok: true });
  });

  it('are refused like any other answer: 405, and 503 while the store is down', async () => {
    expect((await one.askSigned('POST')).status).toBe(405);
    const head = await one.askSigned('HEAD');
    expect([head.status, await head.text()]).toEqual([200, '']);
    const down = desk();
    down.state.isDown = true;
    expect((await down.askSigned()).status).toBe(503);
  });
});
