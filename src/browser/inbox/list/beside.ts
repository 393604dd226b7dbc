// Which cases stand beside the one in front, also when an answer moved it elsewhere in the list.
import type { CaseSummary } from '../../../disclosure/team-wire.ts';

/** References of the cases before and after one in the list; null where there is none. */
export interface Beside {
  previous: string | null;
  next: string | null;
}

/** What was in front, and what the list was like before it changed. */
let last = { reference: '', version: 0, asked: '', names: [] as readonly string[] };

/**
 * Finds what stands beside a case. Once it changes it stands elsewhere, and whoever answers one after the other goes on
 * from where it stood.
 * @param cases as the list shows them
 * @param asked what the list is asked for: with something else, it is another list
 */
export function besideOf(reference: string, cases: readonly CaseSummary[], asked: string): Beside {
  const one = cases.find((other) => other.reference === reference);
  if (!one) return { previous: null, next: null };
  const names = cases.map((other) => other.reference);
  const hasMoved = last.reference === reference && last.asked === asked && last.version !== one.version;
  if (!hasMoved) last = { reference, version: one.version, asked, names };
  const at = last.names.indexOf(reference);
  const isThere = (name: string) => names.includes(name);
  return {
    previous: last.names.slice(0, at).findLast(isThere) ?? null,
    next: last.names.slice(at + 1).find(isThere) ?? null,
  };
}
