import { describe, expect, it } from 'vitest';
import { organisation } from '../../src/organisation.ts';
import { securityTxt, whyOutdated } from '../../src/well-known/security-txt.ts';

const site = {
  siteUrl: 'https://meldpunt.example',
  contactEmail: 'security@example.org',
  builtAt: '2026-11-23T09:00:00.000Z',
  certificates: [],
};
const lines = (text: string) => text.split('\r\n').slice(0, -1);

/** A certificate of which only its end matters, in ms since 1970. */
const certificateUntil = (expiresAt: number) => ({
  fingerprint: '',
  userIds: [],
  validFrom: 0,
  expiresAt,
  keyIds: [],
  encryptionKeyIds: [],
  opensSeipd2: false,
  isForGnupg: true,
  signs: true,
  armored: '',
});

describe('security.txt', () => {
  it('says what the settings say, in the order in which a reporter should try', () => {
    expect(lines(securityTxt(site, organisation, null))).toEqual([
      'Contact: https://meldpunt.example/melden',
      'Contact: mailto:security@example.org',
      'Contact: tel:+31-318-894614',
      'Expires: 2027-10-19T09:00:00Z',
      'Encryption: https://meldpunt.example/team-key.asc',
      'Acknowledgments: https://meldpunt.example/dank',
      'Acknowledgments: https://meldpunt.example/en/thanks',
      'Preferred-Languages: nl, en',
      'Canonical: https://meldpunt.example/.well-known/security.txt',
      'Policy: https://meldpunt.example/',
      'Policy: https://meldpunt.example/en',
      'Bug-Bounty: True',
      'CSAF: https://meldpunt.example/.well-known/csaf/provider-metadata.json',
    ]);
  });

  it('ends every line with CRLF, the last one too, and has no empty line', () => {
    const text = securityTxt(site, organisation, null);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(text.endsWith('\r\n')).toBe(true);
    expect(text).not.toContain('\r\n\r\n');
  });

  it('follows the grammar of RFC 9116: Contact once or more, Expires once, all links https, under a year', () => {
    const fields = lines(securityTxt(site, organisation, null)).map(
      (line) => /^([A-Za-z-]+): (\S.*)$/.exec(line) ?? [],
    );
    const named = (name: string) =>
      fields.filter(([, field]) => field === name).map(([, , value]) => value ?? '');
    expect(named('Expires')).toHaveLength(1);
    expect(named('Preferred-Languages')).toHaveLength(1);
    const [expires = ''] = named('Expires');
    const life = Date.parse(expires) - Date.parse(site.builtAt);
    expect(life).toBeGreaterThan(300 * 86_400_000);
    expect(life).toBeLessThan(365 * 86_400_000);
    for (const value of [...named('Canonical'), ...named('Policy'), ...named('Encryption')]) {
      expect(new URL(value).protocol).toBe('https:');
    }
    for (const value of named('Contact')) expect(new URL(value).protocol).toMatch(/^(https|mailto|tel):$/);
  });

  it('never outlives the team’s key', () => {
    const end = Date.parse('2027-01-31T00:00:00Z');
    const certificate = certificateUntil(end);
    const text = securityTxt({ ...site, certificates: [certificate] }, organisation, null);
    expect(text).toContain('Expires: 2027-01-31T00:00:00Z');
  });
});

describe('a security.txt of a team of several', () => {
  it('ends with the last of their keys: one that runs out does not take the way from outsiders', () => {
    const [one, other] = ['2027-01-31T00:00:00Z', '2027-03-31T00:00:00Z'].map(Date.parse);
    const certificates = [one, other].map((expiresAt = 0) => ({
      ...{ fingerprint: '', userIds: [], validFrom: 0, keyIds: [], encryptionKeyIds: [], opensSeipd2: false },
      ...{ isForGnupg: true, signs: true, armored: '', expiresAt },
    }));
    const text = securityTxt({ ...site, certificates }, organisation, null);
    expect(text).toContain('Expires: 2027-03-31T00:00:00Z');
    expect(whyOutdated(text, text, { ...site, certificates }, null)).toBeNull();
    const sooner = { ...site, certificates: certificates.slice(0, 1) };
    expect(whyOutdated(text, text, sooner, null)).toBe(
      'has an Expires later than the end of the last team key',
    );
  });
});

describe('a security.txt that is signed', () => {
  it('never outlives the key that signs it, nor the team’s where that ends sooner', () => {
    const signer = { expiresAt: Date.parse('2027-01-15T00:00:00Z') };
    const certificate = {
      fingerprint: '',
      userIds: [],
      validFrom: 0,
      keyIds: [],
      encryptionKeyIds: [],
      opensSeipd2: false,
      isForGnupg: true,
      signs: true,
      armored: '',
    };
    const of = (end: string | null) => ({
      ...site,
      certificates: [{ ...certificate, expiresAt: end === null ? null : Date.parse(end) }],
    });
    expect(securityTxt(of(null), organisation, signer)).toContain('Expires: 2027-01-15T00:00:00Z');
    expect(securityTxt(of('2027-01-14T00:00:00Z'), organisation, signer)).toContain('Expires: 2027-01-14T');
    expect(securityTxt(of(null), organisation, { expiresAt: null })).toContain('Expires: 2027-10-19T');
  });
});

describe('a security.txt that was signed earlier', () => {
  const fresh = securityTxt(site, organisation, null);
  const signed = (expires: string) => fresh.replace(/Expires: \S+/, `Expires: ${expires}`).trimEnd();

  it('may be published while it says the same and does not expire soon', () => {
    expect(whyOutdated(signed('2026-11-27T09:00:00Z'), fresh, site, null)).toBe(null);
    expect(whyOutdated(signed('2026-11-25T09:00:00Z'), fresh, site, null)).toBe('expires within 3 days');
    expect(whyOutdated(signed('soon'), fresh, site, null)).toBe('expires within 3 days');
  });

  it('may not when it says more, less, something else or in another order', () => {
    const at = '2027-06-01T00:00:00Z';
    for (const other of [
      signed(at).replace('Bug-Bounty: True', 'Bug-Bounty: False'),
      signed(at).replace('\r\nBug-Bounty: True', ''),
      `${fresh}Bug-Bounty: False`,
    ]) {
      expect(whyOutdated(other, fresh, site, null)).toBe('differs from the settings in Bug-Bounty');
    }
    const swapped = [...lines(`${signed(at)}\r\n`)].reverse().join('\n');
    expect(whyOutdated(swapped, fresh, site, null)).toContain('order');
  });

  it('may not when it outlives a key of the team', () => {
    const end = Date.parse('2027-02-01T00:00:00Z');
    const certificate = certificateUntil(end);
    const why = whyOutdated(
      signed('2027-02-02T00:00:00Z'),
      fresh,
      { ...site, certificates: [certificate] },
      null,
    );
    expect(why).toContain('team key');
  });

  it('may not when it outlives the key that signed it', () => {
    const until = Date.parse('2027-02-01T00:00:00Z');
    expect(whyOutdated(signed('2027-02-01T00:00:00Z'), fresh, site, until)).toBe(null);
    expect(whyOutdated(signed('2027-02-02T00:00:00Z'), fresh, site, until)).toContain('key that signed it');
  });
});
