import { expect, it } from 'vitest';
import { looksReadable } from '../../src/openpgp/readable.ts';

it('random bytes of any length are never taken for text', () => {
  for (let run = 0; run < 400; run += 1) {
    const length = run < 300 ? 24 + run : 60_000;
    expect(looksReadable(crypto.getRandomValues(new Uint8Array(length)))).toBe(false);
  }
});

it('text among random bytes is found wherever it stands', () => {
  const text = new TextEncoder().encode(
    'Iedere klant kan de facturen van alle andere klanten lezen. '.repeat(3).slice(0, 150),
  );
  for (const before of [0, 1, 63, 500, 5000]) {
    const noise = crypto.getRandomValues(new Uint8Array(before));
    expect(looksReadable(Uint8Array.from([...noise, ...text, ...noise]))).toBe(true);
  }
});
