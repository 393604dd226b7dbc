import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { edgeTileNames } from '../../src/log/append.ts';
import { rootOf } from '../../src/log/hashes.ts';
import { parseTilePath, tilePath } from '../../src/log/tile-path.ts';
import { bundleOf, cutTile, entriesIn, hashesIn } from '../../src/log/tiles.ts';
import {
  appendEntries,
  consistencyProof,
  inclusionProof,
  leafHash,
  rootFromTiles,
  verifyConsistency,
  verifyInclusion,
} from '../../src/log/tree.ts';
import { NaiveTree, TestLog } from '../support/test-log.ts';

/** The reference inputs of Certificate Transparency, and the roots of the trees of the first 0, 1, 2 … of them. */
const inputs = [
  ...['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'],
].map((hex) => Buffer.from(hex, 'hex'));
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
/** Nodes of that tree that its published proofs consist of. */
const nodes = {
  a: '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  b: '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
  c: '0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7',
  d: '07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7',
  e: 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
  ab: 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  cd: '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
  ef: '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
  gh: 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
  abcd: 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  efgh: '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
};

const hex = (hashes: readonly Uint8Array[]) => hashes.map((hash) => Buffer.from(hash).toString('hex'));
const entriesOf = (count: number) =>
  Array.from({ length: count }, (_, index) => createHash('sha256').update(`entry ${index}`).digest());

/** Sizes around those at which tiles fill up. */
const nearTiles = [255, 256, 257, 511, 512, 513];
/** A log that takes three levels of tiles, and its roots while it grew. */
const LARGE = 100_000;
const entries = entriesOf(LARGE);
const naive = new NaiveTree(entries);
const large = new TestLog();
const rootsOfLarge = new Map<number, Uint8Array>();
beforeAll(async () => {
  for (const size of [65_535, 65_536, 65_537, 70_000, LARGE]) {
    await large.append(entries.slice(large.size, size));
    rootsOfLarge.set(size, large.root);
  }
});
const small = Array.from({ length: 71 }, (_, size) => size);

describe('the tree', () => {
  it('of the reference inputs has the roots of Certificate Transparency', async () => {
    for (const [size, root] of roots.entries()) {
      const log = await TestLog.of(inputs.slice(0, size));
      expect(hex([log.root, await rootFromTiles(size, log.tile)])).toEqual([root, root]);
      expect(hex([await rootOf(await Promise.all(inputs.slice(0, size).map(leafHash)))])).toEqual([root]);
    }
  });

  it.each<[index: number, size: number, proof: (keyof typeof nodes)[]]>([
    [0, 1, []],
    [0, 8, ['b', 'cd', 'efgh']],
    [5, 8, ['e', 'gh', 'abcd']],
    [2, 3, ['ab']],
    [1, 5, ['a', 'cd', 'e']],
  ])('gives the published proof of the leaf at %i among %i', async (index, size, names) => {
    const log = await TestLog.of(inputs.slice(0, size));
    const proof = await inclusionProof(index, size, log.tile);
    expect(hex(proof)).toEqual(names.map((name) => nodes[name]));
    const leaf = await leafHash(inputs[index] ?? new Uint8Array());
    expect(await verifyInclusion({ index, size, leaf, proof, root: log.root })).toBe(true);
  });

  it.each<[from: number, to: number, proof: (keyof typeof nodes)[]]>([
    [1, 1, []],
    [1, 8, ['b', 'cd', 'efgh']],
    [6, 8, ['ef', 'gh', 'abcd']],
    [2, 5, ['cd', 'e']],
    [3, 8, ['c', 'd', 'ab', 'efgh']],
  ])(
    'gives the published proof that the tree of %i is the beginning of that of %i',
    async (from, to, names) => {
      const log = await TestLog.of(inputs.slice(0, to));
      const proof = await consistencyProof(from, to, log.tile);
      expect(hex(proof)).toEqual(names.map((name) => nodes[name]));
      const fromRoot = Buffer.from(roots[from] ?? '', 'hex');
      expect(await verifyConsistency({ from, fromRoot, to, toRoot: log.root, proof })).toBe(true);
    },
  );
});

