import { expect, test } from 'vitest';
import { addressesIn } from '../../src/disclosure/addresses-in.ts';

test('finds addresses wherever they stand in a text, each once', () => {
  const text = "Reach me: <Sam.O'Hara+cvd@example.org>, or sam@пример.рф.\nAgain SAM.O'HARA+CVD@example.org!";
  expect(addressesIn(text, [])).toEqual(["Sam.O'Hara+cvd@example.org", 'sam@пример.рф']);
});

test('passes over our own, what is none, and more than a few', () => {
  expect(addressesIn('To: Security@Example.com', ['security@example.com'])).toEqual([]);
  expect(addressesIn('@handle, a @ b, sam@localhost, https://x.example/@sam', [])).toEqual([]);
  expect(addressesIn('a@x.example b@x.example c@x.example d@x.example', [])).toHaveLength(3);
});
