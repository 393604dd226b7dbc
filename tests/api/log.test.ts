import { describe, expect, it } from 'vitest';
import { createLogCheckpointHandler } from '../../functions/api/log-checkpoint.ts';
import { createLogTileHandler } from '../../functions/api/log-tile.ts';
import { createLogFiles } from '../../functions/log/files.ts';
import { StoreError } from '../../functions/store/store.ts';
import { parseVkey, verifyNote } from '../../src/log/note.ts';
import { entriesOf, grow, logSite } from '../support/log-desk.ts';
import { SITE, type TestParts, testParts } from '../support/parts.ts';
import { NaiveTree } from '../support/test-log.ts';

const FOR_EVER = 'public, max-age=31536000, immutable';

/** The example of C2SP. */
const LARGE = 70_000;

async function logOfSize(size: number) {
  const parts = testParts();
  return { parts, entries: await grow(parts, entriesOf(size)) };
}

/** Made once: it takes a while. */
let large: ReturnType<typeof logOfSize> | undefined;
function largeLog() {
  large ??= logOfSize(LARGE);
  return large;
}

/** C2SP's way to write the number of a tile. */
const numbered = (n: number): string => {
  const digits = String(n).padStart(Math.ceil(String(n).length / 3) * 3, '0');
  return digits.replaceAll(/\d{3}(?=\d)/g, 'x$&/');
};

/** Every tile of a log with these entries, by its path, computed by the words of RFC 6962. */
function naiveTiles(entries: readonly Buffer[]): Map<string, Buffer> {
  const tree = new NaiveTree(entries);
  const tiles = new Map<string, Buffer>();
  const put = (level: number | string, count: number, piece: (index: number) => Buffer) => {
    for (let n = 0; n * 256 < count; n += 1) {
      const width = Math.min(256, count - n * 256);
      const pieces = Array.from({ length: width }, (_, index) => piece(n * 256 + index));
      const path = `tile/${level}/${numbered(n)}${width < 256 ? `.p/${width}` : ''}`;
      tiles.set(path, Buffer.concat(pieces));
    }
  };
  for (let level = 0; 256 ** level <= entries.length; level += 1) {
    const each = 256 ** level;
    put(level, Math.floor(entries.length / each), (index) => tree.hashOf(index * each, (index + 1) * each));
  }
  put('entries', entries.length, (index) =>
    Buffer.concat([Buffer.from([0, 32]), entries[index] ?? Buffer.alloc(0)]),
  );
  return tiles;
}

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

