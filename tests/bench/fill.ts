import type { Store } from '../../functions/store/store.ts';
import type { Case } from '../../src/disclosure/case.ts';
import { monthOf } from '../../src/disclosure/clock.ts';
import { changeInput, messageIn, newCaseInput, newMail, newMessage } from '../support/cases.ts';
import { fieldsOf } from './mix.ts';
import { DAY, NOW } from './time.ts';

/** Mails that wait at every size, none of them due. */
const WAITING = 20;

/** A case in a filled store, as far as the steps need it. */
export interface Filled {
  number: number;
  reference: string;
  status: Case['status'];
}

/** Fills a store with `count` cases through its own verbs, `parallel` at a time: two messages, three events each. */
export async function fill(store: Store, count: number, parallel: number): Promise<Filled[]> {
  const filled: Filled[] = [];
  let next = 0;
  const work = async () => {
    while (next < count) {
      const number = next;
      next += 1;
      filled[number] = await putCase(store, number, count);
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
  const mails = Array.from({ length: WAITING }, () => newMail('monthly-summary', ''));
  await store.announce({ mails, now: NOW + DAY });
  return filled;
}

async function putCase(store: Store, number: number, count: number): Promise<Filled> {
  const input = newCaseInput(fieldsOf(number, count));
  const { newCase } = input;
  const { reference, status, receivedAt, respondedAt } = newCase;
  const created = await store.createCase({ ...input, mails: [] });
  const now = respondedAt ?? receivedAt;
  const change = changeInput(newCase, {}, { now, message: messageIn(newMessage('team', now)) });
  const figure = respondedAt === null ? null : { month: monthOf(now), ms: now - receivedAt, isLate: false };
  const events = (['response', 'fix-expected', 'status'] as const).flatMap((kind) =>
    change.events.map((event) => ({ ...event, kind })),
  );
  const changed = await store.changeCase({ ...change, events, figure });
  if (created.outcome !== 'created' || changed.outcome !== 'changed') {
    throw new Error(`case ${number} (${reference}): ${created.outcome}, ${changed.outcome}`);
  }
  return { number, reference, status };
}
