import { describe, expect, it } from 'vitest';
import { countedAddress } from '../../functions/reporter/counted-address.ts';

describe('an address as it is counted', () => {
  const mailboxOf = (address: string) => countedAddress(address).mailbox;

  it.each([
    'reporter@example.net',
    'Reporter@Example.NET',
    'reporter+news@example.net',
    'reporter+a+b@example.net',
    're.por.ter@example.net',
    'reporter@example.net.',
    '"reporter"@example.net',
    '"rep\\orter"@example.net',
    'reporter(a comment)@example.net',
    '(one)reporter@(two)example.net',
    '"re.porter+tag"@EXAMPLE.net',
    'ｒeporter@example.net',
  ])('%s is one mailbox with the others', (address) => {
    expect(mailboxOf(address)).toBe('reporter@example.net');
  });

  it('a domain is one in letters and in ASCII, and under another name that leads to the same', () => {
    expect(mailboxOf('a@bücher.example')).toBe(mailboxOf('A@xn--bcher-kva.EXAMPLE'));
    expect(mailboxOf('a.b+c@googlemail.com')).toBe(mailboxOf('ab@gmail.com'));
  });

  it('others stay others, and nothing is so odd that it counts as nothing', () => {
    const others = [
      'a@example.net',
      'b@example.net',
      'a@example.org',
      '+tag@example.net',
      '+other@example.net',
    ];
    expect(new Set(others.map(mailboxOf)).size).toBe(others.length);
    for (const odd of [
      '',
      '@',
      '...@example.net',
      '"@example.net',
      'a@[192.0.2.1]',
      '(((',
      `${'('.repeat(9999)}@x`,
    ])
      expect(mailboxOf(odd)).toMatch(/@/);
  });

  it('mailboxes below one domain belong to one owner, but not those of a provider', () => {
    const ownerOf = (address: string) => countedAddress(address).domain;
    expect(ownerOf('a@example.net')).toBe('example.net');
    expect(ownerOf('b@any.sub.example.net')).toBe('example.net');
    expect(ownerOf('b@mail.example.co.uk')).toBe('example.co.uk');
    expect(ownerOf('a@example.co.uk')).not.toBe(ownerOf('a@another.co.uk'));
    for (const provider of ['gmail.com', 'googlemail.com', 'Outlook.com', 'ziggo.nl'])
      expect(ownerOf(`a@${provider}`)).toBeNull();
  });
});
