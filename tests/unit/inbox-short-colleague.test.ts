import { expect, it, vi } from 'vitest';
import { shortColleague } from '../../src/browser/inbox/base/short-colleague.ts';

vi.mock('../../src/browser/inbox/base/page.ts', () => ({
  facts: {
    team: ['Anna de Vries <anna@example.com>', 'Jo <jo@example.com>', 'Jo <jo@example.org>'].map((name) => ({
      name,
    })),
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
