import { decrypt, generateKey, type PrivateKey, readMessage, readPrivateKey } from 'openpgp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOriginal, writeOriginal } from '../../src/disclosure/original.ts';
import { armor, dearmor } from '../../src/openpgp/armor.ts';
import { inspectSealed, storedForm } from '../../src/openpgp/inspect.ts';
import { faultOfShared, type SharingParties } from '../../src/openpgp/inspect-shared.ts';
import { type Certificate, makeReplyKey, readCertificates } from '../../src/openpgp/keys.ts';
import { keysOfHead, splitHead } from '../../src/openpgp/message-head.ts';
import { openText, sessionKeysOf } from '../../src/openpgp/open.ts';
import { readReplyKeyNow, sealForTeam } from '../../src/openpgp/seal.ts';
import { planAttachment, sealAttachment } from '../../src/openpgp/seal-attachment.ts';
import {
  holdSameKey,
  type ShareFault,
  type ShareWith,
  sessionKeyOfHead,
  shareHead,
} from '../../src/openpgp/share.ts';
import { unlockTeamKey } from '../../src/openpgp/team-key.ts';
import { unlockReplyKey } from '../../src/openpgp/unlock-reply-key.ts';
import { fixtureText } from '../support/fixture.ts';
import { Gpg } from '../support/gpg.ts';

const TEXT = 'één “rapport” \u{1f512}';
const REPLY_PASSPHRASE = 'of a receipt';
const gpg = new Gpg();
afterAll(() => gpg.close());

/** Anna was here all along (RSA), Cees left, Marieke came (Curve25519); the reporter has a key of the form's. */
const people = { anna: '', cees: '', marieke: '', stranger: '' };
let certificates: Record<keyof typeof people, Certificate>;
let replyKey: Awaited<ReturnType<typeof makeReplyKey>>;
let parties: SharingParties;

beforeAll(async () => {
  people.anna = gpg.makeKey('Anna <anna@example.com>', 'rsa2048');
  for (const name of ['cees', 'marieke', 'stranger'] as const)
    people[name] = gpg.makeKey(`${name} <${name}@example.com>`);
  const read = async (name: keyof typeof people) => {
    const [one] = await readCertificates(gpg.exportPublic(people[name]), new Date());
    if (!one) throw new Error(name);
    return one;
  };
  certificates = {
    anna: await read('anna'),
    cees: await read('cees'),
    marieke: await read('marieke'),
    stranger: await read('stranger'),
  };
  replyKey = await makeReplyKey(REPLY_PASSPHRASE);
  parties = await partiesOf(['anna', 'marieke'], ['cees']);
});

async function partiesOf(
  team: readonly (keyof typeof people)[],
  former: readonly (keyof typeof people)[],
): Promise<SharingParties> {
  const members = team.map((name) => certificates[name]);
  const ids = [...team, ...former].flatMap((name) => certificates[name].keyIds);
  return {
    required: members,
    allowed: members.flatMap(({ encryptionKeyIds }) => encryptionKeyIds),
    gone: new Set(ids),
  };
}

const armoredOf = (names: readonly (keyof typeof people)[]) =>
  names.map((name) => certificates[name].armored);
const privateKeyOf = async (name: keyof typeof people) => {
  const file = new TextEncoder().encode(gpg.exportPrivate(people[name]));
  return (await unlockTeamKey(file, '', [certificates[name].fingerprint])).key;
};
const bytesOf = (armored: string) => {
  const block = dearmor(armored, 'MESSAGE');
  if (!block.ok) throw new Error(block.code);
  return block.bytes;
};
const partsOf = (message: string | Uint8Array) => {
  const parts = splitHead(typeof message === 'string' ? bytesOf(message) : message);
  if (!parts) throw new Error('no message');
  return parts;
};
const joined = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));

/** Shares a head of which the contents opened with the session key in it. */
async function shareOwn(key: PrivateKey, head: Uint8Array, shareWith: ShareWith) {
  const opened = await sessionKeyOfHead(key, head);
  return opened ? shareHead(key, head, opened, shareWith) : 'closed';
}

