import { generateKey } from 'openpgp';
import { afterAll, describe, expect, it } from 'vitest';
import { inspectSealed } from '../../src/openpgp/inspect.ts';
import { makeKeyPair, readCertificates } from '../../src/openpgp/keys.ts';
import { hasExpired, lastExpiry, momentWithin, requiredAt } from '../../src/openpgp/lifetime.ts';
import { readReplyKeyNow, seal, sealForTeam } from '../../src/openpgp/seal.ts';
import { planAttachment, sealAttachment } from '../../src/openpgp/seal-attachment.ts';
import { Gpg } from '../support/gpg.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const NOW = Date.parse('2026-11-25T12:00:00Z');
const id = (name: string) => name.padStart(16, '0');
const member = (name: string, expiresAt: number | null) => ({
  ...{ encryptionKeyIds: [id(name)], opensSeipd2: true, expiresAt },
});
const gpg = new Gpg();
afterAll(() => gpg.close());

describe('whom a message must reach', () => {
  const anna = member('a', null);
  const bram = member('b', NOW);
  const of = (team: (typeof anna)[], now: number) => requiredAt(team, now).map((one) => one.encryptionKeyIds);

  it('everybody whose key is good for a while; not one that runs out within minutes, or did', () => {
    expect(of([anna, bram], NOW - 20 * MINUTE)).toEqual([[id('a')], [id('b')]]);
    for (const now of [NOW - 10 * MINUTE, NOW, NOW + DAY]) expect(of([anna, bram], now)).toEqual([[id('a')]]);
  });

  it('any one of them where all are about to run out, and nobody when all have', () => {
    const carla = { ...member('c', NOW + MINUTE), opensSeipd2: false };
    for (const now of [NOW - 10 * MINUTE, NOW + 10 * MINUTE])
      expect(requiredAt([bram, carla], now)).toEqual([
        { encryptionKeyIds: [id('b'), id('c')], opensSeipd2: false },
      ]);
    expect(requiredAt([bram, carla], NOW + 20 * MINUTE)).toEqual([]);
    expect(hasExpired(bram, NOW - 1)).toBe(false);
    expect(hasExpired(bram, NOW)).toBe(true);
  });

  it('ends with the last key of the team, and never where one never runs out', () => {
    expect(lastExpiry([bram, member('c', NOW + DAY)])).toBe(NOW + DAY);
    expect(lastExpiry([bram, anna])).toBeNull();
  });
});

describe('sealing to a team of which not all can be sealed to', () => {
  it('a clock behind the making of a key, and one that is past its end, leave nobody out', async () => {
    const first = gpg.makeKey('Anna <anna@example.com>', 'ed25519', '1y');
    const second = gpg.makeKey('Bram <bram@example.com>', 'rsa2048', '1d');
    const certificates = await readCertificates(gpg.exportPublic(first, second), new Date());
    for (const clock of [Date.now() - 400 * DAY, Date.now() + 400 * DAY]) {
      const team = certificates.map((one) => ({ armored: one.armored, at: momentWithin(one, clock) }));
      const sealed = await sealForTeam('report', team, []);
      expect(inspectSealed(sealed, certificates).ok).toBe(true);
      for (const fingerprint of [first, second]) {
        const own = new Gpg();
        own.import(gpg.exportPrivate(fingerprint));
        expect(own.decrypt(sealed)).toBe('report');
        own.close();
      }
      const plan = await planAttachment('x', 1, team);
      expect((await sealAttachment(plan, new Uint8Array(1))).length).toBe(plan.sealedSize);
    }
  });

  it('one that has run out, and one that can not be read, are left out; without any there is no message', async () => {
    const open = await makeKeyPair({ name: 'Carla' });
    const ended = await generateKey({
      ...{ type: 'ecc', curve: 'curve25519Legacy', userIDs: [{ name: 'Dirk' }], format: 'armored' },
      ...{ date: new Date(NOW - 400 * DAY), keyExpirationTime: 3600 },
    });
    const unusable = [ended.publicKey, 'no key at all'];
    const [recipient] = await readCertificates(open.publicKey, new Date());
    const sealed = await sealForTeam('report', [...unusable, open.publicKey], []);
    expect(inspectSealed(sealed, recipient ? [recipient] : []).ok).toBe(true);
    await expect(sealForTeam('report', unusable, [])).rejects.toMatchObject({ fault: 'expired' });
    await expect(planAttachment('x', 1, unusable)).rejects.toMatchObject({ fault: 'expired' });
    // The reporter is not one of many.
    await expect(seal('report', [open.publicKey, ended.publicKey])).rejects.toMatchObject({
      fault: 'expired',
    });
  });

  it('a reply key that was made before the clock was set back is sealed to', async () => {
    const made = new Date(Date.now() + DAY);
    const { publicKey } = await generateKey({
      ...{ type: 'ecc', curve: 'curve25519Legacy', userIDs: [{ name: 'reply key' }], format: 'armored' },
      date: made,
    });
    const { publicKey: own } = await makeKeyPair({ name: 'Anna' });
    const sealed = await sealForTeam('report', [own], [await readReplyKeyNow(publicKey)]);
    const [reader] = await readCertificates(publicKey, made);
    expect(inspectSealed(sealed, reader ? [reader] : []).ok).toBe(true);
  });
});
