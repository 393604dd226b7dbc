import { readPrivateKey } from 'openpgp';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Person } from '../../src/browser/inbox/sharing/access.ts';
import { shareRecord } from '../../src/browser/inbox/sharing/share-records.ts';
import type { SharingTools } from '../../src/browser/inbox/sharing/tools.ts';
import { plainText } from '../../src/browser/workers/judge/readable-text.ts';
import type { SealedRecordName } from '../../src/disclosure/desk-wire.ts';
import { DESK, headFor, type Place, writeSignedText } from '../../src/disclosure/signed-text.ts';
import { type Certificate, makeKeyPair, readCertificates } from '../../src/openpgp/keys.ts';
import { type OpenedText, sessionKeysOf } from '../../src/openpgp/open.ts';
import { sealSigned } from '../../src/openpgp/seal-signed.ts';
import { signMessage } from '../../src/openpgp/sign-message.ts';
import { openSignedText, readVerifiers } from '../../src/openpgp/verify.ts';

/** Anna was here all along, Cees left, Bram is new; the stranger never was of the team. */
const NAMES = ['Anna', 'Bram', 'Cees', 'Stranger'] as const;
type Name = (typeof NAMES)[number];
const [MADE, BEFORE, LEFT, AFTER] = ['01-01', '05-01', '06-01', '07-01'].map((day) =>
  Date.parse(`2026-${day}T12:00:00Z`),
) as [number, number, number, number];
const VERSION = 3;

/** What the page has: whose signatures count, who opens letters, and what is sealed for the team. */
const page = vi.hoisted(() => ({
  facts: { signers: [] as { fingerprint: string; name: string; until: number | null }[] },
  open: async (_sealed: string): Promise<OpenedText> => ({ text: null, why: 'closed' }),
  sealed: [] as { text: string; place: Place }[],
}));
vi.mock('../../src/browser/inbox/base/page.ts', () => page);
vi.mock('../../src/browser/workers/team/client.ts', () => ({
  openSealed: async (texts: string[]) => Promise.all(texts.map((text) => page.open(text))),
}));
vi.mock('../../src/browser/inbox/base/seal-for-team.ts', () => ({
  sealForTeam: async (text: string, place: Place) => {
    page.sealed.push({ text, place });
    return 'sealed anew';
  },
}));

const keys = new Map<Name, { privateKey: string; certificate: Certificate }>();
const of = (name: Name) => {
  const found = keys.get(name);
  if (!found) throw new Error(name);
  return found;
};
beforeAll(async () => {
  for (const name of NAMES) {
    const { publicKey, privateKey } = await makeKeyPair({ name }, undefined, new Date(MADE));
    const [certificate] = await readCertificates(publicKey, new Date());
    if (certificate) keys.set(name, { privateKey, certificate });
  }
  const signer = (name: Name, until: number | null) => ({
    ...{ fingerprint: of(name).certificate.fingerprint, name, until },
  });
  page.facts.signers = [signer('Anna', null), signer('Bram', null), signer('Cees', LEFT)];
  const verifiers = await readVerifiers(NAMES.map((name) => of(name).certificate.armored));
  const anna = await readPrivateKey({ armoredKey: of('Anna').privateKey });
  page.open = async (sealed) =>
    openSignedText(await sessionKeysOf(anna, sealed), sealed, verifiers, plainText);
});

let sent: unknown[];
beforeEach(() => {
  sent = [];
  page.sealed.length = 0;
});

/** Letters by somebody, sealed to who was here before Bram came. */
async function lettersBy(name: Name, at: number, number = VERSION): Promise<string> {
  const key = await readPrivateKey({ armoredKey: of(name).privateKey });
  const text = writeSignedText(headFor({ reference: DESK, number, from: 'note' }, at), 'the letters');
  const signed = await signMessage(text, { key, keyId: key.getKeyID() }, new Date(at));
  const before = (['Anna', 'Cees'] as const).map((one) => of(one).certificate.armored);
  return sealSigned(signed, before, []);
}

/** What sharing has of the world, where these letters are kept since `at`. */
function toolsFor(sealed: string, at: number): SharingTools {
  const person = (name: Name): Person => {
    const { fingerprint, keyIds, encryptionKeyIds } = of(name).certificate;
    const hasLeft = name === 'Cees';
    return {
      ...{ fingerprint, keyIds, hasLeft, opensSeipd2: false },
      encryptionKeyIds: hasLeft ? [] : encryptionKeyIds,
    };
  };
  return {
    people: async () => [person('Anna'), person('Bram'), person('Cees')],
    ask: async (
      method: string,
      path: string,
      schema: { parse: (value: unknown) => unknown },
      body: unknown,
    ) => {
      if (method === 'PUT') sent.push(path, body);
      const letters = { version: VERSION, sealed, by: 'Anna', at: new Date(at).toISOString() };
      return { ok: true, value: schema.parse(method === 'GET' ? letters : { version: VERSION + 1 }) };
    },
  } as unknown as SharingTools;
}
const share = async (
  name: Name,
  at: number,
  { keptAt = at, number = VERSION, record = 'letters' as SealedRecordName } = {},
) => shareRecord(record, toolsFor(await lettersBy(name, at, number), keptAt));

describe('sharing what the team keeps beside its cases', () => {
  it.each([
    ['a member', 'Anna', AFTER],
    ['who left, while they were here', 'Cees', BEFORE],
  ] as const)('signs anew what was written by %s', async (_who, name, at) => {
    expect(await share(name, at)).toBeNull();
    const place = { reference: DESK, number: VERSION + 1, from: 'note' };
    expect(page.sealed).toEqual([{ text: 'the letters', place }]);
    expect(sent).toEqual(['records/letters', { version: VERSION, sealed: 'sealed anew' }]);
  });

  it('does so with the answers on the DPIA sheet as well', async () => {
    expect(await share('Anna', AFTER, { record: 'dpia' })).toBeNull();
    expect(sent).toEqual(['records/dpia', { version: VERSION, sealed: 'sealed anew' }]);
  });

  it.each([
    ['who had left by then', 'Cees', AFTER, {}],
    ['who had left by then and set a clock back', 'Cees', BEFORE, { keptAt: AFTER }],
    ['who never was of the team', 'Stranger', BEFORE, {}],
    ['a member, for another version', 'Anna', BEFORE, { number: VERSION - 1 }],
  ] as const)('signs nothing that was written by %s, and says so', async (_who, name, at, others) => {
    expect(await share(name, at, others)).toBe('closed');
    expect([page.sealed, sent]).toEqual([[], []]);
  });
});