/** Shares a message (armored or binary) with Anna and Marieke by the key of `by`. */
async function share(message: string | Uint8Array, by: keyof typeof people = 'anna') {
  const { head, contents } = partsOf(message);
  const fresh = await shareOwn(await privateKeyOf(by), head, {
    team: armoredOf(['anna', 'marieke']),
    gone: parties.gone,
  });
  return typeof fresh === 'string' ? fresh : joined(fresh, contents);
}
const must = (shared: Uint8Array | ShareFault) => {
  if (typeof shared === 'string') throw new Error(shared);
  return shared;
};
/** What gpg makes of a message with the key of one person alone. */
function openedBy(name: keyof typeof people, message: string): string | null {
  const one = new Gpg();
  try {
    one.import(gpg.exportPrivate(people[name]));
    return one.decrypt(message);
  } catch {
    return null;
  } finally {
    one.close();
  }
}
const sealedBefore = async () =>
  sealForTeam(TEXT, armoredOf(['anna', 'cees']), [await readReplyKeyNow(replyKey.publicKey)]);

describe('sharing a message', () => {
  it('gpg opens it as the newcomer and as who could before, and not as who left or as a stranger', async () => {
    const before = await sealedBefore();
    const after = armor(must(await share(before)), 'MESSAGE');
    for (const name of ['anna', 'marieke'] as const) expect(openedBy(name, after)).toBe(TEXT);
    for (const name of ['cees', 'stranger'] as const) expect(openedBy(name, after)).toBe(null);
    expect(openedBy('cees', before)).toBe(TEXT);
    expect(faultOfShared(bytesOf(before), bytesOf(after), parties)).toBe(null);
    expect(inspectSealed(after, parties.required).ok).toBe(true);
  });

  it('its reporter opens it as before, by the very session key that stood there', async () => {
    const [before, after] = [await sealedBefore(), must(await share(await sealedBefore()))];
    const own = await unlockReplyKey(replyKey.lockedPrivateKey, REPLY_PASSPHRASE);
    const armored = armor(after, 'MESSAGE');
    expect(await openText(await sessionKeysOf(own, armored), armored)).toMatchObject({ text: TEXT });
    const shared = must(await share(before));
    const keyIds = own.getKeys().map((part) => part.getKeyID().toHex());
    const ofReporter = (message: Uint8Array) =>
      keysOfHead(partsOf(message).head)?.filter(({ keyId }) => keyIds.includes(keyId));
    expect(ofReporter(shared)).toHaveLength(1);
    expect(ofReporter(shared)).toEqual(ofReporter(bytesOf(before)));
  });

  it('leaves the contents byte for byte, also of one by gpg in the old format of packets', async () => {
    for (const options of [[], ['--rfc4880'], ['--compress-algo', 'none', '--cipher-algo', 'AES128']]) {
      const before = gpg.encrypt(TEXT, [people.anna, people.cees], options);
      const after = must(await share(before));
      expect(partsOf(after).contents).toEqual(partsOf(before).contents);
      expect(openedBy('marieke', armor(after, 'MESSAGE'))).toBe(TEXT);
    }
  });

  it('shares once more what was shared, by the newcomer', async () => {
    const once = must(await share(await sealedBefore()));
    const twice = must(await share(once, 'marieke'));
    expect(faultOfShared(once, twice, parties)).toBe(null);
    expect(openedBy('anna', armor(twice, 'MESSAGE'))).toBe(TEXT);
  });

  it('shares an attachment by its head alone', async () => {
    const content = new Uint8Array(50_000).fill(7);
    const plan = await planAttachment('bewijs.bin', content.length, armoredOf(['anna', 'cees']));
    const sealed = await sealAttachment(plan, content);
    const beginning = sealed.subarray(0, 8192);
    const { head } = partsOf(beginning);
    const fresh = must(
      await shareOwn(await privateKeyOf('anna'), head, {
        team: armoredOf(['anna', 'marieke']),
        gone: parties.gone,
      }),
    );
    const whole = armor(joined(fresh, sealed.subarray(head.length)), 'MESSAGE');
    expect(openedBy('marieke', whole)?.length).toBe(content.length);
    expect(openedBy('cees', whole)).toBe(null);
  });

  it('knows whether two heads hold the same session key', async () => {
    const [one, other] = [await sealedBefore(), await sealedBefore()];
    const key = await privateKeyOf('anna');
    const { head } = partsOf(must(await share(one)));
    expect(await holdSameKey(key, partsOf(one).head, head)).toBe(true);
    expect(await holdSameKey(key, partsOf(other).head, head)).toBe(false);
  });

  it('says of what is not for this key, or for two of its keys that differ, that it is closed', async () => {
    expect(await share(await sealedBefore(), 'stranger')).toBe('closed');
    const [one, other] = [partsOf(await sealedBefore()), partsOf(await sealedBefore())];
    const [own] = keysOfHead(other.head) ?? [];
    const doubled = joined(own?.bytes ?? new Uint8Array(), one.head, one.contents);
    expect(await share(doubled)).toBe('closed');
    // Nor of what was opened with another session key than stands in it.
    const key = await privateKeyOf('anna');
    const opened = await sessionKeyOfHead(key, other.head);
    const shareWith = { team: armoredOf(['anna', 'marieke']), gone: parties.gone };
    expect(opened && (await shareHead(key, one.head, opened, shareWith))).toBe('closed');
  });
});

