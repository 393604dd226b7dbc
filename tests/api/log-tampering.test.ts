import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKvStore } from '../../functions/store/kv/store.ts';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import type { Store } from '../../functions/store/store.ts';
import type { LogFinding } from '../../src/log/check.ts';
import { openNote } from '../../src/log/note.ts';
import { readStatement, writeStatement } from '../../src/log/statement.ts';
import {
  checkGrowth,
  checkLog,
  checkpointIn,
  checkReceipt,
  entriesFrom,
  type Get,
  statementsIn,
} from '../support/independent/log.ts';
import { withKv } from '../support/kv.ts';
import { serveLog } from '../support/log-address.ts';
import { exitOf, findingOf, type Kept, noteIn, verdictOf } from '../support/log-witness.ts';
import { type Receipt, receiptsDesk, ways } from '../support/receipts-desk.ts';
import { type Tampering, tamperingWithRedis, tamperingWithSqlite } from '../support/tampering.ts';

type Desk = Awaited<ReturnType<typeof receiptsDesk>>;
type Entries = readonly Uint8Array[];

/** Statements in one day: with those of the second day the log has more than one tile of level 0. */
const A_DAY = 140;

/** The same statement as if it had been received an hour earlier, signed by the desk. */
function backdated(file: string, { parts }: Desk): string {
  const statement = readStatement(openNote(noteIn(file))?.text ?? '');
  if (statement?.kind !== 'acceptance') throw new Error('no statement of acceptance');
  return parts.desk.sign(writeStatement({ ...statement, received: statement.received - 3_600_000 }));
}

const kv = withKv();
const folder = mkdtempSync(join(tmpdir(), 'tampering-'));
afterAll(() => rmSync(folder, { recursive: true }));
const stores: { name: string; open: () => { store: Store; hand: Tampering } }[] = [
  {
    name: 'sqlite',
    open: () => {
      const path = join(folder, 'meldpunt.sqlite');
      return { store: createSqliteStore(path), hand: tamperingWithSqlite(path) };
    },
  },
  {
    name: 'kv',
    open: () => ({
      store: createKvStore(kv().bridge),
      hand: tamperingWithRedis(kv().redis.connection, 'meldpunt:'),
    }),
  },
];

