import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkInLog, checkStatement, type LogReader } from '../../src/log/check.ts';
import { NoEd25519Error } from '../../src/log/note.ts';
import { parseTilePath } from '../../src/log/tile-path.ts';
import { entryOfNote, LogSite } from '../support/log-site.ts';
import { TestLog } from '../support/test-log.ts';

const received = Date.parse('2026-11-26T12:00:00Z');
/** The end of its batch, and a day after it. */
const batch = Date.parse('2026-11-27T03:00:00Z');
const day = 86_400_000;
const now = received + 3 * day;

let desk: LogSite;
/** The first report's statement, and the checkpoint that came with it. */
let note: string;
let atAcceptance: string;

beforeEach(async () => {
  desk = new LogSite();
  await desk.fill(300);
  atAcceptance = desk.checkpoint();
  note = desk.note();
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Checks the first report's statement as its reporter does. */
const check = (given: Partial<Parameters<typeof checkInLog>[0]> = {}) =>
  checkInLog({
    ...{ note, position: null, seen: [atAcceptance], now, keys: desk.keys, log: desk.reader() },
    ...given,
  });

/** Its batch: the statement itself stands at 305. */
const appendBatch = async (site = desk, mine = note) => {
  await site.fill(5);
  await site.append(mine);
  await site.fill(700);
};

/** The log once more, with another entry at a position, or without any. */
async function rewrite(log: TestLog, at: number, entry?: Uint8Array): Promise<TestLog> {
  const bundles = Array.from({ length: Math.ceil(log.size / 256) }, (_, n) => log.entriesAt(n));
  const entries = bundles.flat();
  entries.splice(at, 1, ...(entry ? [entry] : []));
  return TestLog.of(entries);
}

describe('a statement', () => {
  it('is the desk’s when a key of the desk signed it', async () => {
    expect(await checkStatement(note, desk.keys)).toMatchObject({
      ok: true,
      statement: { kind: 'acceptance', reference: 'CVD-2026-4F7K2Q', received },
      isFormer: false,
    });
  });

  it('is that of a former key up to the moment until which it counted', async () => {
    const next = new LogSite(desk.site, 'the next key');
    const keys = (until: string) => {
      next.keyFile = `${next.signer.vkey}\n${desk.signer.vkey} until ${until}\n`;
      return next.keys;
    };
    expect(await checkStatement(note, keys('2026-11-26T12:00:00Z'))).toMatchObject({
      ok: true,
      isFormer: true,
    });
    expect(await checkStatement(note, keys('2026-11-26T11:59:59Z'))).toEqual({
      ok: false,
      why: 'after-key-ended',
    });
  });

  it('is nobody’s with a key that is not published', async () => {
    const other = new LogSite(desk.site, 'another');
    expect(await checkStatement(other.note(), desk.keys)).toEqual({ ok: false, why: 'unknown-key' });
  });

  it('is nobody’s when it names another site than its key', async () => {
    const foreign = desk.note({ site: 'https://other.example' });
    expect(await checkStatement(foreign, desk.keys)).toEqual({ ok: false, why: 'unknown-key' });
  });

  it('is broken once it is changed: backdated, for another report, or with another deadline', async () => {
    for (const [from, to] of [
      ['received: 2026-11-26', 'received: 2026-11-25'],
      ['abab', 'abac'],
      ['CVD-2026-4F7K2Q', 'CVD-2026-4F7K2R'],
      ['answer-by: 2026-11-29', 'answer-by: 2026-12-29'],
    ] as const) {
      expect(await checkStatement(note.replace(from, to), desk.keys)).toEqual({ ok: false, why: 'broken' });
    }
  });

  it.each([
    ['a checkpoint', () => desk.checkpoint()],
    ['a text of another form that the desk signed', () => desk.signer.sign('hello\n')],
    ['junk', () => 'junk'],
    ['nothing', () => ''],
  ])('is none when it is %s', async (_, text) => {
    expect(await checkStatement(text(), desk.keys)).toEqual({ ok: false, why: 'unreadable' });
  });

  it('cannot be told where the browser has no Ed25519', async () => {
    vi.spyOn(crypto.subtle, 'importKey').mockRejectedValue(new DOMException('', 'NotSupportedError'));
    expect(await checkStatement(note, desk.keys)).toEqual({ ok: false, why: 'unsupported' });
    await expect(check()).rejects.toThrow(NoEd25519Error);
  });
});

describe('in the log, a statement', () => {
  it('is looked for where a file says another place, or one that is not there', async () => {
    await appendBatch();
    for (const hint of [304, 0, 305, 5000, 999_999_999_999]) {
      expect(await check({ hint }), `${hint}`).toMatchObject({ state: 'included', position: 305 });
    }
  });

  it('is included, at its position, whether that was known or not', async () => {
    await appendBatch();
    const included = { state: 'included', position: 305, checkpoint: desk.checkpoint() };
    expect(await check()).toEqual(included);
    expect(await check({ position: 305 })).toEqual(included);
    // Also without any checkpoint from before, and with one that is later than the entry.
    expect(await check({ seen: [] })).toEqual(included);
    expect(await check({ seen: [desk.checkpoint()] })).toEqual(included);
    await desk.fill(800);
    expect(await check({ seen: [atAcceptance, included.checkpoint] })).toMatchObject({ position: 305 });
  });

  it('is found by asking for few tiles, each once', async () => {
    await appendBatch();
    const asked: string[] = [];
    const tile = (path: string) => {
      asked.push(path);
      return desk.log.tile(path);
    };
    await check({ log: { ...desk.reader(), tile } });
    expect(asked.toSorted()).toEqual(['0/000', '0/001', '0/002', '0/003.p/238', '1/000.p/3']);
    asked.length = 0;
    await check({ position: 305, seen: [], log: { ...desk.reader(), tile } });
    expect(asked.toSorted()).toEqual(['0/001', '0/003.p/238', '1/000.p/3']);
  });

  it('is looked for before the checkpoint that came with it only once its batch has ended', async () => {
    await desk.fill(700);
    const asked: string[] = [];
    const log = {
      ...desk.reader(),
      tile: (path: string) => {
        asked.push(path);
        return desk.log.tile(path);
      },
    };
    const seen = [desk.checkpoint()];
    expect(await check({ seen, log, now: batch - 1 })).toEqual({ state: 'waiting', from: batch });
    expect(asked).toEqual(['0/003.p/232']);
    asked.length = 0;
    expect(await check({ seen, log, now: batch })).toEqual({ state: 'waiting', from: batch });
    expect(asked.toSorted()).toEqual(['0/000', '0/001', '0/002', '0/003.p/232']);
  });

  it('waits for its batch and a day more, and is missing after that: left out', async () => {
    await desk.fill(700);
    expect(await check({ now: received })).toEqual({ state: 'waiting', from: batch });
    expect(await check({ now: batch + day - 1 })).toEqual({ state: 'waiting', from: batch });
    expect(await check({ now: batch + day })).toEqual({ state: 'missing' });
    // A position that the log does not have yet tells nothing else.
    expect(await check({ position: 5000, now: received })).toEqual({ state: 'waiting', from: batch });
    expect(await check({ position: 5000 })).toEqual({ state: 'missing' });
  });

  it('waits in an empty log as well', async () => {
    const fresh = new LogSite();
    const given = { seen: [fresh.checkpoint()], log: fresh.reader(), note: fresh.note() };
    expect(await check({ ...given, now: received })).toEqual({ state: 'waiting', from: batch });
    expect(await check(given)).toEqual({ state: 'missing' });
  });

  it('is counted from when a first response was given', async () => {
    const given = received + 10 * day;
    const response = {
      kind: 'response',
      sealedReplySha256: 'cd'.repeat(32),
      given,
      assessment: 'rejected',
    } as const;
    note = desk.note({ ...response, fixExpected: null });
    expect(await check({ now: given + day })).toEqual({ state: 'waiting', from: batch + 10 * day });
    await appendBatch();
    expect(await check({ now: given + day })).toMatchObject({ state: 'included', position: 305 });
  });

  it('is missing when the log has one in its place that was changed or backdated before it got there', async () => {
    await appendBatch(desk, desk.note({ received: received - day }));
    expect(await check()).toEqual({ state: 'missing' });
    expect(await check({ position: 305 })).toEqual({ state: 'elsewhere' });
  });

  it('is elsewhere when another entry stands at its position', async () => {
    await appendBatch();
    expect(await check({ position: 304 })).toEqual({ state: 'elsewhere' });
    expect(await check({ position: 0 })).toEqual({ state: 'elsewhere' });
  });
});

describe('a log that was tampered with', () => {
  it('is rewritten when an entry that was seen in it is left out, changed, or put elsewhere', async () => {
    await appendBatch();
    const seen = [desk.checkpoint()];
    const honest = desk.log;
    const changed = await entryOfNote(desk.note());
    for (const log of [
      await rewrite(honest, 305),
      await rewrite(honest, 305, changed),
      await rewrite(honest, 0, changed),
      await rewrite(honest, 1005, changed),
    ]) {
      desk.log = log;
      await desk.fill(1);
      expect(await check({ seen })).toEqual({ state: 'rewritten' });
      expect(await check({ seen, position: 305 })).toEqual({ state: 'rewritten' });
    }
    desk.log = await rewrite(honest, 305);
    await desk.append(note);
    // Who never saw it finds the entry at its new place, and not at the one that the desk named.
    expect(await check({ seen: [] })).toMatchObject({ state: 'included', position: 1005 });
    expect(await check({ seen: [], position: 305 })).toEqual({ state: 'elsewhere' });
    expect(await check({ seen })).toEqual({ state: 'rewritten' });
  });

  it('is rewritten when what came before the receipt is another', async () => {
    await appendBatch();
    const entry = await entryOfNote(desk.note());
    desk.log = await rewrite(desk.log, 299, entry);
    expect(await check()).toEqual({ state: 'rewritten' });
  });

  it('is rewritten when it was cut short', async () => {
    await appendBatch();
    const seen = [desk.checkpoint()];
    desk.log = await rewrite(desk.log, desk.log.size - 1);
    expect(await check({ seen })).toEqual({ state: 'rewritten' });
    desk.log = new TestLog();
    expect(await check({ seen })).toEqual({ state: 'rewritten' });
    expect(await check()).toEqual({ state: 'rewritten' });
  });

  it('is rewritten for whoever holds the checkpoint of another visitor, to whom another log was shown', async () => {
    const other = new LogSite();
    other.log = await rewrite(desk.log, 0, new Uint8Array(32));
    await appendBatch();
    await appendBatch(other);
    // Each alone sees a log in which all is well.
    expect(await check()).toMatchObject({ state: 'included' });
    expect(await check({ seen: [], log: other.reader() })).toMatchObject({ state: 'included' });
    for (const position of [null, 305]) {
      const seen = [desk.checkpoint()];
      expect(await check({ position, seen, log: other.reader() })).toEqual({ state: 'rewritten' });
      expect(await check({ position, seen: [other.checkpoint()] })).toEqual({ state: 'rewritten' });
    }
  });

  it('is rewritten when its tiles are not those of its checkpoint, or not of their size', async () => {
    await appendBatch();
    const { tile } = desk.log;
    const readers: Record<string, LogReader['tile']> = {
      changed: async (path) => (await tile(path)).map((byte, at) => (at === 40 * 32 ? byte ^ 1 : byte)),
      short: async (path) => (await tile(path)).slice(32),
      long: async (path) => Buffer.concat([await tile(path), Buffer.alloc(32)]),
      empty: async () => new Uint8Array(),
    };
    for (const changed of Object.values(readers)) {
      const log = { ...desk.reader(), tile: changed };
      expect(await check({ log })).toEqual({ state: 'rewritten' });
      expect(await check({ log, position: 305, seen: [] })).toEqual({ state: 'rewritten' });
    }
  });

  it('is forged when its checkpoint is not signed by the desk, or is none', async () => {
    await appendBatch();
    const honest = desk.checkpoint();
    const other = new LogSite(desk.site, 'another');
    other.log = desk.log;
    for (const forged of [
      other.checkpoint(),
      honest.replace(/\n1006\n/, '\n1007\n'),
      honest.replace(/\n(.)(.*)=\n/, (_, first, rest) => `\n${first === 'A' ? 'B' : 'A'}${rest}=\n`),
      note,
      '<!doctype html>',
      '',
    ]) {
      expect(forged).not.toBe(honest);
      const log = { ...desk.reader(), checkpoint: async () => forged };
      expect(await check({ log })).toEqual({ state: 'forged' });
    }
  });

  it('is not accused by a checkpoint that nobody’s key signed', async () => {
    await appendBatch();
    const other = new LogSite(desk.site, 'another');
    await other.fill(305);
    const seen = [other.checkpoint(), atAcceptance.replace('\n300\n', '\n301\n'), 'junk', ''];
    expect(await check({ seen })).toMatchObject({ state: 'included' });
  });
});

describe('a log', () => {
  it('under a new key is still held to what the former one signed', async () => {
    await appendBatch();
    const seen = [desk.checkpoint()];
    const next = new LogSite(desk.site, 'the next key');
    next.keyFile = `${next.signer.vkey}\n${desk.signer.vkey} until 2026-12-01T00:00:00Z\n`;
    next.log = desk.log;
    await next.fill(3);
    const given = { seen, keys: next.keys, log: next.reader() };
    expect(await check(given)).toMatchObject({ state: 'included', position: 305 });
    next.log = await rewrite(desk.log, 7);
    await next.fill(3);
    expect(await check(given)).toEqual({ state: 'rewritten' });
  });

  it('whose checkpoint only a former key signed proves nothing, and is not called forged', async () => {
    await appendBatch();
    const next = new LogSite(desk.site, 'the next key');
    next.keyFile = `${next.signer.vkey}\n${desk.signer.vkey} until 2026-12-01T00:00:00Z\n`;
    expect(await check({ keys: next.keys })).toEqual({ state: 'unreachable' });
  });

  it('is unreachable when its checkpoint or a tile is not there', async () => {
    await appendBatch();
    const gone = () => Promise.reject(new Error('404'));
    expect(await check({ log: { ...desk.reader(), checkpoint: gone } })).toEqual({ state: 'unreachable' });
    expect(await check({ log: { ...desk.reader(), tile: gone } })).toEqual({ state: 'unreachable' });
  });

  it('is unreachable, after so many tiles, when it says that it is too large to be looked through', async () => {
    const size = Number.MAX_SAFE_INTEGER;
    const root = Buffer.alloc(32).toString('base64');
    const huge = desk.signer.sign(`${desk.signer.name}\n${size}\n${root}\n`);
    let asked = 0;
    const tile = async (path: string) => {
      asked += 1;
      return new Uint8Array((parseTilePath(path)?.width ?? 0) * 32);
    };
    const log = { checkpoint: async () => huge, tile };
    expect(await check({ seen: [], log })).toEqual({ state: 'unreachable' });
    expect(asked).toBeLessThanOrEqual(512);
    expect(await check({ log })).toEqual({ state: 'rewritten' });
  });

  it('is not asked about what it does not have', async () => {
    const status = { kind: 'status', status: 'fixing', changed: received } as const;
    for (const wrong of [desk.note(status), desk.checkpoint(), 'junk']) {
      await expect(check({ note: wrong })).rejects.toThrow(RangeError);
    }
  });
});
