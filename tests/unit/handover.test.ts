import { describe, expect, it } from 'vitest';
import { give, receive } from '../../src/handover/border.ts';
import { inboxFactsSchema } from '../../src/handover/inbox-facts.ts';

/** An element with what a page gave, as a browser has it. */
const placeOf = (attributes: Record<string, string>) => {
  const entries = Object.entries(attributes).map(([name, value]) => [name.replace(/^data-/, ''), value]);
  return { dataset: Object.fromEntries(entries) } as HTMLElement;
};
const texts = { title: 'A title', errors: { offline: 'No line "here"', deep: { er: '{{count}} < 2' } } };

describe('what a page hands to its script', () => {
  it('arrives as it was given', () => {
    expect(receive(placeOf(give('en', texts)))).toEqual({ language: 'en', texts });
  });

  it.each([
    ['an empty text', { title: '' }],
    ['an empty text in a group', { errors: { offline: '' } }],
    ['a number', { title: 1 }],
    ['nothing where a group was', { errors: null }],
    ['no texts at all', null],
    ['a text alone', 'title'],
  ])('is refused with %s', (_, given) => {
    const place = placeOf({ ...give('nl', texts), 'data-texts': JSON.stringify(given) });
    expect(() => receive(place)).toThrow(TypeError);
  });

  it('is refused in a language that the site does not have, cut off, or missing', () => {
    const given = give('nl', texts);
    for (const change of [{ 'data-language': 'xx' }, { 'data-texts': JSON.stringify(texts).slice(0, -1) }])
      expect(() => receive(placeOf({ ...given, ...change }))).toThrow();
    expect(() => receive(placeOf({}))).toThrow();
  });

  it('is refused where what the inbox knows besides is not what it is', () => {
    expect(inboxFactsSchema.safeParse({ team: [] }).success).toBe(false);
  });
});