describe.each(stores)('a log in $name that somebody has written into', ({ open }) => {
  let desk: Desk;
  let server: Awaited<ReturnType<typeof serveLog>>;
  let hand: Tampering;
  let store: Store;
  let all: Entries = [];
  let kept: Kept;
  /** The log of the first day, as somebody kept it. */
  let ofFirstDay = '';

  const checkpointNow = async (get: Get) =>
    new TextDecoder().decode((await get('checkpoint')) ?? new Uint8Array());

  beforeAll(async () => {
    ({ store, hand } = open());
    server = await serveLog();
    desk = await receiptsDesk(store, server.url);
    server.serve(desk.parts.deskKeys, desk.newVisitor);
    // The command goes by the clock of this machine, by which all of this is some days ago.
    desk.parts.clock.now = Date.now() - 6 * 86_400_000;
    await desk.nextBatch();
    const receipts: Receipt[] = [];
    for (let day = 0; day < 2; day += 1) {
      for (let at = 0; at < A_DAY; at += 1) receipts.push(await desk.send(ways[at % 3] ?? 'form'));
      await desk.nextBatch();
      if (day === 0) ofFirstDay = await checkpointNow(desk.newVisitor());
    }
    const get = desk.newVisitor();
    all = await entriesFrom(get, 0, 2 * A_DAY);
    const [receipt] = receipts;
    if (!receipt) throw new Error('nobody reported');
    const position = await checkReceipt({ file: receipt.file, keys: desk.keys, get });
    kept = { receipt, seen: await checkpointNow(get), position };
  });
  afterAll(async () => {
    await server?.stop();
    await store?.close();
  });

  /** Writes another log, looks at it as somebody who kept something, and puts the right one back. */
  async function shown(entries: Entries, knows = true) {
    await hand.replaceLog(entries, desk.parts.desk);
    const found = {
      ours: (await findingOf(kept, desk, knows)).state,
      theirs: await verdictOf(kept, desk, knows),
      exit: await exitOf(server.url, kept, knows),
    };
    await hand.replaceLog(all, desk.parts.desk);
    return found;
  }
  const right = { ours: 'included', theirs: 'included', exit: 0 };
  const wrong = (ours: LogFinding['state'], theirs: string) => ({ ours, theirs, exit: 1 });
  const changedAt = (index: number, entry: Uint8Array) => all.map((one, at) => (at === index ? entry : one));

  it('is right before anybody does: the receipt is in it, and every hash in it follows from its entries', async () => {
    await hand.replaceLog(all, desk.parts.desk);
    expect(await shown(all)).toEqual(right);
    expect(await shown(all, false)).toEqual(right);
    expect((await checkLog(desk.newVisitor(), desk.keys)).entries.length).toBe(2 * A_DAY);
  });

  it('with a leaf left out is found by its receipt alone, and by any earlier checkpoint', async () => {
    const without = all.filter((_, at) => at !== kept.position);
    expect(await shown(without, false)).toEqual(wrong('missing', 'not in the log'));
    expect(await shown(without)).toEqual(wrong('rewritten', 'the log was cut short'));
    const [another] = statementsIn(backdated(kept.receipt.file, desk), desk.keys);
    expect(await shown([...without, another?.entry ?? Buffer.alloc(32)])).toEqual(
      wrong('rewritten', 'the log was rewritten'),
    );
  });

  it('with a leaf changed, or that of a statement with an earlier date in its place, is found likewise', async () => {
    const [other] = statementsIn(backdated(kept.receipt.file, desk), desk.keys);
    for (const entry of [Buffer.alloc(32, 7), other?.entry ?? Buffer.alloc(0)]) {
      const changed = changedAt(kept.position, entry);
      expect(await shown(changed, false)).toEqual(wrong('missing', 'not in the log'));
      expect(await shown(changed)).toEqual(wrong('rewritten', 'the log was rewritten'));
      await hand.replaceLog(changed, desk.parts.desk);
      const here = await findingOf({ ...kept, seen: '' }, desk);
      expect(here.state).toBe('elsewhere');
      await hand.replaceLog(all, desk.parts.desk);
    }
  });

  it('with a statement of an earlier date added late shows it behind a checkpoint of a day when it was to be there', async () => {
    const late = backdated(kept.receipt.file, desk);
    const [statement] = statementsIn(late, desk.keys);
    await hand.replaceLog([...all, statement?.entry ?? Buffer.alloc(0)], desk.parts.desk);
    const get = desk.newVisitor();
    const place = await checkReceipt({ file: late, keys: desk.keys, get });
    const before = checkpointIn(ofFirstDay, desk.keys);
    expect(Date.parse(statement?.fields['received'] ?? '')).toBeLessThan(Date.parse(kept.receipt.receivedAt));
    expect(place).toBeGreaterThanOrEqual(before.size);
    await hand.replaceLog(all, desk.parts.desk);
  });

  it('with a leaf put elsewhere is found by who knows its place, or an earlier checkpoint', async () => {
    const place = (kept.position + 70) % A_DAY;
    const mine = all[kept.position] ?? Buffer.alloc(0);
    const moved = changedAt(kept.position, all[place] ?? mine).with(place, mine);
    expect(await shown(moved)).toEqual(wrong('rewritten', 'the log was rewritten'));
    await hand.replaceLog(moved, desk.parts.desk);
    expect((await findingOf({ ...kept, seen: '' }, desk)).state).toBe('elsewhere');
    expect(await verdictOf({ ...kept, seen: '' }, desk)).toBe('another entry stands there');
    await hand.replaceLog(all, desk.parts.desk);
  });

  it('cut short is found by who was there before', async () => {
    expect(await shown(all.slice(0, A_DAY))).toEqual(wrong('rewritten', 'the log was cut short'));
  });

  it('shown in two forms to two visitors is in order for either, and found when they compare checkpoints', async () => {
    const other = changedAt(2 * A_DAY - 1, Buffer.alloc(32, 9));
    const first = await checkpointNow(desk.newVisitor());
    await hand.replaceLog(other, desk.parts.desk);
    const get = desk.newVisitor();
    const now = await checkLog(get, desk.keys);
    const second = await checkpointNow(get);
    expect((await findingOf({ ...kept, seen: second }, desk)).state).toBe('included');
    expect((await findingOf({ ...kept, seen: first }, desk)).state).toBe('rewritten');
    expect(await exitOf(server.url, { ...kept, seen: second })).toBe(0);
    expect(await exitOf(server.url, { ...kept, seen: first })).toBe(1);
    await expect(checkGrowth(get, checkpointIn(first, desk.keys), now)).rejects.toThrow('rewritten');
    await hand.replaceLog(all, desk.parts.desk);
  });

  it('without the desk key is no log of the desk', async () => {
    const flip = (bytes: Buffer) =>
      Buffer.concat([bytes.subarray(0, -1), Buffer.of((bytes.at(-1) ?? 0) ^ 1)]);
    for (const name of ['0/000', '0/001']) {
      await hand.changeTile(name, flip);
      expect(['rewritten', 'elsewhere'], name).toContain((await findingOf(kept, desk)).state);
      expect(await verdictOf(kept, desk), name).toMatch(/rewritten|stands there/);
      expect(await exitOf(server.url, kept, false), name).toBe(1);
      await hand.replaceLog(all, desk.parts.desk);
    }
    // The proof of this receipt needs neither: who checks the whole log finds them.
    for (const [name, fault] of [
      ['1/000', 'a tile is another'],
      ['entries/001', 'another root'],
    ] as const) {
      await hand.changeTile(name, flip);
      await expect(checkLog(desk.newVisitor(), desk.keys)).rejects.toThrow(fault);
      expect(await exitOf(server.url, kept, false), name).toBe(1);
      await hand.replaceLog(all, desk.parts.desk);
    }
    await hand.changeCheckpoint((note) => note.replace(`\n${2 * A_DAY}\n`, `\n${2 * A_DAY - 1}\n`));
    expect((await findingOf(kept, desk)).state).toBe('forged');
    expect(await verdictOf(kept, desk)).toBe('signature is broken');
    expect(await exitOf(server.url, kept, false)).toBe(1);
    await hand.replaceLog(all, desk.parts.desk);
  });
});