describe('appending', () => {
  it('comes to the same however the entries are dealt out', async () => {
    const some = entries.slice(0, 700);
    const whole = await TestLog.of(some);
    const dealt = new TestLog();
    for (let at = 0, step = 0; at < some.length; at += step, step = (step * 7 + 5) % 90) {
      await dealt.append(some.slice(at, at + step));
    }
    expect(dealt.tiles).toEqual(whole.tiles);
    expect(dealt.root).toEqual(whole.root);
    expect(whole.root).toEqual(new Uint8Array(naive.hashOf(0, 700)));
  });

  it('writes the tiles that the specification counts, with what it says is in them', async () => {
    const log = await TestLog.of(entries.slice(0, 700));
    const widths = (level: number | 'entries') =>
      [...log.tiles]
        .filter(([name]) => name.startsWith(`${level}/`))
        .map(([, bytes]) => (level === 'entries' ? entriesIn(bytes) : hashesIn(bytes))?.length);
    expect([widths(0), widths('entries'), widths(1)]).toEqual([[256, 256, 188], [256, 256, 188], [2]]);
    expect([...log.tiles.keys()].toSorted()).toEqual(
      ['0/000', '0/001', '0/002', '1/000', 'edge', 'entries/000', 'entries/001', 'entries/002'].toSorted(),
    );
    // The example of the specification: 70 000 entries.
    const at70k = large.at(70_000);
    for (const [path, size] of [
      ['0/272', 8192],
      ['0/273.p/112', 112 * 32],
      ['1/000', 8192],
      ['1/001.p/17', 17 * 32],
      ['2/000.p/1', 32],
    ] as const) {
      expect((await at70k(path)).length).toBe(size);
    }
    await expect(at70k('0/273.p/113')).rejects.toThrow();
    await expect(at70k('1/001.p/18')).rejects.toThrow();
    await expect(at70k('2/000.p/2')).rejects.toThrow();
    expect(hex(hashesIn(await at70k('1/001.p/17')) ?? []).at(-1)).toBe(
      naive.hashOf(272 * 256, 273 * 256).toString('hex'),
    );
    expect(hex([await at70k('2/000.p/1')])).toEqual([naive.hashOf(0, 65_536).toString('hex')]);
  });

  it('needs the partial tiles of the edge, and refuses what is not the edge of this size', async () => {
    expect(edgeTileNames(0)).toEqual([]);
    expect(edgeTileNames(256)).toEqual(['edge', '1/000']);
    expect(edgeTileNames(70_000)).toEqual(['edge', 'entries/273', '0/273', '1/001', '2/000']);
    const log = await TestLog.of(entriesOf(300));
    const edge = edgeTileNames(300).map((name) => ({ name, bytes: log.tiles.get(name) ?? new Uint8Array() }));
    const more = entriesOf(1);
    await expect(appendEntries(300, edge.slice(1), more)).rejects.toThrow(RangeError);
    await expect(appendEntries(300, edge.slice(0, -1), more)).rejects.toThrow(RangeError);
    await expect(appendEntries(301, edge, more)).rejects.toThrow(RangeError);
    const short = edge.map(({ name, bytes }) => ({
      name,
      bytes: name === '0/001' ? bytes.slice(32) : bytes,
    }));
    await expect(appendEntries(300, short, more)).rejects.toThrow(RangeError);
  });

  it('goes on from a tile of which more is stored than its size says', async () => {
    const whole = await TestLog.of(entries.slice(0, 305));
    const before = await TestLog.of(entries.slice(0, 300));
    const edge = edgeTileNames(300).map((name) => ({
      name,
      bytes: (name === 'edge' ? before : whole).tiles.get(name) ?? new Uint8Array(),
    }));
    const appended = await appendEntries(300, edge, entries.slice(300, 305));
    expect(appended.root).toEqual(whole.root);
    for (const { name, bytes } of appended.tiles) expect(bytes).toEqual(whole.tiles.get(name));
  });

  it('computes and writes as much at 100 000 entries as at 100', async () => {
    const few = await TestLog.of(entries.slice(0, 100));
    const cost = async (log: TestLog) => {
      const before = log.hashed;
      const tiles = await log.append(entriesOf(1));
      return { tiles: tiles.length, hashed: log.hashed - before };
    };
    const [low, high] = [await cost(few), await cost(large)];
    expect(high.tiles).toBe(low.tiles);
    expect(high.hashed - low.hashed).toBeLessThanOrEqual(4);
  });
});

