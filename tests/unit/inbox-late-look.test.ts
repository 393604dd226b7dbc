import { describe, expect, it } from 'vitest';
import { lateLook } from '../../src/browser/inbox/case-page/late-look.ts';

const at = (hours: number) => new Date(Date.UTC(2026, 10, 23, 9 + hours)).toISOString();
const answered = (hours: number, value: string) => ({
  ...({ version: 2, at: at(hours), by: 'Anna', kind: 'claim-answered', value } as const),
});

describe('a look whether a case is exploited', () => {
  it('that was put off too late stays so, whatever the next one finds in time', () => {
    const events = [answered(120, 'unclear'), answered(121, 'not-true')];
    expect(lateLook({ claimedAt: at(0), events })).toEqual({ dueAt: at(24), doneAt: at(120) });
  });

  it('is not late where it was put off in time, or said only when the team opened the report', () => {
    const events = [answered(20, 'unclear'), answered(40, 'not-true')];
    expect(lateLook({ claimedAt: at(0), events })).toBeNull();
    const claimed = { ...answered(100, ''), kind: 'claimed' } as const;
    expect(lateLook({ claimedAt: at(100), events: [claimed, answered(120, 'unclear')] })).toBeNull();
    expect(lateLook({ claimedAt: null, events: [] })).toBeNull();
  });
});
