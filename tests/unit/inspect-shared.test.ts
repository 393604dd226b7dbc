import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { dearmor } from '../../src/openpgp/armor.ts';
import { faultOfShared, type SharingParties } from '../../src/openpgp/inspect-shared.ts';
import { type Certificate, makeKeyPair, makeReplyKey, readCertificates } from '../../src/openpgp/keys.ts';
import { type HeadKey, keysOfHead, splitHead } from '../../src/openpgp/message-head.ts';
import { makeSessionKey, readReplyKeyNow, sealedForTeam, sealForTeam } from '../../src/openpgp/seal.ts';

const NAMES = ['Anna', 'Bram', 'Marieke', 'Cees', 'Stranger'];
let people: Certificate[];
let replyKey: string;
/** A message of before: for Anna, Bram, Cees and the reporter. */
let old: Uint8Array;
let oldKeys: HeadKey[];
let contents: Uint8Array;
/** A session key for each of `NAMES`. */
let fresh: HeadKey[];
let parties: SharingParties;

beforeAll(async () => {
  const pairs = await Promise.all(NAMES.map((name) => makeKeyPair({ name })));
  people = await readCertificates(pairs.map(({ publicKey }) => publicKey).join('\n'), new Date());
  replyKey = (await makeReplyKey('x')).publicKey;
  const sealed = await sealForTeam('the contents', armoredOf([0, 1, 3]), [await readReplyKeyNow(replyKey)]);
  const block = dearmor(sealed, 'MESSAGE');
  const parts = block.ok ? splitHead(block.bytes) : null;
  if (!block.ok || !parts) throw new Error('not sealed');
  old = block.bytes;
  contents = parts.contents;
  oldKeys = keysOfHead(parts.head) ?? [];
  const heads = await Promise.all(people.map(({ armored }) => sealedForTeam(makeSessionKey(), [armored])));
  fresh = heads.flatMap((head) => keysOfHead(head) ?? []);
  const team = people.slice(0, 3);
  parties = {
    required: team,
    allowed: team.flatMap(({ encryptionKeyIds }) => encryptionKeyIds),
    gone: new Set(people.slice(0, 4).flatMap(({ keyIds }) => keyIds)),
  };
});

const armoredOf = (places: number[]) => places.map((place) => people[place]?.armored ?? '');
const write = (keys: readonly (HeadKey | undefined)[], rest = contents) =>
  new Uint8Array(Buffer.concat([...keys.map((key) => key?.bytes ?? new Uint8Array()), rest]));
const reporters = () => oldKeys.at(-1);
const right = () => [fresh[0], fresh[1], fresh[2], reporters()];

describe('what may stand in the place of a message that was shared', () => {
  it('is the same contents, sealed anew to the team, in any order', () => {
    expect(oldKeys).toHaveLength(4);
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), (order) => {
        const keys = right();
        expect(faultOfShared(old, write(order.map((place) => keys[place])), parties)).toBe(null);
      }),
    );
  });

  it('never has other contents, be it one bit or one byte', () => {
    fc.assert(
      fc.property(fc.nat(contents.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = contents.slice();
        changed[at] = (changed[at] ?? 0) ^ change;
        expect(faultOfShared(old, write(right(), changed), parties)).not.toBe(null);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 50 }), (more) => {
        const longer = new Uint8Array([...contents, ...more]);
        expect(faultOfShared(old, write(right(), longer), parties)).toBe('shared-differs');
      }),
    );
  });

  it('reaches everybody of the team', () => {
    fc.assert(
      fc.property(fc.subarray([0, 1, 2], { maxLength: 2 }), (places) => {
        const keys = [...places.map((place) => fresh[place]), reporters()];
        expect(faultOfShared(old, write(keys), parties)).toBe('missing-recipient');
      }),
    );
  });

  it('is for nobody else but who had a session key', () => {
    fc.assert(
      fc.property(fc.nat(4), fc.constantFrom(3, 4), (at, who) => {
        const keys = right();
        keys.splice(at, 0, fresh[who]);
        expect(faultOfShared(old, write(keys), parties)).toBe('shared-differs');
      }),
    );
  });

  it('has no session key that was there of the team, or of who left it', () => {
    fc.assert(
      fc.property(fc.nat(4), fc.constantFrom(0, 1, 2), (at, which) => {
        const keys = right();
        keys.splice(at, 0, oldKeys[which]);
        expect(faultOfShared(old, write(keys), parties)).toBe('shared-differs');
      }),
    );
  });

  it('keeps the session key of its reporter, byte for byte', () => {
    expect(faultOfShared(old, write(right().slice(0, 3)), parties)).toBe('shared-differs');
    const own = reporters();
    if (!own) throw new Error('no key');
    fc.assert(
      fc.property(fc.nat(own.bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const bytes = own.bytes.slice();
        bytes[at] = (bytes[at] ?? 0) ^ change;
        const keys = [...right().slice(0, 3), { ...own, bytes }];
        expect(faultOfShared(old, write(keys), parties)).not.toBe(null);
      }),
    );
  });

  it('has none twice', () => {
    expect(faultOfShared(old, write([fresh[0], ...right()]), parties)).toBe('shared-differs');
    expect(faultOfShared(old, write([...right(), reporters()]), parties)).toBe('shared-differs');
  });

  it('is no nonsense', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(faultOfShared(old, bytes, parties)).not.toBe(null);
      }),
    );
  });

  it('is nothing while there is nobody to reach', () => {
    expect(faultOfShared(old, write(right()), { ...parties, required: [] })).toBe('missing-recipient');
  });
});
