import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { Choice, type Choosable } from '../../src/browser/inbox/list/choice.ts';

const one = (reference: string, fields: Partial<Choosable> = {}): Choosable => ({
  ...{ reference, version: 1, untouched: true, urgent: false },
  ...fields,
});

describe('what is chosen in the list', () => {
  const open = (...cases: Choosable[]) => {
    const shown = signal<readonly Choosable[]>(cases);
    const choice = new Choice(shown);
    return { shown, choice, chosen: () => choice.chosen.value.map(({ reference }) => reference) };
  };

  it('is only what nobody has touched', () => {
    const { choice, chosen } = open(one('A'), one('B', { untouched: false }), one('C'));
    choice.chooseAll(true);
    expect(chosen()).toEqual(['A', 'C']);
    choice.chooseAll(false);
    expect(chosen()).toEqual([]);
  });

  it('is a stretch with Shift, whichever end comes first, and goes away in the same way', () => {
    const { choice, chosen } = open(...['A', 'B', 'C', 'D', 'E'].map((name) => one(name)));
    // With Shift and nothing to begin at it is the one.
    choice.choose('D', true, true);
    expect(chosen()).toEqual(['D']);
    choice.choose('B', true, true);
    expect(chosen()).toEqual(['B', 'C', 'D']);
    choice.choose('C', false, true);
    expect(chosen()).toEqual(['D']);
    choice.choose('A', true, false);
    expect(chosen()).toEqual(['A', 'D']);
  });

  it('is not chosen any more once it has changed or is gone, and does not come back as chosen', () => {
    const { shown, choice, chosen } = open(one('A'), one('B'), one('C'));
    choice.chooseAll(true);
    shown.value = [one('A', { version: 2 }), one('B')];
    expect(chosen()).toEqual(['B']);
    choice.keepOffered();
    shown.value = [one('A'), one('B'), one('C')];
    expect(chosen()).toEqual(['B']);
  });
});
