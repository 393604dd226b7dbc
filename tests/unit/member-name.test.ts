import { describe, expect, it } from 'vitest';
import { nameOf } from '../../functions/staff/session.ts';
import { readTrailEntry, writeTrailEntry } from '../../src/log/trail.ts';
import type { Certificate } from '../../src/openpgp/keys.ts';

const fingerprint = 'A'.repeat(40);
const nameFrom = (...userIds: string[]) => nameOf({ userIds, fingerprint } as unknown as Certificate);

describe('what a member is called', () => {
  it('is the first user id of the certificate, and its fingerprint where that says nothing', () => {
    expect(nameFrom('Anna <anna@example.com>', 'Other')).toBe('Anna <anna@example.com>');
    for (const none of [[], [''], ['  ']]) expect(nameFrom(...none)).toBe(fingerprint);
  });

  it('is a name that the trail takes, whatever stands in the certificate', () => {
    const odd = [
      `${'a'.repeat(199)}😀 <x@example.com>`,
      '😀'.repeat(400),
      'a\nname: b',
      '\u2028',
      '\ud800',
      'é'.repeat(500),
    ];
    for (const userId of odd) {
      const place = { site: 'https://example.com', number: 1, at: 0, previous: null };
      const entry = {
        ...place,
        by: fingerprint,
        name: nameFrom(userId),
        act: 'erased',
        reference: null,
      } as const;
      expect(readTrailEntry(writeTrailEntry(entry))).toEqual(entry);
    }
  });
});
