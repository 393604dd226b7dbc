// Reports that come from one hand: small, alike, with no evidence. Found as heads are opened, each compared with a few.
import { compare, type Print, printOf } from '../../../disclosure/similar.ts';
import type { CaseSummary } from '../../../disclosure/team-wire.ts';
import type { Head } from './heads.ts';

/** What tells that reports are from one hand, the plainest first. */
export const ties = ['contact', 'name', 'key', 'words'] as const;
export type Tie = (typeof ties)[number];

/** So many are gathered. */
export const LEAST_IN_HAND = 3;
/** What is small, in UTF-16 code units: about a page. */
const SMALL = 2_500;
/** Of the different words of two reports, the part that both have where they are nearly the same. */
const NEARLY_THE_SAME = 0.8;
/** The same where a contact, a name or a key ties them already. */
const ALIKE = 0.3;
/** By so many of the smallest marks others are found that may be nearly the same. */
const MARKS = 4;
/** With so many that share something a report is compared: strangers can't make it more. */
const MOST_COMPARED = 12;

/**
 * Whether a case can be gathered with others: nobody answered it or marked it exploited; it is small, without evidence, and
 * nothing that its reporter wrote after it waits to be read.
 */
export function canBeInHand(one: CaseSummary, head: Head | undefined): boolean {
  const isUnanswered = one.respondedAt === null && one.status === 'received' && one.withdrawnAt === null;
  if (one.exploitedAt !== null || one.waitingSince !== null) return false;
  if (!isUnanswered || head === undefined || head.why !== null || head.size === 0) return false;
  return head.size <= SMALL && !hasEvidence(head);
}

/** Whether a report came with what helps to see it for oneself; a version alone does not. */
export function hasEvidence({ evidence }: Head): boolean {
  return evidence.some((one) => one !== 'version');
}

interface Member {
  print: Print;
  hand: string;
}

export class Hands {
  readonly #members = new Map<string, Member>();
  /** By what they share: a contact, a name, a key, a mark. */
  readonly #sharing = new Map<string, Member[]>();
  /** The hand into which another went. */
  readonly #into = new Map<string, string>();
  readonly #ties = new Map<string, Set<Tie>>();

  /** Takes up a head that can be in a hand; once each. */
  add(head: Head): void {
    if (this.#members.has(head.reference)) return;
    const { reference, report, words } = head;
    const print = printOf({
      ...{ reference, words, system: report?.system ?? '', weakness: report?.weakness ?? null },
    });
    const member = { print, hand: reference };
    this.#members.set(reference, member);
    this.#ties.set(reference, new Set());
    for (const [tie, key] of keysOf(head, print)) this.#meet(member, tie, `${tie} ${key}`);
  }

  /** The hand that a report is in, by the reference of one of its reports; null where it was not taken up. */
  handOf(reference: string): string | null {
    const member = this.#members.get(reference);
    return member ? this.#root(member.hand) : null;
  }

  /** What ties the reports of a hand, the plainest. */
  tieOf(hand: string): Tie {
    const found = this.#ties.get(this.#root(hand));
    return ties.find((one) => found?.has(one)) ?? 'words';
  }

  #meet(member: Member, tie: Tie, key: string): void {
    const others = this.#sharing.get(key) ?? [];
    for (const other of others) {
      const [one, two] = [this.#root(member.hand), this.#root(other.hand)];
      if (!isAlike(member.print, other.print, tie)) continue;
      this.#ties.get(two)?.add(tie);
      if (one === two) continue;
      this.#into.set(one, two);
      for (const found of this.#ties.get(one) ?? []) this.#ties.get(two)?.add(found);
    }
    if (others.length < MOST_COMPARED) this.#sharing.set(key, [...others, member]);
  }

  #root(hand: string): string {
    let root = hand;
    for (let next = this.#into.get(root); next !== undefined; next = this.#into.get(root)) root = next;
    if (root !== hand) this.#into.set(hand, root);
    return root;
  }
}

function isAlike(one: Print, other: Print, tie: Tie): boolean {
  const { words, isSameSystem, isSameWeakness } = compare(one, other);
  if (tie === 'words') return words >= NEARLY_THE_SAME;
  // Anybody can write another's name or address over a report, but not seal to their key and read the answer.
  if (tie !== 'key') return words >= ALIKE;
  return isSameSystem || isSameWeakness || words >= ALIKE;
}

function keysOf({ report }: Head, { marks }: Print): [Tie, string][] {
  const same = (text: string | undefined) => (text ?? '').replace(/\s+/g, ' ').trim().toLowerCase();
  const own: [Tie, string][] = [
    ['contact', same(report?.contact)],
    ['name', same(report?.name)],
    ['key', same(report?.replyKey)],
  ];
  const byWords = marks.slice(0, MARKS).map((mark): [Tie, string] => ['words', String(mark)]);
  return [...own.filter(([, key]) => key !== ''), ...byWords];
}
