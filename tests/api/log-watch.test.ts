import { expect, it } from 'vitest';
import { createHealthHandler } from '../../functions/api/health.ts';
import { appendBatches } from '../../functions/log/append.ts';
import { keepWatched, readWatched } from '../../functions/log/watched.ts';
import { logMail } from '../../functions/mail/log-mails.ts';
import type { PublishedLog } from '../../functions/parts-types.ts';
import { createDesk } from '../../functions/reporter/desk.ts';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import type { Store } from '../../functions/store/store.ts';
import { overviewSchema } from '../../src/disclosure/team-wire.ts';
import { deskKeyOf } from '../../src/settings/desk-key.ts';
import { DAY, HOUR, jobsOn, NOW, publishedInOrder, putCase, withBothStores } from '../support/jobs.ts';
import { acceptOne, entriesOf, putNameless } from '../support/log-desk.ts';
import { logOf, SITE, testParts } from '../support/parts.ts';
import { staffDesk } from '../support/staff-desk.ts';

/** Has the name of the desk, and another key. */
const stranger = createDesk(deskKeyOf({ SERVER_SECRET: 'another' }, SITE));
const own = testParts();

const same = <T>(got: T) => got;

/** What is done to parts of a log on their way to the job. */
interface Change {
  checkpoint?: (text: string) => string;
  entries?: (bytes: Uint8Array) => Uint8Array;
  hashes?: (bytes: Uint8Array) => Uint8Array;
}