describe('the log', () => {
  it.each([0, 1, 255, 256, 257, LARGE])(
    'of %i entries is served as C2SP has it: each tile, each bundle and the root are those of RFC 6962',
    async (size) => {
      const { parts, entries } = size === LARGE ? await largeLog() : await logOfSize(size);
      const ask = logSite(parts);
      const checkpoint = await ask('checkpoint');
      const note = await checkpoint.text();
      const root = new NaiveTree(entries).hashOf(0, size);
      const key = parseVkey(parts.desk.vkey);
      const verified = await verifyNote(note, key ? [key] : []);
      expect(verified?.text).toBe(`meldpunt.example/log\n${size}\n${root.toString('base64')}\n`);
      const tiles = naiveTiles(entries);
      for (const [path, bytes] of tiles) {
        const response = await ask(path);
        expect(response.status, path).toBe(200);
        expect((await bytesOf(response)).equals(bytes), path).toBe(true);
      }
      expect(tiles.size).toBe({ 0: 0, 1: 2, 255: 2, 256: 3, 257: 5, 70000: 274 + 2 + 1 + 274 }[size]);
    },
    60_000,
  );

  it('gives narrower tiles too, as those of earlier checkpoints were, and whole ones where one was not asked for', async () => {
    const parts = testParts();
    const entries = await grow(parts, entriesOf(300));
    const ask = logSite(parts);
    const tree = new NaiveTree(entries);
    const leaves = (from: number, to: number) =>
      Buffer.concat(
        Array.from({ length: to - from }, (_, index) => tree.hashOf(from + index, from + index + 1)),
      );
    expect(await bytesOf(await ask('tile/0/000.p/1'))).toEqual(leaves(0, 1));
    expect(await bytesOf(await ask('tile/0/000.p/255'))).toEqual(leaves(0, 255));
    expect(await bytesOf(await ask('tile/0/001.p/44'))).toEqual(leaves(256, 300));
    expect(await bytesOf(await ask('tile/0/001.p/7'))).toEqual(leaves(256, 263));
    const bundle = await bytesOf(await ask('tile/entries/001.p/2'));
    expect(bundle).toEqual(
      Buffer.concat(entries.slice(256, 258).map((entry) => Buffer.concat([Buffer.from([0, 32]), entry]))),
    );
  });

  it('has nothing beyond its checkpoint, and no path that is not to the letter', async () => {
    const parts = testParts();
    await grow(parts, entriesOf(300));
    const ask = logSite(parts);
    const beyond = [
      '0/001',
      '0/001.p/45',
      '0/002',
      '0/002.p/1',
      '1/000',
      '1/000.p/2',
      '1/001.p/1',
      '2/000.p/1',
    ];
    const bundles = ['entries/001', 'entries/001.p/45', 'entries/002.p/1'];
    const wrong = [
      ...['', '0', '0/', '0/0', '0/00', '0/0000', '0/x000', '0/x000/000', '0/000.p', '0/000.p/', '0/000.p/0'],
      ...[
        '0/000.p/256',
        '0/000.p/01',
        '0/000.p/1/',
        '00/000',
        '64/000',
        '-1/000',
        '0/-01',
        '0/000.P/1',
        'e/000',
      ],
      ...[
        '0/001/000',
        '0/x001/x000',
        'entries',
        'entries/000.p/0',
        'entries/x000/000',

        '0/edge',
      ],
      ...[
        'edge',
        '0/000?x',
        '0/../0/000',
        'data/000',
        `0/${'x000/'.repeat(50)}000`,
        '0/x999/x999/x999/x999/999',
      ],
    ];
    for (const path of [...beyond, ...bundles, ...wrong]) {
      const response = await ask(`tile/${path}`);
      const isQuery = path.includes('?');
      expect(response.status, path).toBe(isQuery || path === '0/../0/000' ? 200 : 404);
      if (response.status === 404) {
        expect(response.headers.get('content-type')).toBe('application/problem+json');
        expect(response.headers.get('cache-control')).toBe('no-store');
      }
    }
  });

  it('has a checkpoint from the first moment on, of nothing, and no tile', async () => {
    const parts = testParts();
    const ask = logSite(parts);
    const first = await (await ask('checkpoint')).text();
    expect(first.split('\n').slice(0, 3)).toEqual([
      'meldpunt.example/log',
      '0',
      '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
    ]);
    await grow(parts, []);
    expect((await parts.store.readLog({ before: 0, most: 0 })).checkpoint).toBe(first);
    expect((await ask('tile/0/000.p/1')).status).toBe(404);
  });

  it('tells caches for how long, and what it is; HEAD the same without a body, other methods 405', async () => {
    const parts = testParts();
    await grow(parts, entriesOf(300));
    const ask = logSite(parts);
    for (const [path, type, cache] of [
      ['checkpoint', 'text/plain; charset=utf-8', 'public, max-age=60'],
      ['tile/0/000', 'application/octet-stream', FOR_EVER],
      ['tile/0/001.p/44', 'application/octet-stream', FOR_EVER],
      ['tile/entries/000', 'application/octet-stream', FOR_EVER],
    ] as const) {
      const got = await ask(path);
      const head = await ask(path, { method: 'HEAD' });
      for (const { headers, status } of [got, head]) {
        expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([
          200,
          type,
          cache,
        ]);
      }
      expect([(await bytesOf(got)).length > 0, (await bytesOf(head)).length]).toEqual([true, 0]);
      for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
        const refused = await ask(path, { method });
        expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
      }
    }
  });

  it('is there under any name, as files are', async () => {
    const parts = testParts();
    const asked = new Request('https://mirror.example/log/checkpoint', {
      headers: { Host: 'mirror.example' },
    });
    expect((await createLogCheckpointHandler(parts)(asked)).status).toBe(200);
  });
});

