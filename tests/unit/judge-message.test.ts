import { randomBytes } from 'node:crypto';
import { readMessage } from 'openpgp';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { makeKeyPair, makeReplyKey, readCertificates } from '../../src/openpgp/keys.ts';
import { openText, openWith, sessionKeysOf } from '../../src/openpgp/open.ts';
import { MOST_PACKETS } from '../../src/openpgp/packets.ts';
import { seal } from '../../src/openpgp/seal.ts';
import { splitMessage } from '../../src/openpgp/split-message.ts';
import { unlockTeamKey } from '../../src/openpgp/team-key.ts';
import { publicHalf, unlockReplyKey } from '../../src/openpgp/unlock-reply-key.ts';
import { hostileContents, sealPackets } from '../support/hostile.ts';
import { ownTime } from '../support/own-time.ts';
import { armoredMessage, counted, integer, packet, sessionKeyPacket } from '../support/packets.ts';

const data = packet(18, new Uint8Array([1, ...crypto.getRandomValues(new Uint8Array(200))]));
const random = (bits: number) => {
  const number = integer(bits);
  return new Uint8Array([...number.subarray(0, 3), ...randomBytes(number.length - 3)]);
};
const wrapped = () => counted(randomBytes(48).toString('hex'));

describe('a sealed message', () => {
  let publicKey: string;
  let key: Awaited<ReturnType<typeof unlockTeamKey>>['key'];
  let keyId: string;
  beforeAll(async () => {
    const pair = await makeKeyPair({ name: 'Anna' });
    publicKey = pair.publicKey;
    const [certificate] = await readCertificates(publicKey, new Date());
    const file = new TextEncoder().encode(pair.privateKey);
    ({ key } = await unlockTeamKey(file, '', [certificate?.fingerprint ?? '']));
    keyId = certificate?.encryptionKeyIds[0] ?? '';
  });

  it('is taken apart where it is one, and null where numbers, packets or their order are not those of one', () => {
    const rsa = (bits: number) => sessionKeyPacket('0123456789abcdef', 1, [random(bits)]);
    expect(splitMessage(armoredMessage([rsa(4096), data]))?.keys).toMatchObject([
      { keyId: '0123456789abcdef' },
    ]);
    for (const packets of [
      [rsa(100), data],
      [sessionKeyPacket('0123456789abcdef', 99, [random(16_400)]), data],
      [data, rsa(4096)],
      [rsa(4096), data, data],
      [rsa(4096), packet(8, new Uint8Array([0])), data],
      [rsa(4096)],
      Array.from({ length: MOST_PACKETS }, () => rsa(2048)).concat(data),
    ]) {
      expect(splitMessage(armoredMessage(packets))).toBeNull();
    }
    // What others are free to use is there, and is never computed with.
    for (const foreign of [rsa(8193), sessionKeyPacket('0123456789abcdef', 99, [random(4096)])]) {
      expect(splitMessage(armoredMessage([foreign, rsa(2048), data]))?.keys).toHaveLength(1);
    }
    expect(splitMessage('no message')).toBeNull();
    expect(splitMessage(new Uint8Array(500))).toBeNull();
  });

  it('gives the key of a member nothing to work on but packets for that key, two at most', async () => {
    const point = () => sessionKeyPacket(keyId, 18, [random(263), wrapped()]);
    const decrypted = vi.spyOn(key, 'getDecryptionKeys');
    const other = sessionKeyPacket('0123456789abcdef', 18, [random(263), wrapped()]);
    expect(await sessionKeysOf(key, armoredMessage([other, data]))).toEqual([]);
    expect(decrypted).not.toHaveBeenCalled();
    const twenty = Array.from({ length: 20 }, point);
    expect(await sessionKeysOf(key, armoredMessage([other, ...twenty, data]))).toEqual([]);
    expect(decrypted).toHaveBeenCalledTimes(2);
    decrypted.mockRestore();
  });

  it('opens with its session keys alone, as often as it is asked, and with those of no other message', async () => {
    const [one, two] = [await seal('één', [publicKey]), await seal('two', [publicKey])];
    const keys = await sessionKeysOf(key, one);
    expect(keys).toMatchObject([{ algorithm: 'aes256', data: { length: 32 } }]);
    expect(await openText(keys, one)).toEqual({ text: 'één' });
    expect(await openText(structuredClone(keys), one)).toEqual({ text: 'één' });
    expect(await openText(keys, two)).toEqual({ text: null, why: 'closed' });
    expect(await openText([], one)).toEqual({ text: null, why: 'closed' });
  });

  it.each(Object.entries(hostileContents()))(
    'that is hostile costs little time: %s',
    async (name, contents) => {
      const sealed = await sealPackets(contents, publicKey);
      // A stranger could send it: the server takes messages of this size.
      expect(sealed.length, name).toBeLessThan(512 * 1024);
      const keys = await sessionKeysOf(key, sealed);
      expect(keys).toHaveLength(1);
      const started = ownTime();
      const opened = await openWith(keys, sealed, 176 * 1024);
      expect(ownTime() - started).toBeLessThan(5_000);
      const isJustWords = typeof opened !== 'string' && new TextDecoder().decode(opened.bytes) === 'words';
      expect(typeof opened === 'string' || isJustWords).toBe(true);
    },
  );
});

describe('a locked reply key from the server', () => {
  it('is unlocked where it is as the form makes it, and nothing of it is computed where it is not', async () => {
    const { lockedPrivateKey } = await makeReplyKey('the passphrase');
    const key = await unlockReplyKey(lockedPrivateKey, 'the passphrase');
    expect(key.isDecrypted()).toBe(true);
    expect(await publicHalf(lockedPrivateKey)).toContain('PUBLIC KEY BLOCK');
    await expect(unlockReplyKey(lockedPrivateKey, 'a guess')).rejects.toMatchObject({ fault: 'unreadable' });
    const other = (await makeKeyPair({ name: 'reply key' }, 'the passphrase')).privateKey;
    expect((await unlockReplyKey(other, 'the passphrase')).isDecrypted()).toBe(true);
    for (const text of ['', 'no key', (await makeKeyPair({ name: 'reply key' })).privateKey]) {
      await expect(unlockReplyKey(text, 'the passphrase')).rejects.toMatchObject({ fault: 'unreadable' });
      await expect(publicHalf(text)).rejects.toMatchObject({ fault: 'unreadable' });
    }
  });
});

it('the messages of these tests are what they are meant to be', async () => {
  const { publicKey } = await makeKeyPair({ name: 'x' });
  const sealed = await sealPackets(new Uint8Array(20), publicKey);
  expect((await readMessage({ armoredMessage: sealed })).getEncryptionKeyIDs()).toHaveLength(1);
});
