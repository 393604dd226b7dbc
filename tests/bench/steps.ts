import type { Store } from '../../functions/store/store.ts';
import { monthsUntil } from '../../src/disclosure/clock.ts';
import { newCaseInput } from '../support/cases.ts';
import { openDesk } from './desk.ts';
import type { Filled } from './fill.ts';
import { FAMILY, tokenOf } from './mix.ts';
import { DAY, HOUR, NOW } from './time.ts';

/** One operation: `prepare` goes before it and `clear` after it, neither of them measured. */
export interface Step {
  name: string;
  prepare?: () => Promise<void>;
  run: () => Promise<unknown>;
  clear?: () => Promise<void>;
}

const DUE = 20;

/** Every step that is measured, on a store that was filled. The number of cases stays as it is. */
export async function stepsOn(store: Store, filled: readonly Filled[]): Promise<Step[]> {
  const desk = await openDesk(store);
  const middle = await positionInMiddle(store, filled.length);
  const closed = walk(filled.filter(({ status }) => status === 'closed'));
  const turn = turner(store, desk, filled);
  const made: string[] = [];
  const eraseMade = async () => {
    for (const reference of made.splice(0)) await store.eraseCase({ reference, mails: [], now: NOW });
  };
  const daily = async (expected: number) => {
    const { reminded, erased } = await desk.daily();
    if (reminded !== expected || erased !== 0) throw new Error(`reminded ${reminded}, erased ${erased}`);
  };
  const putDue = async () => {
    while (made.length < DUE) {
      const input = newCaseInput({ receivedAt: NOW - 60 * HOUR, respondBy: NOW + HOUR * 12 });
      // Among many cases a reference may be taken.
      const { outcome } = await store.createCase({ ...input, mails: [] });
      if (outcome === 'created') made.push(input.newCase.reference);
    }
  };
  // What is due of the cases that were filled in is told first: none of it is measured.
  while ((await desk.daily()).reminded > 0);
  return [
    { name: 'GET staff/cases: first page', run: () => desk.list('') },
    { name: 'GET staff/cases: a page of one status', run: () => desk.list('?status=closed') },
    { name: 'GET staff/cases: a page in the middle', run: () => desk.list(`?after=${middle}`) },
    {
      name: 'GET staff/cases: search, 1 found',
      run: () => desk.list(`?code=${closed().reference.slice(-6)}`),
    },
    { name: 'GET staff/cases: search, 50 of 60 found', run: () => desk.list(`?code=${FAMILY}`) },
    { name: 'GET staff/cases/{reference}', run: () => desk.open(closed().reference) },
    { name: 'PATCH staff/cases/{reference}: status', ...turn },
    {
      name: 'POST reports',
      async run() {
        made.push((await desk.submit()).reference);
      },
      clear: eraseMade,
    },
    { name: 'GET case (the reporter looks)', run: () => desk.follow(tokenOf(closed().number)) },
    { name: 'daily job, nothing due', run: () => daily(0) },
    {
      name: `daily job, ${DUE} reminders due`,
      prepare: putDue,
      run: () => daily(DUE),
      clear: eraseMade,
    },
    { name: 'readFigures, 12 months', run: () => store.readFigures(monthsUntil(NOW, 12)) },
    { name: 'outboxState', run: () => store.outboxState() },
  ];
}

/** Moves cases that are being fixed to confirmed and back, three of them at every size; takes their mail away. */
function turner(store: Store, desk: Awaited<ReturnType<typeof openDesk>>, filled: readonly Filled[]) {
  const next = walk(filled.filter(({ status }) => status === 'fixing').slice(0, 3));
  let wanted: { reference: string; version: number; status: string } | null = null;
  return {
    async prepare() {
      const found = await store.findCase(next().reference);
      if (!found) throw new Error('a case is gone');
      const { reference, version, status } = found;
      wanted = { reference, version, status: status === 'fixing' ? 'confirmed' : 'fixing' };
    },
    async run() {
      if (!wanted) throw new Error('nothing was prepared');
      const { reference, ...change } = wanted;
      await desk.change(reference, change);
    },
    async clear() {
      const due = await store.takeDueMail({ now: NOW, leaseUntil: NOW + DAY, limit: 50 });
      for (const { id } of due) await store.removeMail(id);
    },
  };
}

/** Gives the entries in strides that come by all parts of the store, again and again. */
function walk(entries: readonly Filled[]): () => Filled {
  let at = 0;
  return () => {
    at = (at + Math.floor(entries.length * 0.381966) + 1) % entries.length;
    const entry = entries[at];
    if (!entry) throw new Error('nothing to walk');
    return entry;
  };
}

/** The position behind which half of the cases are. */
async function positionInMiddle(store: Store, count: number): Promise<string> {
  const page = Math.min(500, count / 2);
  let after: string | null = null;
  for (let seen = 0; seen < count / 2; seen += page) {
    const { next }: { next: string | null } = await store.listCases({ status: null, after, limit: page });
    after = next;
  }
  return after ?? '';
}
