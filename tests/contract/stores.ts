import { expect } from 'vitest';
import type { CasePage, DueMail, Store } from '../../functions/store/store.ts';
import type { Case } from '../../src/disclosure/case.ts';
import { changeInput, newCaseInput } from '../support/cases.ts';

/** Gives two stores on the same empty database, as two servers have them. */
export type Open = () => Promise<readonly [Store, Store]>;

/** All that lies where the stores opened last keep things, as one text: the files, or every value of the database. */
export type ReadWhole = () => Promise<string>;

export const NOW = Date.UTC(2026, 10, 23, 9, 0);
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const LEASE = 120_000;

/** A reference that no case has. */
export const ABSENT = 'CVD-2026-000000';

/** Takes everything out of the outbox that is due. */
export function takeAll(store: Store, now: number): Promise<DueMail[]> {
  return store.takeDueMail({ now, leaseUntil: now + LEASE, limit: 100 });
}

/** Stores a new case. */
export async function makeCase(store: Store, fields: Partial<Case> = {}): Promise<Case> {
  const input = newCaseInput({ receivedAt: NOW, ...fields });
  expect(await store.createCase(input)).toEqual({ outcome: 'created' });
  return input.newCase;
}

/** Changes a case and gives it as it is then. */
export async function makeChange(store: Store, current: Case, fields: Partial<Case> = {}): Promise<Case> {
  const input = changeInput(current, fields);
  expect(await store.changeCase(input)).toEqual({ outcome: 'changed' });
  return input.changed;
}

/** Stores a case that was answered at `respondedAt`, with `fields` that came with the answer. */
export async function makeAnswered(store: Store, fields: Partial<Case> = {}): Promise<Case> {
  const respondedAt = NOW + HOUR;
  const answer = { status: 'confirmed', assessment: 'confirmed', respondedAt } as const;
  const { receivedAt = NOW, ...rest } = fields;
  return makeChange(store, await makeCase(store, { receivedAt }), { ...answer, ...rest });
}

/** Of `count` calls at once, every other one through the other store. */
export function atOnce<T>(
  count: number,
  [store, other]: readonly [Store, Store],
  call: (through: Store, index: number) => Promise<T>,
): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => call(index % 2 ? store : other, index)));
}

/** How many of these have this outcome. */
export function countOf(outcomes: readonly { outcome: string }[], wanted: string): number {
  return outcomes.filter(({ outcome }) => outcome === wanted).length;
}

/** The references of the whole inbox, read page by page. */
export async function readInbox(
  store: Store,
  { status = null, limit = 3 }: { status?: Case['status'] | null; limit?: number } = {},
): Promise<string[][]> {
  const pages: string[][] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<Store['listCases']>> = await store.listCases({ status, after, limit });
    pages.push(referencesOf(page.cases));
    after = page.next;
  } while (after !== null);
  return pages;
}

/** The references of all that a search finds, read page by page; of the first `pages` of them. */
export async function searchAll(
  store: Store,
  {
    code,
    status = null,
    limit,
    pages: most = Number.POSITIVE_INFINITY,
  }: { code: string; status?: Case['status'] | null; limit: number; pages?: number },
): Promise<string[][]> {
  const pages: string[][] = [];
  let after: string | null = null;
  do {
    const page: CasePage = await store.searchCases({ code, status, after, limit });
    pages.push(referencesOf(page.cases));
    after = page.next;
  } while (after !== null && pages.length < most);
  return pages;
}

export function referencesOf(cases: readonly Case[]): string[] {
  return cases.map(({ reference }) => reference);
}
