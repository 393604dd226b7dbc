import { z } from 'zod';
import { monthOf } from '../../../src/disclosure/clock.ts';
import { isPosition, positionOf } from '../../../src/disclosure/position.ts';
import { bytesOfCase, bytesOfMessage, bytesOfStub, messageRecord } from '../quota.ts';
import { eventSchema, messageSchema } from '../records.ts';
import { isCodeCursor, MOST_LOOKED_AT, type Store, windowOf } from '../store.ts';
import type { KvClient } from './client.ts';
import {
  indexValues,
  limitedReply,
  limitValues,
  mailValues,
  quotaValues,
  readCase,
  readRecord,
  records,
  retryAfter,
  storageFullReply,
  yesOrNo,
} from './values.ts';

type Cases = Pick<
  Store,
  | 'createCase'
  | 'findCase'
  | 'findCases'
  | 'findCaseByReceipt'
  | 'changeCase'
  | 'eraseCase'
  | 'withdrawCase'
  | 'readMessages'
  | 'readEvents'
  | 'listCases'
  | 'searchCases'
>;

const createReply = z.union([
  z.tuple([z.literal('created'), yesOrNo]),
  z.tuple([z.enum(['conflict', 'reference-taken'])]),
  z.tuple([z.literal('repeated'), z.string(), yesOrNo]),
  storageFullReply,
  z.tuple([z.literal('limited'), z.coerce.number(), z.coerce.number()]),
]);
const findReply = z.union([
  z.tuple([z.literal('found'), z.string()]),
  z.tuple([z.literal('unknown'), z.coerce.number()]),
  z.tuple([z.enum(['busy', 'limited']), z.coerce.number()]),
]);
const changeReply = z.union([
  z.tuple([z.enum(['changed', 'repeated', 'stale', 'full', 'gone'])]),
  storageFullReply,
  limitedReply,
]);

const searchReply = z.tuple([z.string(), records]);

/** Where the reference begins in a position: 16 digits and a colon go before it. */
const AFTER_POSITION = 18;

