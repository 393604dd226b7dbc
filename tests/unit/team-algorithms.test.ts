import { generateKey } from 'openpgp';
import { describe, expect, it } from 'vitest';
import { faultOfChunk, inspectSealed } from '../../src/openpgp/inspect.ts';
import { readCertificates } from '../../src/openpgp/keys.ts';
import { seal } from '../../src/openpgp/seal.ts';
import { planAttachment, sealAttachment } from '../../src/openpgp/seal-attachment.ts';
import { splitMessage } from '../../src/openpgp/split-message.ts';

const kinds = [
  ['version 4, X25519', { type: 'curve25519', config: { v6Keys: false } }],
  ['version 4, X448', { type: 'curve448', config: { v6Keys: false } }],
  ['version 6, X25519', { type: 'curve25519', config: { v6Keys: true } }],
  ['version 6, X448', { type: 'curve448', config: { v6Keys: true } }],
] as const;

describe.each(kinds)('a team key of %s', (_, kind) => {
  async function certificatesOf() {
    const { publicKey } = await generateKey({ userIDs: [{ name: 'Cas' }], ...kind });
    return readCertificates(publicKey, new Date());
  }

  it('gets a report that the check takes', async () => {
    const certificates = await certificatesOf();
    const sealed = await seal(
      'report',
      certificates.map(({ armored }) => armored),
    );
    expect(inspectSealed(sealed, certificates)).toMatchObject({ ok: true });
    expect(splitMessage(sealed)?.keys.map(({ keyId }) => keyId)).toEqual(certificates[0]?.encryptionKeyIds);
  });

  it('gets an attachment that the check takes', async () => {
    const certificates = await certificatesOf();
    const armored = certificates.map((one) => one.armored);
    const plan = await planAttachment('proof.txt', 5, armored);
    const sealed = await sealAttachment(plan, new TextEncoder().encode('proof'));
    expect(faultOfChunk(sealed, 0, sealed.length, certificates)).toBeNull();
  });
});