describe('a message of the newer form (SEIPD version 2)', () => {
  it('is shared with session keys of version 6 among keys that take it', async () => {
    const make = (name: string) =>
      generateKey({
        type: 'curve25519',
        userIDs: [{ name }],
        config: { aeadProtect: true, v6Keys: name === 'Six' },
        date: new Date(Date.now() - 60_000),
      });
    const [old, newer] = [await make('Four'), await make('Six')];
    const [before, after] = await Promise.all(
      [old, newer].map(async ({ publicKey }) => {
        const [one] = await readCertificates(publicKey, new Date());
        if (!one) throw new Error('no certificate');
        return one;
      }),
    );
    if (!before || !after) throw new Error('no certificates');
    const { encrypt, createMessage, readKey } = await import('openpgp');
    const sealed = await encrypt({
      message: await createMessage({ text: TEXT }),
      encryptionKeys: await readKey({ armoredKey: before.armored }),
      config: { aeadProtect: true },
    });
    const bytes = bytesOf(String(sealed));
    const { head, contents } = partsOf(bytes);
    expect(keysOfHead(head)?.map(({ version }) => version)).toEqual([6]);
    const key = await readPrivateKey({ armoredKey: old.privateKey });
    const gone = new Set([...before.keyIds, ...after.keyIds]);
    const fresh = must(await shareOwn(key, head, { team: [before.armored, after.armored], gone }));
    const shared = joined(fresh, contents);
    const required = [before, after];
    const allowed = required.flatMap(({ encryptionKeyIds }) => encryptionKeyIds);
    expect(faultOfShared(bytes, shared, { required, allowed, gone })).toBe(null);
    const { data } = await decrypt({
      message: await readMessage({ binaryMessage: shared }),
      decryptionKeys: await readPrivateKey({ armoredKey: newer.privateKey }),
    });
    expect(data).toBe(TEXT);
    const withOld = [...required, { ...before, opensSeipd2: false }];
    expect(faultOfShared(bytes, shared, { required: withOld, allowed, gone })).toBe('newer-encryption');
  });
});

describe('the original of a message', () => {
  it('puts together what came in, to the letter', async () => {
    const before = await sealedBefore();
    const after = must(await share(before));
    const original = readOriginal(
      `${writeOriginal({ reference: 'CVD-2026-4F7K2Q', number: 1, head: partsOf(before).head })}   \n`,
    );
    if (!original) throw new Error('no original');
    expect(original).toMatchObject({ reference: 'CVD-2026-4F7K2Q', number: 1 });
    expect(storedForm(joined(original.head, partsOf(after).contents))).toBe(before);
  });

  it('is nothing else', () => {
    for (const text of ['', 'meldpunt original v1', 'meldpunt original v1\nreference: X\nnumber: 1\nkeys: ?'])
      expect(readOriginal(text)).toBe(null);
  });
});

it('a message of every program that works with us is cut where its contents begin', () => {
  for (const name of [
    'g22-bzip2.asc',
    'kbpgp.asc',
    'sq27-padded.asc',
    'o6-selfx25519.asc',
    'to-sq13-default.asc',
  ]) {
    const stored = storedForm(fixtureText(`messages/${name}`));
    const { head, contents } = partsOf(stored ?? '');
    expect(keysOfHead(head)?.length).toBeGreaterThan(0);
    expect(armor(joined(head, contents), 'MESSAGE')).toBe(stored);
  }
});