describe('who asks for the log often', () => {
  /** A store that counts what it is asked for the log. */
  function counting(parts: TestParts) {
    const asked = { log: 0, tiles: 0 };
    const store = {
      ...parts.store,
      readLog: (input: Parameters<typeof parts.store.readLog>[0]) => {
        asked.log += 1;
        return parts.store.readLog(input);
      },
      readTiles: (names: readonly string[]) => {
        asked.tiles += 1;
        return parts.store.readTiles(names);
      },
    };
    return { asked, parts: { ...parts, store } };
  }

  it('is given tiles and checkpoint from memory', async () => {
    const { asked, parts } = counting(testParts());
    await grow(parts, entriesOf(300));
    Object.assign(asked, { log: 0, tiles: 0 });
    const tile = createLogTileHandler(parts);
    const checkpoint = createLogCheckpointHandler(parts);
    for (let count = 0; count < 50; count += 1) {
      await checkpoint(new Request(`${SITE}/log/checkpoint`));
      await tile(new Request(SITE), { path: '0/000' });
      await tile(new Request(SITE), { path: '0/001.p/44' });
      await tile(new Request(SITE), { path: `0/001.p/${(count % 44) + 1}` });
    }
    expect(asked).toEqual({ log: 2, tiles: 2 });
    // What is not there costs no tile, and one look in a second.
    for (let count = 0; count < 50; count += 1) await tile(new Request(SITE), { path: '0/009' });
    expect(asked).toEqual({ log: 2, tiles: 2 });
    parts.clock.now += 1000;
    for (let count = 0; count < 50; count += 1) await tile(new Request(SITE), { path: '0/009' });
    expect(asked).toEqual({ log: 3, tiles: 2 });
  });

  it('is given no more than is kept in memory of a large log: what was read first is read again', async () => {
    const { asked, parts } = counting((await largeLog()).parts);
    const files = createLogFiles(parts);
    asked.tiles = 0;
    const read = async (n: number) => files.tile({ level: 0, n, width: 256 });
    for (let n = 0; n < 273; n += 1) await read(n);
    expect(asked.tiles).toBe(273);
    await read(272);
    expect(asked.tiles).toBe(273);
    await read(0);
    expect(asked.tiles).toBe(274);
  });

  it('waits after 600 checkpoints, or 2000 tiles, in a quarter of an hour; whoever else asks does not', async () => {
    const parts = testParts();
    await grow(parts, entriesOf(1));
    const ask = logSite(parts);
    const from = (address: string, path: string) => ask(path, { headers: { 'x-real-ip': address } });
    for (const [path, most] of [
      ['checkpoint', 600],
      ['tile/0/000.p/1', 2000],
    ] as const) {
      for (let count = 0; count < most; count += 1) expect((await from('192.0.2.1', path)).status).toBe(200);
      const refused = await from('192.0.2.1', path);
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await refused.json()).code).toBe('too-many-requests');
      expect((await from('192.0.2.2', path)).status).toBe(200);
    }
  });

  it('and is only ever refused, is stopped before anything is looked up', async () => {
    const { asked, parts } = counting(testParts());
    const ask = logSite(parts);
    for (let count = 0; count < 60; count += 1)
      await ask('tile/9/999', { headers: { 'x-real-ip': '192.0.2.1' } });
    asked.log = 0;
    parts.clock.now += 60_000;
    const stopped = await ask('tile/9/999', { headers: { 'x-real-ip': '192.0.2.1' } });
    expect([stopped.status, (await stopped.json()).code, asked.log]).toEqual([429, 'too-many-refused', 0]);
  });

  it('gets 503 while the store is down, and the log again after that', async () => {
    const parts = testParts();
    await grow(parts, entriesOf(3));
    const state = { isDown: true };
    const readLog: typeof parts.store.readLog = (input) =>
      state.isDown ? Promise.reject(new StoreError('down')) : parts.store.readLog(input);
    const ask = logSite({ ...parts, store: { ...parts.store, readLog } });
    for (const path of ['checkpoint', 'tile/0/000.p/3']) {
      const response = await ask(path);
      expect([response.status, response.headers.get('cache-control')]).toEqual([503, 'no-store']);
    }
    state.isDown = false;
    for (const path of ['checkpoint', 'tile/0/000.p/3']) expect((await ask(path)).status).toBe(200);
  });

  it('sees at once what another server appended and told of', async () => {
    const parts = testParts();
    const ask = logSite(parts);
    await grow(parts, entriesOf(3));
    expect((await ask('tile/0/000.p/3')).status).toBe(200);
    await grow(parts, entriesOf(2, 3));
    parts.clock.now += 1000;
    expect((await ask('tile/0/000.p/5')).status).toBe(200);
    expect((await ask('tile/entries/000.p/5')).status).toBe(200);
  });
});
