import { expect, it } from 'vitest';
import { partsOf } from '../../src/browser/inbox/conversation/armor.ts';

const block = (kind: string, quote = '') =>
  [`-----BEGIN PGP ${kind}-----`, '', 'aGVsbG8=', '=abcd', `-----END PGP ${kind}-----`, '']
    .map((line) => (line === '' ? `${quote}\n` : `${quote}${line}\n`))
    .join('');

it('of a text with OpenPGP in it the words before and after stand apart, and the parts make it up again', () => {
  for (const armor of [block('MESSAGE').slice(0, -1), block('PUBLIC KEY BLOCK', '> ').slice(0, -3)]) {
    const text = `Look at this:\n${armor}And now?`;
    const parts = partsOf(text);
    expect(parts.map(({ isArmor }) => isArmor)).toEqual([false, true, false]);
    expect(parts[1]?.text).toBe(armor);
    expect(parts.map((part) => part.text).join('')).toBe(text);
  }
});

it('what has no end, what is signed in clear and what only mentions it is words', () => {
  for (const text of [
    '',
    'nothing',
    'a line with -----BEGIN PGP MESSAGE----- in it\n-----END PGP MESSAGE-----',
    '-----BEGIN PGP MESSAGE-----\nwithout its end',
    '-----BEGIN PGP MESSAGE-----\n-----END PGP SIGNATURE-----\n',
  ])
    expect(partsOf(text).filter(({ isArmor }) => isArmor)).toEqual([]);
  const signed = `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nwords\n${block('SIGNATURE')}`;
  expect(partsOf(signed).map(({ isArmor }) => isArmor)).toEqual([false, true, false]);
  expect(partsOf(signed)[0]?.text).toContain('words');
});

it('a hostile text of nothing but beginnings is gone through once', () => {
  const parts = partsOf('-----BEGIN PGP MESSAGE-----\n'.repeat(20_000));
  expect(parts).toHaveLength(1);
});

it('folds so many blocks and no more, as each costs time: the rest stays as it came', () => {
  const block = '-----BEGIN PGP ABC-----\n-----END PGP ABC-----\n';
  const parts = partsOf(block.repeat(3200));
  expect(parts.filter(({ isArmor }) => isArmor)).toHaveLength(40);
  expect(parts.map(({ text }) => text).join('')).toBe(block.repeat(3200));
});
