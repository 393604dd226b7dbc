import { expect, it, vi } from 'vitest';
import { firstName, shortColleague } from '../../src/browser/inbox/base/short-colleague.ts';

vi.mock('../../src/browser/inbox/base/page.ts', () => ({
  facts: {
    team: [
      ...['Anna de Vries <anna@example.com>', 'Jo <jo@example.com>', 'Jo <jo@example.org>'],
      ...['Bram Jansen <bram@example.com>', 'Bram Peters <peters@example.com>', 'Dr. Kok <kok@example.com>'],
    ].map((name) => ({ name })),
  },
}));

it.each([
  ['Anna de Vries <anna@example.com>', 'Anna de Vries'],
  ['Jo <jo@example.org>', 'Jo <jo@example.org>'],
  // Of the name that somebody who left shares with a member, both stay apart too.
  ['Anna de Vries <anna@example.net>', 'Anna de Vries <anna@example.net>'],
  ['<anna@example.com>', '<anna@example.com>'],
  ['0123456789ABCDEF', '0123456789ABCDEF'],
])('of %s is said %s', (name, said) => {
  expect(shortColleague(name)).toBe(said);
});

it.each([
  ['Anna de Vries <anna@example.com>', 'Anna'],
  ['Bram Jansen <bram@example.com>', 'Bram Jansen'],
  ['Jo <jo@example.org>', 'Jo <jo@example.org>'],
  ['Dr. Kok <kok@example.com>', 'Dr. Kok'],
  ['Anna de Vries <anna@example.net>', 'Anna de Vries <anna@example.net>'],
  ['<anna@example.com>', '<anna@example.com>'],
  ['0123456789ABCDEF', '0123456789ABCDEF'],
])('in a row of the list %s is called %s', (name, said) => {
  expect(firstName(name)).toBe(said);
});
