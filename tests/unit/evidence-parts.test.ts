import { describe, expect, it } from 'vitest';
import { documentsIn, joinDocuments, orderParts } from '../../src/log/evidence-parts.ts';

const part = (after: string | null, next: string | null) => ({ after, next });
const [one, two, three] = [part(null, 'B'), part('B', 'D'), part('D', null)];

describe('parts of an export', () => {
  it('are put in their order, and are all', () => {
    const whole = { parts: [one, two, three], missing: [], surplus: 0 };
    expect(orderParts([three, one, two])).toEqual(whole);
    expect(orderParts([part(null, null)])).toMatchObject({ missing: [], surplus: 0 });
  });

  it.each([
    ['the first', [two, three], [null], 0],
    ['one in between', [one, three], ['B'], 0],
    ['the last', [one, two], ['D'], 0],
    ['more than one', [two], [null, 'D'], 0],
    ['none, but for one of another download', [one, two, three, part('C', 'E')], [], 1],
    ['none, but for one that is there twice', [one, two, three, part('B', 'D')], [], 1],
  ])('tell what is missing: %s', (_, given, missing, surplus) => {
    expect(orderParts(given)).toMatchObject({ missing, surplus });
    expect(orderParts(given).parts).toHaveLength(given.length);
  });

  it('are found in one file, joined here or put behind each other by hand', () => {
    const documents = [
      'meldpunt evidence v1\nsite: a\n\n— k x\n',
      'meldpunt evidence v1\nsite: b\n\n— k y\n',
    ];
    expect(documentsIn(joinDocuments(documents))).toEqual(documents);
    expect(documentsIn(documents.join(''))).toEqual(documents);
    expect(documentsIn(joinDocuments(documents).replaceAll('\n', '\r\n'))).toEqual(documents);
  });
});
