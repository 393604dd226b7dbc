import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { tileAt } from '../support/independent/log.ts';
import { keyIn, notesIn, textOf } from '../support/independent/note.ts';
import {
  EMPTY_ROOT,
  growth,
  leafHash,
  nodeHash,
  pathTo,
  type Roots,
  rootByPath,
  rootOf,
  rootsByGrowth,
} from '../support/independent/tree.ts';

const hex = (text: string) => Buffer.from(text, 'hex');

/** The leaves, roots and proofs with which the reference implementation of RFC 6962 is tested. */
const leaves = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
].map(hex);
const inclusions = [
  { index: 0, size: 1, path: [] },
  {
    ...{ index: 0, size: 8 },
    path: [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  },
  {
    ...{ index: 5, size: 8 },
    path: [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  },
  { index: 2, size: 3, path: ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'] },
  {
    ...{ index: 1, size: 5 },
    path: [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  },
];
const growths = [
  { old: 1, size: 1, proof: [] },
  {
    ...{ old: 1, size: 8 },
    proof: [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  },
  {
    ...{ old: 6, size: 8 },
    proof: [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  },
  {
    ...{ old: 2, size: 5 },
    proof: [
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  },
  {
    ...{ old: 6, size: 7 },
    proof: [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  },
];

const hashes = leaves.map((leaf) => leafHash(hex(leaf)));
const ofVectors: Roots = async (start, size) => rootOf(hashes.slice(start, start + size));
const rootAt = (size: number) => {
  const root = roots[size - 1];
  if (!root) throw new Error(`no root of ${size} leaves`);
  return root;
};
const leafAt = (index: number) => {
  const hash = hashes[index];
  if (!hash) throw new Error(`no leaf ${index}`);
  return hash;
};
/** One bit of it is another. */
const bent = (hash: Buffer) => Buffer.concat([Buffer.of((hash[0] ?? 0) ^ 8), hash.subarray(1)]);

describe('the independent verifier computes', () => {
  it('hashes of leaves and nodes, and the root of nothing, as RFC 6962 has them', () => {
    expect(EMPTY_ROOT.toString('hex')).toMatch(/^e3b0c44298fc1c14.*52b855$/);
    expect(leafHash(Buffer.from('L123456')).toString('hex')).toMatch(/^395aa064aa4c29f7.*2b4d56$/);
    expect(nodeHash(Buffer.from('N123'), Buffer.from('N456')).toString('hex')).toMatch(
      /^aa217fe888.*e66bbb$/,
    );
  });

  it.each(roots.map((root, at) => ({ size: at + 1, root })))('the root of $size leaves', ({ size, root }) => {
    expect(rootOf(hashes.slice(0, size))).toEqual(root);
  });

  it.each(inclusions)(
    'the path of leaf $index in $size, and the root by it',
    async ({ index, size, path }) => {
      const hashesOfPath = path.map(hex);
      expect(await pathTo(index, size, ofVectors)).toEqual(hashesOfPath);
      expect(rootByPath(leafAt(index), index, size, hashesOfPath)).toEqual(rootAt(size));
      for (const [at, hash] of hashesOfPath.entries()) {
        const other = hashesOfPath.with(at, bent(hash));
        expect(rootByPath(leafAt(index), index, size, other)).not.toEqual(rootAt(size));
      }
      expect(rootByPath(bent(leafAt(index)), index, size, hashesOfPath)).not.toEqual(rootAt(size));
      expect(() => rootByPath(leafAt(index), index, size, [...hashesOfPath, leafAt(0)])).toThrow();
      expect(() => rootByPath(leafAt(index), size, size, hashesOfPath)).toThrow('no such leaf');
      if (size > 1) expect(() => rootByPath(leafAt(index), index, size, path.slice(1).map(hex))).toThrow();
    },
  );

  it.each(growths)('the growth from $old to $size, and both roots by it', async ({ old, size, proof }) => {
    const hashesOfProof = proof.map(hex);
    expect(await growth(old, size, ofVectors)).toEqual(hashesOfProof);
    expect(rootsByGrowth(old, size, rootAt(old), hashesOfProof)).toEqual({
      before: rootAt(old),
      now: rootAt(size),
    });
    for (const [at, hash] of hashesOfProof.entries()) {
      const found = rootsByGrowth(old, size, rootAt(old), hashesOfProof.with(at, bent(hash)));
      expect(found).not.toEqual({ before: rootAt(old), now: rootAt(size) });
    }
    expect(() => rootsByGrowth(old, size, rootAt(old), [...hashesOfProof, leafAt(0)])).toThrow();
    expect(() => rootsByGrowth(size + 1, size, rootAt(size), hashesOfProof)).toThrow('no such growth');
  });

  it('names and widths of tiles, as in the example of 70 000 leaves in c2sp.org/tlog-tiles', () => {
    expect(tileAt(0, 0, 70_000)).toEqual({ path: 'tile/0/000', width: 256 });
    expect(tileAt(0, 272, 70_000).width).toBe(256);
    expect(tileAt(0, 273, 70_000)).toEqual({ path: 'tile/0/273.p/112', width: 112 });
    expect(tileAt(1, 0, 70_000).width).toBe(256);
    expect(tileAt(1, 1, 70_000)).toEqual({ path: 'tile/1/001.p/17', width: 17 });
    expect(tileAt(2, 0, 70_000)).toEqual({ path: 'tile/2/000.p/1', width: 1 });
    expect(() => tileAt(3, 0, 70_000)).toThrow('no such tile');
    expect(tileAt('entries', 1_234_067, 2 ** 40).path).toBe('tile/entries/x001/x234/067');
  });
});

describe('the independent verifier reads', () => {
  /** The example of c2sp.org/signed-note. */
  const key = keyIn('example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k');
  const note =
    'This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';

  it('the signed note of c2sp.org/signed-note, and no other text under its signature', () => {
    expect(textOf(note, [key]).text).toBe('This is an example message.\n');
    expect(() => textOf(note.replace('example message', 'example massage'), [key])).toThrow('broken');
    expect(() => textOf(note, [])).toThrow('nobody known');
    expect(() => textOf(note.replace('example.com/foo', 'example.com/bar'), [key])).toThrow('nobody known');
  });

  it('no key whose name does not fit its hash', () => {
    expect(() => keyIn('example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k')).toThrow(
      'no key',
    );
  });

  it('a note in a longer file, also where its lines end with CRLF', () => {
    const file = `Words before it.\n\nMore:\n${note}\nWords after it.\n`;
    expect(notesIn(file, 'This is an example message.')).toEqual([note]);
    expect(notesIn(file.replaceAll('\n', '\r\n'), 'This is an example message.')).toEqual([note]);
    expect(notesIn(file, 'Another message.')).toEqual([]);
  });

  it('nothing with the help of the product', () => {
    const folder = fileURLToPath(new URL('../support/independent', import.meta.url));
    const files = globSync('*.ts', { cwd: folder });
    const imported = files.flatMap((file) =>
      Array.from(readFileSync(`${folder}/${file}`, 'utf8').matchAll(/ from '([^']+)'/g), ([, path]) => path),
    );
    expect(files.length).toBe(3);
    expect(imported.filter((path) => !/^(?:node:|\.\/[a-z]+\.ts$)/.test(path ?? ''))).toEqual([]);
  });
});
