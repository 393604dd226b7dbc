import { afterAll, describe, expect, it } from 'vitest';
import { readCertificates } from '../../src/openpgp/keys.ts';
import { wkdDomain, wkdHash, wkdKeys } from '../../src/well-known/wkd.ts';
import { Gpg } from '../support/gpg.ts';

const gpg = new Gpg();
const other = new Gpg();
afterAll(() => {
  gpg.close();
  other.close();
});

describe('the Web Key Directory', () => {
  it('names an address as its draft and as gpg itself do', () => {
    expect(wkdHash('Joe.Doe@Example.ORG')).toBe('iy9q119eutrkn8s1mk4r39qejnbu3n5q');
    expect(wkdDomain('Joe.Doe@Example.ORG')).toBe('example.org');
    for (const address of ['security@example.org', 'a+b_c@sub.example.nl', 'Meldpunt@example.com']) {
      gpg.makeKey(`Team <${address}>`);
      const listed = gpg.run(['--list-keys', '--with-wkd-hash', address]);
      expect(listed).toContain(`${wkdHash(address)}@${address.slice(address.indexOf('@') + 1)}`);
    }
  });

  it('gives every certificate with the contact address, RSA and Curve25519, binary, and none without it', async () => {
    // The second comes from elsewhere: gpg finds a key by its address, and would find the first one.
    const second = gpg.makeKey('security@example.net');
    other.import(gpg.exportPublic(second));
    const ours = [
      second,
      other.makeKey('Team <security@example.net>', 'rsa2048'),
      other.makeKey('Somebody else <security@example.net.evil.example>'),
    ];
    const certificates = await readCertificates(other.exportPublic(...ours), new Date());
    const bytes = wkdKeys({ contactEmail: 'Security@Example.net', certificates });
    const seen = new Gpg();
    seen.run(['--import'], bytes);
    const found = seen.run(['--list-keys', '--with-colons']).match(/(?<=^pub.*\nfpr:+)\w{40}/gm) ?? [];
    expect(found.sort()).toEqual(ours.slice(0, 2).toSorted());
    seen.close();
    expect(bytes[0]).toBeGreaterThan(127);
    expect(wkdKeys({ contactEmail: 'nobody@example.net', certificates })).toHaveLength(0);
  });
});
