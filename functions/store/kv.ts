import { z } from 'zod';
import type { Case } from '../../src/disclosure/case.ts';
import { createKvClient, type KvAddress } from './kv-client.ts';
import { kvOutbox } from './kv-outbox.ts';
import { alertSchema, caseSchema, messageSchema } from './records.ts';
import {
  cursorOf,
  type HitLimit,
  type MailEntry,
  parseCursor,
  type Store,
  StoreError,
  secondsUntil,
  windowOf,
} from './store.ts';

const limited = z.tuple([z.literal('limited'), z.coerce.number()]);
const createReply = z.union([
  z.tuple([z.enum(['created', 'conflict', 'reference-taken'])]),
  z.tuple([z.literal('repeated'), z.string()]),
  limited,
]);
const findReply = z.union([
  z.tuple([z.literal('found'), z.string()]),
  z.tuple([z.literal('unknown'), z.coerce.number()]),
  z.tuple([z.enum(['busy', 'limited']), z.coerce.number()]),
]);
const appendReply = z.union([z.tuple([z.enum(['appended', 'repeated', 'full', 'gone'])]), limited]);
const alertReply = z.tuple([z.string().nullable(), z.string().nullable()]);
const yesOrNo = z.enum(['0', '1']).transform((reply) => reply === '1');
const nothing = z.unknown();

/**
 * The store in Redis, spoken to over Upstash's REST interface by `@vercel/kv`. Every verb is one command or one
 * Lua script, so one round trip; scripts run alone, which is what makes them atomic.
 */