describe('proofs', () => {
  it('of every leaf in every tree up to 70, and around full tiles, are those of the standard', async () => {
    for (const size of [...small, ...nearTiles]) {
      const log = await TestLog.of(entries.slice(0, size));
      const root = naive.hashOf(0, size);
      expect(log.root).toEqual(new Uint8Array(root));
      const indexes = size <= 70 ? small.slice(0, size) : [0, 1, 100, 253, 254, 255, 256, size - 2, size - 1];
      for (const index of indexes.filter((one) => one < size)) {
        const proof = await inclusionProof(index, size, log.tile);
        expect(hex(proof)).toEqual(naive.path(index, 0, size));
        const leaf = naive.hashOf(index, index + 1);
        expect(await verifyInclusion({ index, size, leaf, proof, root })).toBe(true);
      }
    }
  });

  it('between all sizes up to 70, and around full tiles, are those of the standard', async () => {
    for (const to of [...small, ...nearTiles]) {
      const log = await TestLog.of(entries.slice(0, to));
      const sizes = to <= 70 ? [...small.slice(0, to), to] : [0, 1, 2, 128, 254, ...nearTiles, to - 1];
      for (const from of sizes.filter((one) => one <= to)) {
        const proof = await consistencyProof(from, to, log.tile);
        expect(hex(proof)).toEqual(naive.consistency(from, to));
        const [fromRoot, toRoot] = [naive.hashOf(0, from), naive.hashOf(0, to)];
        expect(await verifyConsistency({ from, fromRoot, to, toRoot, proof })).toBe(true);
      }
    }
  });

  it.each([65_535, 65_536, 65_537, 70_000, LARGE])('in and up to a tree of %i hold', async (size) => {
    const root = naive.hashOf(0, size);
    expect(hex([rootsOfLarge.get(size) ?? new Uint8Array()])).toEqual([root.toString('hex')]);
    expect(hex([await rootFromTiles(size, large.at(size))])).toEqual([root.toString('hex')]);
    for (const index of [0, 255, 256, 32_767, 32_768, 65_279, 65_280, 65_534, 65_535, 65_536, size - 1]) {
      if (index >= size) continue;
      const proof = await inclusionProof(index, size, large.at(size));
      expect(hex(proof)).toEqual(naive.path(index, 0, size));
      const leaf = naive.hashOf(index, index + 1);
      expect(await verifyInclusion({ index, size, leaf, proof, root })).toBe(true);
    }
    for (const from of [1, 255, 256, 257, 32_768, 40_000, 65_280, 65_534, 65_535, 65_536, 65_537, size]) {
      if (from > size) continue;
      const proof = await consistencyProof(from, size, large.at(size));
      expect(hex(proof)).toEqual(naive.consistency(from, size));
      const fromRoot = naive.hashOf(0, from);
      expect(await verifyConsistency({ from, fromRoot, to: size, toRoot: root, proof })).toBe(true);
    }
  });

  it('are refused with any byte changed, a hash more or less, or for another leaf, place, size or root', async () => {
    for (const [index, size] of [
      [0, 2],
      [4, 7],
      [63, 64],
      [64, 65],
      [37, 100],
    ] as const) {
      const log = await TestLog.of(entries.slice(0, size));
      const proof = await inclusionProof(index, size, log.tile);
      const right = { index, size, leaf: naive.hashOf(index, index + 1), proof, root: log.root };
      const changed = [
        ...changedProofs(proof, log.root).map((other) => ({ ...right, proof: other })),
        ...changedHashes(right.leaf).map((leaf) => ({ ...right, leaf })),
        ...changedHashes(right.root).map((root) => ({ ...right, root })),
        ...[index - 1, index + 1, index ^ 2, size, -1, 0.5, Number.NaN].map((other) => ({
          ...right,
          index: other,
        })),
        ...[size * 2, Math.floor(size / 2), 0, -1, 2 ** 60].map((other) => ({ ...right, size: other })),
      ];
      for (const one of changed) expect(await verifyInclusion(one)).toBe(false);
      expect(await verifyInclusion(right)).toBe(true);
    }
  });

  it('of consistency are refused with any byte changed, a hash more or less, or for other sizes or roots', async () => {
    for (const [from, to] of [
      [1, 2],
      [4, 7],
      [6, 8],
      [63, 65],
      [64, 100],
      [37, 100],
    ] as const) {
      const log = await TestLog.of(entries.slice(0, to));
      const proof = await consistencyProof(from, to, log.tile);
      const right = { from, fromRoot: naive.hashOf(0, from), to, toRoot: log.root, proof };
      const changed = [
        ...changedProofs(proof, log.root).map((other) => ({ ...right, proof: other })),
        ...changedHashes(right.fromRoot).map((fromRoot) => ({ ...right, fromRoot })),
        ...changedHashes(right.toRoot).map((toRoot) => ({ ...right, toRoot })),
        ...[from + 1, -1, 0.5, to, to + 1].map((other) => ({ ...right, from: other })),
        ...[from, from - 1, to * 4, 2 ** 60].map((other) => ({ ...right, to: other })),
        { ...right, fromRoot: right.toRoot, toRoot: right.fromRoot },
      ];
      for (const one of changed) expect(await verifyConsistency(one)).toBe(false);
      expect(await verifyConsistency(right)).toBe(true);
    }
    const root = naive.hashOf(0, 9);
    const none = { from: 0, fromRoot: naive.hashOf(0, 0), to: 9, toRoot: root, proof: [] };
    expect(await verifyConsistency(none)).toBe(true);
    expect(await verifyConsistency({ ...none, proof: [root] })).toBe(false);
    expect(await verifyConsistency({ ...none, fromRoot: root })).toBe(false);
    expect(await verifyConsistency({ ...none, from: 9, fromRoot: root, proof: [root] })).toBe(false);
  });

  it('are not made for what the tree does not have', async () => {
    const log = await TestLog.of(entriesOf(3));
    for (const index of [-1, 3, Number.NaN]) {
      await expect(inclusionProof(index, 3, log.tile)).rejects.toThrow(RangeError);
    }
    for (const from of [-1, 4, Number.NaN]) {
      await expect(consistencyProof(from, 3, log.tile)).rejects.toThrow(RangeError);
    }
  });

  it.each([
    [99, 100, ['0/000.p/100']],
    [50_123, LARGE, ['0/195', '0/390.p/160', '1/000', '1/001.p/134']],
    [70_000, LARGE, ['0/273', '0/390.p/160', '1/001.p/134', '2/000.p/1']],
  ])('ask for each tile once, and for no others: the leaf at %i among %i', async (index, size, tiles) => {
    const asked: string[] = [];
    await inclusionProof(index, size, (path) => {
      asked.push(path);
      return large.at(size)(path);
    });
    expect(asked.toSorted()).toEqual(tiles);
  });
});

