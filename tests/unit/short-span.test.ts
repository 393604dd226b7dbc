import { describe, expect, it, vi } from 'vitest';
import { shortSpan } from '../../src/browser/inbox/list/short-span.ts';
import { formatSpan } from '../../src/i18n/format.ts';

vi.mock('../../src/browser/inbox/base/page.ts', () => ({ language: 'nl' }));

describe('a span of time', () => {
  it.each([
    [20_000, '1 m', '1 minuut'],
    [119_000, '1 m', '1 minuut'],
    [5 * 3_600_000, '5 u', '5 uur'],
    [2 * 86_400_000, '2 d', '2 dagen'],
  ])('of %i ms is as long written short as written whole', (ms, short, whole) => {
    expect([shortSpan(ms).replaceAll('\u00a0', ' '), formatSpan(ms, 'nl')]).toEqual([short, whole]);
  });
});
