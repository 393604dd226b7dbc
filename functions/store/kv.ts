import { createClient } from '@vercel/kv';
import { z } from 'zod';
import { scripts } from './kv-scripts.ts';
import { caseSchema } from './records.ts';
import { cursorOf, parseCursor, type Store, StoreError } from './store.ts';

/** How long one command may take, in ms. */
const PATIENCE = 5000;
const PREFIX = 'meldpunt:';

const messageSchema = z.strictObject({
  number: z.number(),
  from: z.enum(['reporter', 'team']),
  at: z.number(),
  sealed: z.string(),
});
const createReply = z.union([
  z.tuple([z.enum(['created', 'conflict', 'reference-taken'])]),
  z.tuple([z.literal('repeated'), z.string()]),
  z.tuple([z.literal('limited'), z.coerce.number()]),
]);
const dueMailReply = z.array(
  z.tuple([z.string(), z.literal('report-received'), z.string(), z.coerce.number()]),
);

/**
 * The store in Redis, spoken to over Upstash's REST interface by `@vercel/kv`. Every verb is one command or one
 * Lua script, so one round trip; scripts run alone, which is what makes them atomic.
 * @param url, token as Vercel's marketplace sets them (`KV_REST_API_URL`, `KV_REST_API_TOKEN`)
 */
export function createKvStore({ url, token }: { url: string; token: string }): Store {
  const client = createClient({
    url,
    token,
    // Replies stay the strings that they are, and a command that may have been applied is never sent twice.
    automaticDeserialization: false,
    enableAutoPipelining: false,
    retry: { retries: 0 },
    signal: () => AbortSignal.timeout(PATIENCE),
  });

  /** Errors of the client hold the whole command with its values, so they go no further than here. */
  async function ask<T>(schema: z.ZodType<T>, work: () => Promise<unknown>): Promise<T> {
    let reply: unknown;
    try {
      reply = await work();
    } catch {
      throw new StoreError('the store failed or did not answer');
    }
    const parsed = schema.safeParse(reply);
    if (!parsed.success) throw new StoreError('the store answered with something else');
    return parsed.data;
  }
  const evaluate = <T>(schema: z.ZodType<T>, script: string, keys: string[], values: (string | number)[]) =>
    ask(schema, () =>
      client.eval(
        script,
        keys.map((key) => PREFIX + key),
        values.map(String),
      ),
    );
  const readCase = (record: string) => {
    const parsed = caseSchema.safeParse(JSON.parse(record));
    if (!parsed.success) throw new StoreError('a case has an unknown form');
    return parsed.data;
  };

  return {
    async createCase({ newCase, sealedReport, mail, limits }) {
      const { reference, receiptId, bodyHash, receivedAt } = newCase;
      const windows = limits.map(({ key, most, windowSeconds }) => {
        const window = Math.floor(receivedAt / 1000 / windowSeconds);
        return { key: `hits:${key}:${window}`, most, endsAt: (window + 1) * windowSeconds };
      });
      const message = { number: 1, from: 'reporter', at: receivedAt, sealed: sealedReport };
      const reply = await evaluate(
        createReply,
        scripts.createCase,
        [
          `receipt:${receiptId}`,
          `case:${reference}`,
          `messages:${reference}`,
          'cases',
          'outbox',
          `outbox:${mail.id}`,
          ...windows.map(({ key }) => key),
        ],
        [
          `${PREFIX}case:`,
          reference,
          bodyHash,
          JSON.stringify(newCase),
          JSON.stringify(message),
          cursorOf(newCase),
          receivedAt,
          mail.id,
          mail.kind,
          mail.reference,
          ...windows.flatMap(({ most, endsAt }) => [most, endsAt]),
        ],
      );
      if (reply[0] === 'repeated') return { outcome: 'repeated', existing: readCase(reply[1]) };
      if (reply[0] === 'limited') {
        return {
          outcome: 'limited',
          retryAfterSeconds: Math.max(1, Math.ceil(reply[1] - receivedAt / 1000)),
        };
      }
      return { outcome: reply[0] };
    },
    async findCase(reference) {
      const record = await ask(z.string().nullable(), () => client.get(`${PREFIX}case:${reference}`));
      return record === null ? null : readCase(record);
    },
    async readMessages(reference) {
      const list = await ask(z.array(z.string()), () =>
        client.lrange(`${PREFIX}messages:${reference}`, 0, -1),
      );
      return list.map((message) => messageSchema.parse(JSON.parse(message)));
    },
    async listCases({ after, limit }) {
      const from = after === null ? null : parseCursor(after);
      const start = from ? `(${cursorOf(from)}` : '+';
      const records = await evaluate(
        z.array(z.string()),
        scripts.listCases,
        ['cases'],
        [`${PREFIX}case:`, start, limit + 1],
      );
      const found = records.map(readCase);
      const cases = found.slice(0, limit);
      const last = cases.at(-1);
      return { cases, next: found.length > limit && last ? cursorOf(last) : null };
    },
    async takeDueMail({ now, leaseUntil, limit }) {
      const values = [`${PREFIX}outbox:`, now, leaseUntil, limit];
      const rows = await evaluate(dueMailReply, scripts.takeDueMail, ['outbox'], values);
      return rows.map(([id, kind, reference, attempts]) => ({ id, kind, reference, attempts }));
    },
    async removeMail(id) {
      await evaluate(z.unknown(), scripts.removeMail, ['outbox', 'outbox:failed', `outbox:${id}`], [id]);
    },
    async postponeMail(id, dueAt) {
      await evaluate(z.unknown(), scripts.postponeMail, ['outbox', 'outbox:failed'], [id, dueAt]);
    },
    async outboxState() {
      const counts = z.tuple([z.coerce.number(), z.coerce.number(), z.string()]);
      const keys = ['outbox', 'outbox:failed'];
      const [waiting, failing, first] = await evaluate(counts, scripts.outboxState, keys, []);
      return { waiting, failing, firstDueAt: first === '' ? null : Number(first) };
    },
    async close() {
      // Every command is a request of its own: there is nothing to let go of.
    },
  };
}