withBothStores((open) => {
  /** A desk and its days; `published` makes what outsiders get of the log that it has. `change` is done to its stores. */
  async function watched(change: (store: Store) => Store = same) {
    const stores = await open();
    const state = {
      published: same as (inOrder: PublishedLog) => PublishedLog,
      isDown: false,
    };
    const parts = testParts({ store: stores[0] });
    const jobs = jobsOn(stores.map(change), {
      publishedLog: async () => state.published(logOf(parts)),
      fetchPublished: async (path) => (state.isDown ? { fault: 'unreachable' } : publishedInOrder(path)),
    });
    return {
      ...{ stores, state, jobs, parts },
      /** The morning of this day from now: what came in the day before is appended, and all is looked at. */
      async day(day: number, server = 0) {
        jobs.state.now = NOW + day * DAY;
        parts.clock.now = jobs.state.now;
        await jobs.daily(server);
      },
      mails: () => jobs.sent.filter(({ id }) => /^(log|expiry)\./.test(id)).map(({ id }) => id),
      finding: async () => (await readWatched(stores[0]))?.finding,
    };
  }
  const put = (store: Store, day: number, entries: readonly Buffer[]) =>
    putNameless(store, entries, NOW + (day - 0.5) * DAY);

  /** A log of the same desk that holds these days, each with the entries that it was given; what an outsider gets of it. */
  async function elsewhere(days: readonly (readonly Buffer[])[], desk = own.desk): Promise<PublishedLog> {
    const parts = testParts({ store: createSqliteStore(':memory:'), desk });
    for (const [day, entries] of days.entries()) {
      await put(parts.store, day, entries);
      await appendBatches({ ...parts, now: () => new Date(NOW + day * DAY) });
    }
    return { ...logOf(parts), deskKeys: async () => ({ text: own.deskKeys }) };
  }

  it('is silent while all is well: as the log grows over tiles, day after day, on either server', async () => {
    const desk = await watched();
    for (let day = 0; day < 12; day += 1) {
      await acceptOne(desk.parts, NOW + (day - 0.5) * DAY);
      await put(desk.stores[0], day, entriesOf([1, 2, 254, 3, 300][day % 5] ?? 0, day * 1000));
      await desk.day(day, day % 2);
      expect(await desk.finding()).toBeNull();
    }
    expect(desk.mails()).toEqual([]);
    const { size } = await desk.stores[0].readLog({ before: 0, most: 0 });
    expect((await readWatched(desk.stores[1]))?.checkpoint).toContain(`\n${size}\n`);
  });

  const first = entriesOf(20);
  const second = entriesOf(5, 20);
  const without = (entries: readonly Buffer[], index: number) => entries.toSpliced(index, 1);
  const changed = (entries: readonly Buffer[], index: number) =>
    entries.with(index, entriesOf(1, 999)[0] ?? Buffer.alloc(0));

  it.each<[what: string, finding: string, made: () => Promise<PublishedLog>]>([
    ['cut short', 'shorter', () => elsewhere([first])],
    [
      'from which an older entry was left out',
      'rewritten',
      () => elsewhere([without(first, 3), [...second, ...entriesOf(1, 50)]]),
    ],
    ['in which an older entry is another', 'rewritten', () => elsewhere([changed(first, 3), second])],
    ['that is another altogether, and longer', 'rewritten', () => elsewhere([entriesOf(30, 500), second])],
    [
      'from which one of the newest entries was left out',
      'shorter',
      () => elsewhere([first, without(second, 2)]),
    ],
    [
      'in which one of the newest entries is another',
      'rewritten',
      () => elsewhere([first, changed(second, 2)]),
    ],
    ['signed by another key under the same name', 'forged', () => elsewhere([first, second], stranger)],
  ])('a log %s is found and told of once', async (_, finding, made) => {
    const desk = await watched();
    await put(desk.stores[0], 0, first);
    await desk.day(0);
    await put(desk.stores[0], 1, second);
    await desk.day(1);
    expect(desk.mails()).toEqual([]);
    const log = await made();
    desk.state.published = () => log;
    for (const day of [2, 3, 4]) await desk.day(day, day % 2);
    expect(desk.mails()).toEqual([`log.${finding}.2026-11-25`]);
    expect(await desk.finding()).toBe(finding);
    desk.state.published = (inOrder) => inOrder;
    await desk.day(5);
    expect(await desk.finding()).toBeNull();
    desk.state.published = () => log;
    await desk.day(6);
    expect(desk.mails()).toEqual([`log.${finding}.2026-11-25`, `log.${finding}.2026-11-29`]);
  });

  it('a log that was rewritten as a whole is found at the first look after it', async () => {
    const desk = await watched();
    await put(desk.stores[0], 0, first);
    await desk.day(0);
    await put(desk.stores[0], 1, second);
    const log = await elsewhere([changed(first, 0), second]);
    desk.state.published = () => log;
    await desk.day(1);
    expect(desk.mails()).toEqual(['log.rewritten.2026-11-24']);
  });

  it.each<[what: string, finding: string, change: Change]>([
    ['a broken signature', 'forged', { checkpoint: (text) => text.replace(/\n\d+\n/, '\n9\n') }],
    ['something else in place of a checkpoint', 'forged', { checkpoint: () => '<!doctype html>' }],
    [
      'entries that are others than those of its tree',
      'entries',
      { entries: (bytes) => bytes.with(-5, 1 - (bytes.at(-5) ?? 0)) },
    ],
    ['fewer entries than its tree has', 'entries', { entries: (bytes) => bytes.slice(34) }],
    ['tiles that are others than before', 'rewritten', { hashes: (bytes) => bytes.with(10, 7) }],
    ['tiles with less in them', 'rewritten', { hashes: (bytes) => bytes.slice(32) }],
  ])('a log with %s is found', async (_, finding, change) => {
    const desk = await watched();
    await put(desk.stores[0], 0, first);
    await desk.day(0);
    await put(desk.stores[0], 1, second);
    const { checkpoint = same, entries = same, hashes = same } = change;
    desk.state.published = (inOrder) => ({
      ...inOrder,
      checkpoint: async () => {
        const got = await inOrder.checkpoint();
        return 'text' in got ? { text: checkpoint(got.text) } : got;
      },
      tile: async (path) => (path.startsWith('entries') ? entries : hashes)(await inOrder.tile(path)),
    });
    await desk.day(1);
    expect(desk.mails()).toEqual([`log.${finding}.2026-11-24`]);
  });

  /** Has one report come in on the first day, and its batch be over. */
  async function withReport(change: (store: Store) => Store, claims = 0) {
    const desk = await watched(change);
    for (let count = 0; count < claims; count += 1) await putCase(desk.stores[0], { claimedAt: NOW });
    await put(desk.stores[0], 0, first);
    const accepted = await acceptOne(desk.parts, NOW - 12 * HOUR);
    await desk.day(0);
    return { desk, ...accepted };
  }

  it('a report whose entry did not get in is found a day after its batch', async () => {
    let entry = '';
    const { desk, ...report } = await withReport((store) => ({
      ...store,
      async readLog(input) {
        const { waiting, ...log } = await store.readLog(input);
        return { ...log, waiting: waiting.filter((one) => one !== entry && waiting.length > 20) };
      },
    }));
    entry = report.entry.toString('base64');
    expect(desk.mails()).toEqual([]);
    expect((await desk.parts.store.readStatements(report.reference))[0]?.position).toBeTypeOf('number');
    await acceptOne(desk.parts, NOW + 12 * HOUR);
    await desk.day(1);
    expect(desk.mails()).toEqual([]);
    await desk.day(2);
    expect(desk.mails()).toEqual(['log.missing.2026-11-25']);
  });

  it.each([
    ['', 0],
    [', behind any number that anybody says to be exploited,', 60],
  ])('a report that is said to stand where another entry stands%s is found', async (_, claims) => {
    const { desk } = await withReport(
      (store) => ({
        ...store,
        readStatements: async (reference) =>
          (await store.readStatements(reference)).map((one) => ({
            ...one,
            position: one.position === null ? null : (one.position + 1) % 21,
          })),
      }),
      claims,
    );
    expect(desk.mails()).toEqual(['log.missing.2026-11-23']);
  });

  it('a log in the store that is not what its checkpoint says is told of, and nothing is added to it', async () => {
    const desk = await watched();
    await put(desk.stores[0], 0, first);
    await desk.day(0);
    const { size } = await desk.stores[0].readLog({ before: 0, most: 0 });
    const checkpoint = own.desk.sign(`meldpunt.example/log\n19\n${'A'.repeat(43)}=\n`);
    await desk.stores[0].appendToLog({
      seenSize: size,
      entries: [],
      tiles: [],
      checkpoint,
      month: '2026-11',
    });
    await put(desk.stores[0], 1, second);
    await desk.day(1);
    await desk.day(2);
    expect(desk.mails()).toEqual(['log.damaged.2026-11-24']);
    expect((await desk.stores[0].readLog({ before: NOW + 9 * DAY, most: 9 })).waiting).toHaveLength(5);
  });

  it('another key than the desk’s at the published place is found, and former ones behind it are not', async () => {
    const desk = await watched();
    await put(desk.stores[0], 0, first);
    const published = { text: `${stranger.vkey} until 2026-10-01T00:00:00Z\n` };
    desk.state.published = (inOrder) => ({ ...inOrder, deskKeys: async () => published });
    published.text = `# ours\n${own.desk.vkey}\n${stranger.vkey} until 2026-10-01T00:00:00Z\n`;
    await desk.day(0);
    expect(desk.mails()).toEqual([]);
    published.text = `${stranger.vkey}\n${own.desk.vkey} until 2026-10-01T00:00:00Z\n`;
    await desk.day(1);
    await desk.day(2);
    expect(desk.mails()).toEqual(['log.other-key.2026-11-24']);
  });

  it('a checkpoint that the key before signed is looked at again later, and is no news', async () => {
    const desk = await watched();
    await put(desk.stores[0], 0, first);
    const log = await elsewhere([first], stranger);
    const keys = { text: `${own.desk.vkey}\n${stranger.vkey} until 2026-11-23T08:00:00Z\n` };
    desk.state.published = () => ({ ...log, deskKeys: async () => keys });
    await desk.day(0);
    expect([desk.mails(), await desk.finding()]).toEqual([[], undefined]);
    desk.state.published = same;
    await desk.day(1);
    expect([desk.mails(), await desk.finding()]).toEqual([[], null]);
  });

  it.each<[what: string, file: string, change: Partial<PublishedLog>]>([
    ['no checkpoint', 'log', { checkpoint: async () => ({ fault: '4xx' }) }],
    ['no tile', 'log', { tile: () => Promise.reject(new Error('none')) }],
    ['no key', 'desk-key', { deskKeys: async () => ({ fault: 'unreachable' }) }],
    ['something else than keys', 'desk-key', { deskKeys: async () => ({ text: '<!doctype html>' }) }],
  ])(
    '%s where one should be is told of once a week; not where the site is down altogether',
    async (_, file, change) => {
      const desk = await watched();
      await put(desk.stores[0], 0, first);
      await desk.day(0);
      await put(desk.stores[0], 1, second);
      desk.state.published = (inOrder) => ({ ...inOrder, ...change });
      for (const day of [1, 2, 7]) await desk.day(day);
      expect(desk.mails()).toEqual([
        `expiry.${file}.unreadable.2026-W48`,
        `expiry.${file}.unreadable.2026-W49`,
      ]);
      // What was found before stands until a look says otherwise.
      expect(await desk.finding()).toBeNull();
      desk.state.isDown = true;
      await desk.day(14);
      expect(desk.mails().slice(2)).toEqual(['expiry.security-txt.unreadable.2026-W50']);
    },
  );

  it('the published log is asked for once an hour, however often the job runs', async () => {
    const desk = await watched();
    let asked = 0;
    desk.state.published = (inOrder) => {
      asked += 1;
      return inOrder;
    };
    await put(desk.stores[0], 0, first);
    for (const minutes of [0, 5, 10, 59, 60, 65]) await desk.day(minutes / 24 / 60, minutes % 2);
    expect(asked).toBe(2);
  });
});

