import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeKeyPair, readCertificates } from '../../src/openpgp/keys.ts';
import { publishedSpelling } from '../../src/openpgp/user-id.ts';
import { readSiteSettings } from '../../src/settings/settings.ts';
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

  it('gives of a key with several addresses that one alone, and gpg and sq encrypt to what is left', async () => {
    const several = new Gpg();
    const fingerprint = several.makeKey('Anna <anna@example.net>');
    const unlock = ['--pinentry-mode', 'loopback', '--passphrase', ''];
    for (const userId of ['Team <Security@Example.net>', 'Home <anna@home.example>'])
      several.run([...unlock, '--quick-add-uid', fingerprint, userId]);
    const certificates = await readCertificates(several.exportPublic(), new Date());
    const bytes = wkdKeys({ contactEmail: 'security@example.net', certificates });
    for (const other of ['anna@example.net', 'anna@home.example'])
      expect(Buffer.from(bytes).includes(other)).toBe(false);
    const seen = new Gpg();
    seen.run(['--import'], bytes);
    expect(seen.run(['--list-keys', '--with-colons']).match(/^uid:.*$/gm)).toHaveLength(1);
    expect(several.decrypt(seen.encrypt('by gpg', ['Security@Example.net']))).toBe('by gpg');
    const file = several.file('wkd.pgp', '');
    writeFileSync(file, bytes);
    const sealed = execFileSync('sq', ['encrypt', '--recipient-cert', file], { input: 'by sq' }).toString();
    expect(several.decrypt(sealed)).toBe('by sq');
    for (const one of [several, seen]) one.close();
  });
});

describe('the contact address as it is published', () => {
  const keys = (...userIds: string[][]) => userIds.map((own) => ({ userIds: own }));

  it('is spelled as the keys spell it: sq takes no key whose user id has other capitals', () => {
    const spelled = (...userIds: string[][]) => publishedSpelling('security@example.net', keys(...userIds));
    expect(spelled(['Team <Security@example.net>'])).toBe('Security@example.net');
    expect(spelled(['Team <security@example.net>', 'Team <Security@example.net>'])).toBe(
      'security@example.net',
    );
    expect(spelled(['a@example.net'])).toBe('security@example.net');
    expect(spelled(['SECURITY@example.net', 'Security@example.net'], ['Security@example.net'])).toBe(
      'Security@example.net',
    );
    expect(spelled(['Security@example.net'], ['security@example.net'])).toBeNull();
  });

  it('belongs to a key whose user id has its domain in another script', async () => {
    const contactEmail = 'security@xn--e1afmkfd.xn--p1ai';
    const userIds = ['Team <security@пример.рф>'];
    expect(publishedSpelling(contactEmail, keys(userIds))).toBe(contactEmail);
    const { publicKey } = await makeKeyPair({ name: 'Team', email: 'security@пример.рф' });
    const [certificate] = await readCertificates(publicKey, new Date());
    expect(certificate?.userIds).toEqual(userIds);
    expect(wkdKeys({ contactEmail, certificates: certificate ? [certificate] : [] }).length).toBeGreaterThan(
      200,
    );
  });

  it('stops the build where two keys spell it differently, with the way out', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'wkd-'));
    const TEAM_KEY_FILE = join(folder, 'team.asc');
    const pair = (email: string) => makeKeyPair({ name: 'Team', email });
    const read = async (...emails: string[]) => {
      const pairs = await Promise.all(emails.map(pair));
      writeFileSync(TEAM_KEY_FILE, pairs.map(({ publicKey }) => publicKey).join('\n'));
      const environment = {
        TEAM_KEY_FILE,
        SITE_URL: 'https://a.example',
        CONTACT_EMAIL: 'security@example.net',
      };
      return readSiteSettings(() => Promise.reject(new Error('none')), environment);
    };
    expect((await read('Security@example.net')).contactEmail).toBe('Security@example.net');
    await expect(read('Security@example.net', 'security@example.net')).rejects.toThrow(/--quick-add-uid/);
    rmSync(folder, { recursive: true });
  });
});