/** The cases of the kv adapter, with their messages, events and lists. */
export function kvCases({ client, ask, run, key }: KvClient): Cases {
  const readList = (name: string) => ask(records, () => client.lrange(key(name), 0, -1));

  return {
    async createCase({ newCase, report, textHash, alert, mails, quota, limits }) {
      const { reference, receiptId, bodyHash, receivedAt, version } = newCase;
      const [record, message] = [JSON.stringify(newCase), messageRecord(report)];
      const reply = await run(
        createReply,
        'createCase',
        [
          `receipt:${receiptId}`,
          `case:${reference}`,
          `messages:${reference}`,
          `message-ids:${reference}`,
          `figures:${monthOf(receivedAt)}`,
          `text:${textHash}`,
          `texts:${reference}`,
        ],
        [
          reference,
          receiptId,
          bodyHash,
          version,
          record,
          receivedAt,
          report.id,
          message,
          alert?.alert.id ?? '',
          alert ? JSON.stringify(alert.alert) : '',
          ...indexValues(newCase),
          ...quotaValues(quota, bytesOfCase(record, message), receivedAt),
          ...mailValues(mails),
          ...mailValues(alert ? [alert.mail] : []),
          ...limitValues(alert?.limits ?? [], receivedAt),
          ...limitValues(limits, receivedAt),
        ],
      );
      if (reply[0] === 'created') return { outcome: 'created', ...alertOf(reply[1]) };
      if (reply[0] === 'repeated')
        return { outcome: 'repeated', existing: readCase(reply[1]), ...alertOf(reply[2]) };
      if (reply[0] === 'storage-full') return { outcome: 'storage-full', hasMail: reply[1] > 0 };
      if (reply[0] === 'limited') {
        return { outcome: 'limited', ...retryAfter(reply[1], receivedAt), reached: reply[2] };
      }
      return { outcome: reply[0] };
    },
    async findCase(reference) {
      const record = await ask(z.string().nullable(), () => client.hget(key(`case:${reference}`), 'record'));
      return record === null ? null : readCase(record);
    },
    async findCases(references) {
      if (references.length === 0) return [];
      const keys = references.map((reference) => `case:${reference}`);
      return (await run(records, 'findCases', keys, [])).map(readCase);
    },
    async findCaseByReceipt({ receiptId, guesses, own, now }) {
      const [first] = guesses;
      const misses = first ? windowOf(first, now).key : '';
      const reply = await run(
        findReply,
        'findCaseByReceipt',
        [`receipt:${receiptId}`, `hits:${misses}`],
        [...limitValues([own], now), ...limitValues(guesses, now)],
      );
      if (reply[0] === 'found') return { outcome: 'found', found: readCase(reply[1]) };
      if (reply[0] === 'unknown') return { outcome: 'unknown', misses: reply[1] };
      return { outcome: reply[0], ...retryAfter(reply[1], now) };
    },
    async changeCase({ changed, seenVersion, events, message, figure, mails, quota, limits, now }) {
      const { reference, version } = changed;
      const record = message ? messageRecord(message.message) : '';
      const reply = await run(
        changeReply,
        'changeCase',
        [
          `case:${reference}`,
          `messages:${reference}`,
          `message-ids:${reference}`,
          `events:${reference}`,
          `text:${message?.textHash ?? ''}`,
          `texts:${reference}`,
        ],
        [
          reference,
          seenVersion,
          version,
          JSON.stringify(changed),
          now,
          ...indexValues(changed),
          message?.message.id ?? '',
          record,
          message?.most ?? 0,
          message?.mostBytes ?? 0,
          figure?.month ?? '',
          figure?.ms ?? 0,
          figure?.isLate ? 1 : 0,
          ...quotaValues(quota, bytesOfMessage(record), now),
          ...mailValues(mails),
          events.length,
          ...events.map((event) => JSON.stringify(event)),
          ...limitValues(limits, now),
        ],
      );
      if (reply[0] === 'storage-full') return { outcome: 'storage-full', hasMail: reply[1] > 0 };
      if (reply[0] === 'limited') return { outcome: 'limited', ...retryAfter(reply[1], now) };
      return { outcome: reply[0] };
    },
    async eraseCase({ reference, seenVersion, mails, now }) {
      const values = [reference, now, seenVersion ?? '', ...mailValues(mails)];
      return run(yesOrNo, 'eraseCase', [`case:${reference}`], values);
    },
    async withdrawCase({ stub, seenVersion, events, mails, now }) {
      const { reference, version, receiptId } = stub;
      const record = JSON.stringify(stub);
      return run(
        yesOrNo,
        'withdrawCase',
        [`case:${reference}`],
        [
          ...[reference, now, seenVersion, version, record, receiptId, bytesOfStub(record)],
          ...indexValues(stub),
          ...mailValues(mails),
          events.length,
          ...events.map((event) => JSON.stringify(event)),
        ],
      );
    },
    async readMessages(reference) {
      const list = await readList(`messages:${reference}`);
      return list.map((record, index) => ({ ...readRecord(messageSchema, record), number: index + 1 }));
    },
    async readEvents(reference) {
      const list = await readList(`events:${reference}`);
      return list.map((record) => readRecord(eventSchema, record));
    },
    async listCases({ status, after, limit, isReversed = false }) {
      const list = status === null ? 'list' : `list:${status}`;
      const [start, end] = isReversed ? ['+', '-'] : ['-', '+'];
      const first = after !== null && isPosition(after) ? `(${after}` : start;
      const script = isReversed ? 'listByTextReversed' : 'listByText';
      const found = await run(records, script, [list], [first, end, limit + 1, AFTER_POSITION]);
      const cases = found.slice(0, limit).map(readCase);
      const last = cases.at(-1);
      return { cases, next: found.length > limit && last ? positionOf(last) : null };
    },
    async searchCases({ code, status, after, limit }) {
      const from = after !== null && isCodeCursor(after) && after > code ? `(${after}` : `[${code}`;
      const values = [from, `[${code}\u00ff`, status ?? '', limit, MOST_LOOKED_AT];
      const [next, found] = await run(searchReply, 'searchCases', ['codes'], values);
      return { cases: found.map(readCase), next: next === '' ? null : next };
    },
  };
}

const alertOf = (isThere: boolean): { hasAlert?: true } => (isThere ? { hasAlert: true } : {});
