// How what was found stands in the list: by part, first what is said to be exploited, what the law asks for now and urgent reports without an answer,
// then what is due, evidence before none, and what comes from one hand as one row that unfolds. Pure.
import type { CaseSummary } from '../../../disclosure/team-wire.ts';
import { canBeInHand, type Hands, hasEvidence, LEAST_IN_HAND, type Tie } from './hands.ts';
import type { Head } from './heads.ts';
import {
  isLawPressing,
  isToCheck,
  placeOf,
  receivedAt,
  type Section,
  sectionOf,
  sections,
} from './standing.ts';

/** A row. A case that stands in an unfolded hand is `within` it. */
export type Row =
  | { kind: 'case'; key: string; one: CaseSummary; head: Head | undefined; within: string | null }
  | { kind: 'hand'; key: string; hand: string; tie: Tie; cases: readonly CaseSummary[]; isUnfolded: boolean };

export interface Part {
  section: Section;
  rows: readonly Row[];
  /** How many cases it has, those in hands that are folded as well. */
  count: number;
}

/** What the order is made of besides the cases. */
export interface Arranging {
  heads: ReadonlyMap<string, Head>;
  hands: Hands;
  /** Hands that are unfolded. */
  unfolded: ReadonlySet<string>;
  /** What is due before this stands before the rest, evidence or not; in ms. */
  soon: number;
  /** By when they came, the newest first, under whatever title. */
  isNewestFirst: boolean;
}

interface Item {
  cases: CaseSummary[];
  hand: string | null;
  rank: number;
  place: number;
}

/** The parts that have something, in their order. */
export function arrange(found: readonly CaseSummary[], arranging: Arranging): Part[] {
  const bySection = Map.groupBy(found, sectionOf);
  return sections.flatMap((section) => {
    const cases = bySection.get(section);
    return cases ? [{ section, rows: rowsOf(cases, section, arranging), count: cases.length }] : [];
  });
}

function rowsOf(cases: readonly CaseSummary[], section: Section, arranging: Arranging): Row[] {
  const { heads, unfolded, hands, isNewestFirst } = arranging;
  const items = itemsOf(cases, section, arranging);
  items.sort((one, other) => one.rank - other.rank || one.place - other.place || byName(one, other));
  if (isNewestFirst) items.sort((one, other) => newestOf(other) - newestOf(one));
  return items.flatMap(({ cases: own, hand }): Row[] => {
    const row = (one: CaseSummary): Row => {
      const { reference } = one;
      return { kind: 'case', key: reference, one, head: heads.get(reference), within: hand };
    };
    if (hand === null) return own.map(row);
    const isUnfolded = unfolded.has(hand);
    const folded: Row = {
      ...{ kind: 'hand', key: `hand ${hand}`, hand, tie: hands.tieOf(hand), cases: own, isUnfolded },
    };
    return isUnfolded ? [folded, ...own.map(row)] : [folded];
  });
}

/** Single cases, and hands that are large enough, each with the place of the case in it that comes first. */
function itemsOf(cases: readonly CaseSummary[], section: Section, arranging: Arranging): Item[] {
  const { heads, hands } = arranging;
  const singles: Item[] = [];
  const gathered = new Map<string, Item>();
  for (const one of cases) {
    const head = heads.get(one.reference);
    const hand = canBeInHand(one, head) ? hands.handOf(one.reference) : null;
    const item = {
      cases: [one],
      hand,
      rank: rankOf(one, head, section, arranging),
      place: placeOf(one),
    };
    const before = hand === null ? undefined : gathered.get(hand);
    if (before === undefined) {
      if (hand === null) singles.push(item);
      else gathered.set(hand, item);
      continue;
    }
    before.cases.push(one);
    before.rank = Math.min(before.rank, item.rank);
    before.place = Math.min(before.place, item.place);
  }
  for (const item of gathered.values()) {
    if (item.cases.length >= LEAST_IN_HAND) {
      const rank = (one: CaseSummary) => rankOf(one, heads.get(one.reference), section, arranging);
      item.cases.sort((one, other) => rank(one) - rank(other) || placeOf(one) - placeOf(other));
      singles.push(item);
    } else singles.push(...item.cases.map((one) => single(one, section, arranging)));
  }
  return singles;
}

function single(one: CaseSummary, section: Section, arranging: Arranging): Item {
  const head = arranging.heads.get(one.reference);
  return {
    cases: [one],
    hand: null,
    rank: rankOf(one, head, section, arranging),
    place: placeOf(one),
  };
}

/**
 * First comes what is said to be exploited, until somebody has looked whether it is. Then what the law asks for within a day, and what its reporter calls urgent and nobody answered yet: once the
 * team has answered, it has judged that word, and the case stands where what is due of it puts it. Then comes what is
 * late or due soon; of what nobody answered yet, evidence before none. What is solved has no such order.
 */
function rankOf(one: CaseSummary, head: Head | undefined, section: Section, { soon }: Arranging): number {
  if (section === 'to-close' || section === 'closed') return 0;
  if (isToCheck(one)) return -1;
  if (isLawPressing(one) || (one.urgent && one.respondedAt === null)) return 0;
  if (section === 'open' || (section === 'due' && placeOf(one) < soon)) return 1;
  if (one.respondedAt !== null) return 2;
  return head !== undefined && hasEvidence(head) ? 2 : 3;
}

const newestOf = ({ cases }: Item) => Math.max(...cases.map(receivedAt));
const byName = (one: Item, other: Item) =>
  (one.cases[0]?.reference ?? '') < (other.cases[0]?.reference ?? '') ? -1 : 1;

/** The cases that stand in a row by themselves: those of a hand that is unfolded have rows of their own. */
export function casesOf(row: Row): readonly CaseSummary[] {
  if (row.kind === 'case') return [row.one];
  return row.isUnfolded ? [] : row.cases;
}