export function createKvStore(address: KvAddress): Store {
  const kv = createKvClient(address);
  const { client, ask, run, key } = kv;

  return {
    async createCase({ newCase, report, alert, mails, limits }) {
      const { reference, receiptId, bodyHash, receivedAt, version } = newCase;
      const reply = await run(
        createReply,
        'createCase',
        [
          `receipt:${receiptId}`,
          `case:${reference}`,
          `messages:${reference}`,
          `message-ids:${reference}`,
          'cases',
        ],
        [
          reference,
          receiptId,
          bodyHash,
          version,
          JSON.stringify(newCase),
          cursorOf(newCase),
          receivedAt,
          report.id,
          messageRecord(report),
          alert?.id ?? '',
          alert ? JSON.stringify(alert) : '',
          ...mailValues(mails),
          ...limitValues(limits, receivedAt),
        ],
      );
      if (reply[0] === 'repeated') return { outcome: 'repeated', existing: readCase(reply[1]) };
      if (reply[0] === 'limited') return { outcome: 'limited', ...retryAfter(reply[1], receivedAt) };
      return { outcome: reply[0] };
    },
    async findCase(reference) {
      const record = await ask(z.string().nullable(), () => client.hget(key(`case:${reference}`), 'record'));
      return record === null ? null : readCase(record);
    },
    async findCaseByReceipt({ receiptId, guesses, own, now }) {
      const window = windowOf(guesses, now);
      const keys = [`receipt:${receiptId}`, `hits:${window.key}`];
      const reply = await run(findReply, 'findCaseByReceipt', keys, [
        guesses.most,
        window.endsAt / 1000,
        ...limitValues([own], now),
      ]);
      if (reply[0] === 'found') return { outcome: 'found', found: readCase(reply[1]) };
      if (reply[0] === 'unknown') return { outcome: 'unknown', misses: reply[1] };
      return { outcome: reply[0], ...retryAfter(reply[1], now) };
    },
    async changeCase({ changed, seenVersion, mails, now }) {
      const { reference, version, status } = changed;
      const isClosed = status === 'closed' ? 1 : 0;
      const values = [
        seenVersion,
        version,
        JSON.stringify(changed),
        now,
        reference,
        isClosed,
        ...mailValues(mails),
      ];
      return run(yesOrNo, 'changeCase', [`case:${reference}`], values);
    },
    async eraseCase({ reference, mails, now }) {
      return run(
        yesOrNo,
        'eraseCase',
        [`case:${reference}`, 'cases'],
        [reference, now, ...mailValues(mails)],
      );
    },
    async readMessages(reference) {
      const list = await ask(z.array(z.string()), () => client.lrange(key(`messages:${reference}`), 0, -1));
      return list.map((record, index) => ({ ...messageSchema.parse(JSON.parse(record)), number: index + 1 }));
    },
    async appendMessage({ reference, message, most, mostBytes, mails, limits }) {
      const { id, at } = message;
      const keys = [`case:${reference}`, `messages:${reference}`, `message-ids:${reference}`];
      const rest = [...mailValues(mails), ...limitValues(limits, at)];
      const values = [id, messageRecord(message), most, mostBytes, at, ...rest];
      const reply = await run(appendReply, 'appendMessage', keys, values);
      if (reply[0] === 'limited') return { outcome: 'limited', ...retryAfter(reply[1], at) };
      return { outcome: reply[0] };
    },
    async listCases({ after, limit }) {
      const from = after === null ? null : parseCursor(after);
      const start = from ? `(${cursorOf(from)}` : '+';
      const records = await run(z.array(z.string()), 'listCases', ['cases'], [start, limit + 1]);
      const found = records.map(readCase);
      const cases = found.slice(0, limit);
      const last = cases.at(-1);
      return { cases, next: found.length > limit && last ? cursorOf(last) : null };
    },
    async putChunk({ reference, attachmentId, index, bytes, count, eraseAt }) {
      const keys = [`case:${reference}`, `chunks:${reference}`];
      const base64 = Buffer.from(bytes).toString('base64');
      return run(yesOrNo, 'putChunk', keys, [reference, attachmentId, index, base64, count, eraseAt]);
    },
    async listChunks(reference) {
      const names = await run(z.array(z.string()), 'listChunks', [`chunks:${reference}`], [reference]);
      const found: Record<string, number[]> = {};
      for (const name of names) {
        const [id = '', index] = name.split(':');
        found[id] = [...(found[id] ?? []), Number(index)];
      }
      for (const indexes of Object.values(found)) indexes.sort((one, other) => one - other);
      return found;
    },
    async readChunk({ reference, attachmentId, index }) {
      const name = key(`chunk:${reference}:${attachmentId}:${index}`);
      const base64 = await ask(z.string().nullable(), () => client.get(name));
      return base64 === null ? null : new Uint8Array(Buffer.from(base64, 'base64'));
    },
    async eraseStaleChunks() {
      // Redis does this by itself, at the time that each chunk was stored with.
    },
    async setAlert({ reference, alert, mails, now }) {
      const record = alert ? JSON.stringify(alert) : '';
      const values = [reference, alert?.id ?? '', record, now, ...mailValues(mails)];
      await run(nothing, 'setAlert', [`case:${reference}`], values);
    },
    async findAlert(reference) {
      const script = "return redis.call('HMGET', KEYS[1], 'record', 'confirmed')";
      const name = key(`alert:${reference}`);
      const [record, confirmed] = await ask(alertReply, () => client.eval(script, [name], []));
      if (record === null) return null;
      const alert = alertSchema.parse(JSON.parse(record));
      return { ...alert, isConfirmed: alert.isConfirmed || confirmed === '1' };
    },
    async answerAlert({ alertId, isWanted }) {
      return run(yesOrNo, 'answerAlert', [`alert-id:${alertId}`], [isWanted ? 1 : 0]);
    },
    async countHit({ limit, now }) {
      const waitUntil = await run(z.coerce.number(), 'countHit', [], limitValues([limit], now));
      return waitUntil === 0 ? null : secondsUntil(waitUntil * 1000, now);
    },
    ...kvOutbox(kv),
    async close() {
      // Every command is a request of its own: there is nothing to let go of.
    },
  };
}

function readCase(record: string): Case {
  const parsed = caseSchema.safeParse(JSON.parse(record));
  if (!parsed.success) throw new StoreError('a case has an unknown form');
  return parsed.data;
}

function messageRecord({ id, from, at, sealed }: z.infer<typeof messageSchema>): string {
  return JSON.stringify({ id, from, at, sealed });
}

function mailValues(mails: readonly MailEntry[]): (string | number)[] {
  return [
    mails.length,
    ...mails.flatMap(({ id, kind, reference, messageId }) => [id, kind, reference, messageId]),
  ];
}

function limitValues(limits: readonly HitLimit[], now: number): (string | number)[] {
  return limits.flatMap((limit) => {
    const { key, endsAt } = windowOf(limit, now);
    return [`hits:${key}`, limit.weight ?? 1, limit.most, endsAt / 1000];
  });
}

function retryAfter(endsAtSeconds: number, now: number): { retryAfterSeconds: number } {
  return { retryAfterSeconds: secondsUntil(endsAtSeconds * 1000, now) };
}