it('health and the inbox say that the log is wrong until it is well again', async () => {
  const desk = await staffDesk();
  const cookie = await desk.signIn(0);
  const { store, clock } = desk.parts;
  const look = async () => {
    const overview = await desk.request('GET', '/api/staff/overview', undefined, { cookie });
    const health = await createHealthHandler(desk.parts)(new Request(`${SITE}/api/health`));
    const { logFails } = overviewSchema.parse(await overview.json());
    return [logFails, health.status, (await health.json()).log];
  };
  const watched = { checkpoint: null, at: clock.now, size: 3 };
  expect(await look()).toEqual([false, 200, 'ok']);
  await keepWatched(store, { ...watched, finding: 'rewritten' });
  expect(await look()).toEqual([true, 503, 'failing']);
  await keepWatched(store, { ...watched, finding: null });
  expect(await look()).toEqual([false, 200, 'ok']);
  await store.keepSeenCheckpoint('not what the job keeps');
  expect(await look()).toEqual([false, 200, 'ok']);
});

it.each([
  [
    'nl',
    'Het logboek van het meldpunt is korter geworden',
    'Nu gepubliceerd: 19 regels',
    'Eerder gezien: 20 regels',
  ],
  [
    'en',
    'The log of the reporting desk has become shorter',
    'Published now: 19 entries',
    'Seen before: 20 entries',
  ],
] as const)('the mail in “%s” says what was found, where, and what to do', (language, subject, ...words) => {
  const mail = logMail({ id: 'i', to: [], siteUrl: SITE, language }, 'shorter:19:20');
  expect(mail?.subject).toBe(subject);
  for (const word of [...words, `${SITE}/log/checkpoint\n`, 'npm run verify-log', `${SITE}/\n`])
    expect(mail?.text.replaceAll(/(?<=\S) +/g, ' ')).toContain(word);
  expect(logMail({ id: 'i', to: [], siteUrl: SITE, language }, 'other-key')?.text).toContain(
    `${SITE}/desk-key.txt\n`,
  );
  expect(logMail({ id: 'i', to: [], siteUrl: SITE, language }, 'nothing known')).toBeNull();
});
