import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CHARACTERS, FACE_FILE, makeFace } from '../audit/face.ts';
import { textsOf } from '../support/texts.ts';

/** Names of texts that stand in headings. */
const HEADING = /(?:^|\.)(?:title|heading|siteName|caption|Title)(?:_\w+)?$/;

it('the face of headings is what the package makes, and 25 KB at most', async () => {
  const served = readFileSync(FACE_FILE);
  expect(served.byteLength).toBeLessThanOrEqual(25 * 1024);
  expect(Buffer.from(await makeFace()).equals(served)).toBe(true);
});

it.each(['nl', 'en'] as const)('has every character of the headings in %s', (language) => {
  const missing = textsOf(language)
    .filter(({ key }) => HEADING.test(key))
    .flatMap(({ key, text }) =>
      [...text].filter((one) => !CHARACTERS.includes(one)).map((one) => `${key}: ${one}`),
    );
  expect(missing).toEqual([]);
});
