import { useEffect, useMemo } from 'preact/hooks';
import { CaseNotes } from '../case/case-notes.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import type { SeenCase } from '../case/seen-case.ts';

/** The notes of the case in front, opened anew whenever it is: with a key, after a change. */
export function useNotes({ reference }: OpenedCase, seen: SeenCase | null): CaseNotes {
  const notes = useMemo(() => new CaseNotes(reference), [reference]);
  useEffect(() => {
    if (seen) void notes.follow(seen.view.notes);
  }, [notes, seen]);
  useEffect(() => () => notes.leave(), [notes]);
  return notes;
}