describe('a path of a tile', () => {
  it.each([
    ['0/000', { level: 0, n: 0, width: 256 }],
    ['0/x001/x234/067', { level: 0, n: 1_234_067, width: 256 }],
    ['63/x001/000.p/1', { level: 63, n: 1000, width: 1 }],
    ['entries/999.p/255', { level: 'entries', n: 999, width: 255 }],
  ])('is read and written as the specification has it: %s', (path, name) => {
    expect(parseTilePath(path)).toEqual(name);
    expect(tilePath(parseTilePath(path)?.level ?? 0, name.n, name.width)).toBe(path);
  });

  it.each([
    ...[
      '',
      '0',
      '0/',
      '0/0',
      '0/00',
      '0/0000',
      '00/000',
      '01/000',
      '64/000',
      '100/000',
      '-1/000',
      'data/000',
    ],
    ...[
      '0/x000/001',
      '0/001/067',
      '0/x001',
      '0/x001/x067',
      '0/001.p/0',
      '0/001.p/256',
      '0/001.p/01',
      '0/001.p/',
    ],
    ...[
      '0/001.p',
      '0/001/',
      '/0/001',
      '0/001?',
      '0/001%00',
      '0/..',
      '0/../0/001',
      ' 0/001',
      '0/001\n',
      '0/٠٠١',
    ],
    ...['0/x001/x234/x067/x001/x001/000', 'edge', 'entries', 'ENTRIES/000', '0x1/000', '1e1/000'],
  ])('is refused: %j', (path) => {
    expect(parseTilePath(path)).toBeNull();
  });

  it('comes back as it went in, and junk is refused without a throw', () => {
    fc.assert(
      fc.property(fc.nat(63), fc.nat(999_999_999), fc.integer({ min: 1, max: 256 }), (level, n, width) => {
        expect(parseTilePath(tilePath(level, n, width))).toEqual({ level, n, width });
      }),
    );
    const piece = fc.constantFrom('0', '/', 'x', '000', '.p/', '255', 'entries', '256', '9'.repeat(40));
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
        const path = pieces.join('');
        const name = parseTilePath(path);
        if (name) expect(tilePath(name.level, name.n, name.width)).toBe(path);
      }),
    );
  });
});

