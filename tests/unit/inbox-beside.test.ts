import { describe, expect, it } from 'vitest';
import { besideOf } from '../../src/browser/inbox/list/beside.ts';
import type { CaseSummary } from '../../src/disclosure/team-wire.ts';

/** A list, as `reference` or `reference:version`. */
const list = (...names: string[]) =>
  names.map((name) => {
    const [reference = '', version = '1'] = name.split(':');
    return { reference, version: Number(version) } as CaseSummary;
  });

describe('what stands beside the case in front', () => {
  it('are those before and after it in the list, as it is now', () => {
    expect(besideOf('B', list('A', 'B', 'C'), '')).toEqual({ previous: 'A', next: 'C' });
    // Others are opened, and the list is put in order.
    expect(besideOf('B', list('B', 'C', 'A'), '')).toEqual({ previous: null, next: 'C' });
    expect(besideOf('D', list('A', 'B'), '')).toEqual({ previous: null, next: null });
  });

  it('stay those that stood there when the case changes, and the list has it elsewhere', () => {
    besideOf('B', list('A', 'B', 'C', 'D'), '');
    expect(besideOf('B', list('A', 'C', 'D', 'B:2'), '')).toEqual({ previous: 'A', next: 'C' });
    // What is gone meanwhile is passed over.
    expect(besideOf('B', list('D', 'B:3'), '')).toEqual({ previous: null, next: 'D' });
    expect(besideOf('C', list('A', 'C', 'D', 'B:2'), '')).toEqual({ previous: 'A', next: 'D' });
  });

  it('are those of another list when something else is asked for', () => {
    besideOf('B', list('B'), 'words');
    expect(besideOf('B', list('A', 'B:2', 'C'), '')).toEqual({ previous: 'A', next: 'C' });
  });
});
