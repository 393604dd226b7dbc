import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFileMailer } from '../../functions/mail/file.ts';
import { countedAddress } from '../../functions/reporter/counted-address.ts';
import { readSettings } from '../../functions/settings.ts';
import { asciiAddress, mailtoLink } from '../../src/disclosure/address.ts';
import { alertBodySchema } from '../../src/disclosure/wire.ts';
import { mailWith } from '../support/a-mail.ts';
import { readMails } from '../support/eml.ts';

/** As typed, and as it goes into a mail. */
const addresses: [string, string][] = [
  ['sam@example.org', 'sam@example.org'],
  ['sam@пример.рф', 'sam@xn--e1afmkfd.xn--p1ai'],
  ['sam@bücher.example', 'sam@xn--bcher-kva.example'],
  ['sam@例え。テスト', 'sam@xn--r8jz45g.xn--zckzah'],
  ['sam/cvd@example.org', 'sam/cvd@example.org'],
  ['R&D@example.com', 'R&D@example.com'],
  ["o'brien+cvd@mail.example.co.uk", "o'brien+cvd@mail.example.co.uk"],
  ['{sam}=!#$%*?^_`|~@example.org', '{sam}=!#$%*?^_`|~@example.org'],
  ['1@4.example', '1@4.example'],
];
const none = [
  ...['', '@', 'sam', 'sam@', '@example.org', 'sam@example', 'sam@@example.org', 'a@b@example.org'],
  ...['sam@-a.example', 'sam@a-.example', 'sam@example..org', 'sam@.org', 'sam@example.org.'],
  ...[
    'sam @example.org',
    'sam@exam ple.org',
    'sam@example.org\n',
    'sam\r\nBcc: x@example.org',
    '"a b"@example.org',
  ],
  ...['sam,x@example.org', 'sam@example.org,x@example.org', 'Sam <sam@example.org>', 'sam@[192.0.2.1]'],
  ...['sam@пример.рф/x', 'sam@пример.рф:25', 'sam@пример.рф?x', 'sam@пример%2eрф', 'sam@x@пример.рф'],
  // Numbers, also as they come out of other scripts.
  ...['sam@127.0.0.1', 'sam@１２７.０.０.１', 'sam@1.2'],
  `${'a'.repeat(250)}@example.org`,
  `sam@${'a'.repeat(64)}.example`,
];

describe('an e-mail address', () => {
  it.each(addresses)('%s is one, and is %s in a mail', (typed, ascii) => {
    expect(asciiAddress(typed)).toBe(ascii);
    expect(alertBodySchema.safeParse({ email: typed }).success).toBe(true);
  });

  it.each(none)('%j is none', (typed) => {
    expect(asciiAddress(typed)).toBeNull();
    expect(alertBodySchema.safeParse({ email: typed }).success).toBe(false);
  });

  it('counts as one mailbox, in letters and in ASCII', () => {
    for (const [typed, ascii] of addresses)
      expect(countedAddress(typed).mailbox).toBe(countedAddress(ascii).mailbox);
  });

  it('reaches the mail whole: one recipient, as an independent parser reads it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'meldpunt-mails-'));
    const mailer = createFileMailer({ folder, from: 'Meldpunt <meldpunt@example.org>' });
    for (const [index, [, to]] of addresses.entries())
      await mailer.send({ ...mailWith(String(index)), to: [to] });
    const mails = await readMails(folder);
    rmSync(folder, { recursive: true });
    const found = mails.map(({ to }) => to?.map(({ address }) => address));
    expect(found.toSorted()).toEqual(addresses.map(([, ascii]) => [ascii]).toSorted());
    for (const { raw } of mails) expect(raw).toMatch(/^To: \S+\r?$/m);
  });

  it('may stand in the settings', () => {
    const { TEAM_EMAIL } = readSettings({ TEAM_EMAIL: 'cvd@пример.рф, R&D@example.com' });
    expect(TEAM_EMAIL).toEqual(['cvd@xn--e1afmkfd.xn--p1ai', 'R&D@example.com']);
    expect(() => readSettings({ TEAM_EMAIL: 'cvd@example' })).toThrow('TEAM_EMAIL');
  });

  it('is escaped where a link writes to it', () => {
    expect(mailtoLink('security@example.org')).toBe('mailto:security@example.org');
    expect(mailtoLink('R&D?/x@пример.рф')).toBe('mailto:R%26D%3F%2Fx@xn--e1afmkfd.xn--p1ai');
  });
});
