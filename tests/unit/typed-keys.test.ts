import { expect, it } from 'vitest';
import { translator } from '../../src/i18n/index.ts';

it('a key that is not in the Dutch files fails the type check and throws', () => {
  const t = translator('en');
  // @ts-expect-error there is no such key
  expect(() => t('policy:nothing.here')).toThrow('no text for policy:nothing.here');
  // @ts-expect-error nor such a file
  expect(() => t('nowhere:title')).toThrow();
  expect(t('policy:title')).toBe('Found a vulnerability? Tell us.');
});
