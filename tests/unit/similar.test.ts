import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Comparable, compare, printOf, similarTo } from '../../src/disclosure/similar.ts';

const base: Comparable = {
  reference: 'CVD-2026-AAAAAA',
  system: 'https://shop.example.com/login',
  weakness: 'injection',
  words: 'Met een enkel aanhalingsteken in het zoekveld geeft de winkel alle klanten terug.',
};
const other = { ...base, reference: 'CVD-2026-BBBBBB' };

const likeness = (one: Comparable, two: Comparable) => compare(printOf(one), printOf(two));

describe('two reports', () => {
  it('that say the same are the same', () => {
    const same = likeness(base, other);
    expect(same).toMatchObject({ isSameSystem: true, isSameWeakness: true, words: 1 });
    expect(same.score).toBeCloseTo(1);
  });

  it('that say something else of something else have nothing in common', () => {
    const apart = likeness(base, {
      ...other,
      system: 'VPN',
      weakness: 'memory-safety',
      words: 'Heap overflow while parsing certificates',
    });
    expect(apart).toMatchObject({ score: 0, isSameSystem: false, isSameWeakness: false, words: 0 });
  });

  it('share the part of their words that both have, exactly where they are short', () => {
    const words = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, index) => `woord${from + index}`).join(' ');
    expect(likeness({ ...base, words: words(0, 300) }, { ...other, words: words(100, 400) }).words).toBe(0.5);
    // Twice as many as are kept: about.
    const long = likeness({ ...base, words: words(0, 3000) }, { ...other, words: words(1000, 4000) }).words;
    expect(Math.abs(long - 0.5)).toBeLessThan(0.08);
  });

  it('are compared by words, whatever their case, order, number and marks', () => {
    const { words } = likeness(
      { ...base, words: 'Zoekveld KLANTEN' },
      { ...other, words: 'klanten, klanten; “zoekveld”!' },
    );
    expect(words).toBe(1);
  });

  it.each([
    ['https://shop.example.com/login', 'shop.example.com', true],
    ['http://www.shop.example.com:8080/?q=1', 'SHOP.example.com/admin', true],
    ['shop.example.com', 'shop.example.org', false],
    ['Acme Portaal 3.2', 'acme portaal v3', true],
    ['Acme Portaal', 'Acme Website', false],
    ['', '', false],
  ])('of %j and %j are of the same system: %s', (one, two, isSame) => {
    expect(likeness({ ...base, system: one }, { ...other, system: two }).isSameSystem).toBe(isSame);
  });

  it.each(['other', 'not-sure', null] as const)(
    'share no kind of weakness that says nothing: %s',
    (weakness) => {
      expect(likeness({ ...base, weakness }, { ...other, weakness }).isSameWeakness).toBe(false);
    },
  );

  it('are alike to the same degree either way round, from none to wholly', () => {
    const reports = fc.record({
      reference: fc.constantFrom('CVD-2026-AAAAAA', 'CVD-2026-BBBBBB'),
      system: fc.oneof(fc.string(), fc.constant('shop.example.com')),
      weakness: fc.constantFrom('injection' as const, 'other' as const, null),
      words: fc.oneof(fc.string({ unit: 'grapheme' }), fc.lorem()),
    });
    fc.assert(
      fc.property(reports, reports, (one, two) => {
        const there = likeness(one, two);
        const back = likeness(two, one);
        expect({ ...there, reference: '' }).toEqual({ ...back, reference: '' });
        expect(there.score).toBeGreaterThanOrEqual(0);
        expect(there.score).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('what is like a report', () => {
  it('comes with the most alike first, without itself, and no more than is asked for', () => {
    const many = Array.from({ length: 20 }, (_, index) => ({
      ...base,
      reference: `CVD-2026-${String(index).padStart(6, '0')}`,
      words: `${base.words} ${'nieuw '.repeat(index)}extra${index}`,
      system: index % 2 === 0 ? base.system : 'VPN',
    }));
    const found = similarTo(printOf(base), [base, ...many].map(printOf), 3);
    expect(found).toHaveLength(3);
    expect(found.map(({ reference }) => reference)).not.toContain(base.reference);
    expect(found.map(({ score }) => score)).toEqual(
      found.map(({ score }) => score).toSorted((a, b) => b - a),
    );
    expect(found.every(({ isSameSystem }) => isSameSystem)).toBe(true);
  });

  it('is nothing where only the kind of weakness is the same', () => {
    const vague = { ...other, system: 'VPN', words: 'Heap overflow while parsing certificates' };
    expect(similarTo(printOf(base), [printOf(vague)])).toEqual([]);
  });

  it('keeps little of a text, however long, and reads no more than a part of it', () => {
    const long = Array.from({ length: 60_000 }, (_, index) => `woord${index}`).join(' ');
    expect(printOf({ ...base, words: long }).marks).toHaveLength(512);
    expect(printOf({ ...base, words: `${'x'.repeat(200_000)} eind` }).marks).toHaveLength(1);
  });
});
