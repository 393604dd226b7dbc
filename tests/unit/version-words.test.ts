import { describe, expect, it } from 'vitest';
import { versionWords } from '../../src/publications/version-words.ts';

describe('versions as people read them', () => {
  it.each([
    ['all', 'alle versies', 'all versions'],
    ['4.2', '4.2', '4.2'],
    ['=4.2', '4.2', '4.2'],
    ['<2.4', 'ouder dan 2.4', 'before 2.4'],
    ['<= 2.4', 'tot en met 2.4', 'up to and including 2.4'],
    ['>2.4', 'nieuwer dan 2.4', 'after 2.4'],
    ['>=4.0|<4.3', 'vanaf 4.0 en ouder dan 4.3', 'from 4.0 and before 4.3'],
    [
      '<2 | >=4.0|<4.3 | 5.1',
      'ouder dan 2, vanaf 4.0 en ouder dan 4.3 of 5.1',
      'before 2, from 4.0 and before 4.3 or 5.1',
    ],
    ['<4.3|>=4.0', 'vanaf 4.0 en ouder dan 4.3', 'from 4.0 and before 4.3'],
    ['<4.3|!=4.1', 'ouder dan 4.3, behalve 4.1', 'before 4.3, except 4.1'],
    ['!=4.1', 'alle versies, behalve 4.1', 'all versions, except 4.1'],
  ])('%s: %s', (versions, nl, en) => {
    expect([versionWords(versions, 'nl'), versionWords(versions, 'en')]).toEqual([nl, en]);
  });
});