describe('a bundle of entries', () => {
  it('comes back as it went in, and is cut to any width', () => {
    const entries = [new Uint8Array(), Uint8Array.of(1), new Uint8Array(65_535).fill(7), Uint8Array.of(2, 3)];
    const bundle = bundleOf(entries);
    expect(entriesIn(bundle)).toEqual(entries);
    expect(entriesIn(cutTile('entries', bundle, 2) ?? bundle)).toEqual(entries.slice(0, 2));
    expect(cutTile('entries', bundle, 5)).toBeNull();
    expect(cutTile(0, new Uint8Array(96).fill(1), 2)).toEqual(new Uint8Array(64).fill(1));
    expect(cutTile(0, new Uint8Array(96), 4)).toBeNull();
    expect(() => bundleOf([new Uint8Array(65_536)])).toThrow(RangeError);
  });

  it('is refused when it is cut off, or has more than 256, whatever its bytes are', () => {
    const bundle = bundleOf([Uint8Array.of(1, 2, 3)]);
    for (const end of [1, 2, 3, 4]) expect(entriesIn(bundle.slice(0, end))).toBeNull();
    expect(entriesIn(new Uint8Array(2 * 256))).toHaveLength(256);
    expect(entriesIn(new Uint8Array(2 * 257))).toBeNull();
    expect(hashesIn(new Uint8Array(33))).toBeNull();
    expect(hashesIn(new Uint8Array(257 * 32))).toBeNull();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1000 }), (bytes) => {
        const entries = entriesIn(bytes);
        if (entries) expect(bundleOf(entries)).toEqual(bytes);
      }),
    );
  });
});

/** The proof with a bit of each byte changed, with a hash more at each end, and with one less. */
function changedProofs(proof: readonly Uint8Array[], root: Uint8Array): Uint8Array[][] {
  const bits = proof.flatMap((hash, at) => changedHashes(hash).map((changed) => proof.with(at, changed)));
  const more = [root, new Uint8Array(32), new Uint8Array()].flatMap((hash) => [
    [hash, ...proof],
    [...proof, hash],
  ]);
  return [...bits, ...more, proof.slice(1), proof.slice(0, -1)];
}

function changedHashes(hash: Uint8Array): Uint8Array[] {
  const changed = Array.from(hash, (byte, at) => new Uint8Array(hash).with(at, byte ^ (1 << (at % 8))));
  return [...changed, hash.slice(1), new Uint8Array()];
}
