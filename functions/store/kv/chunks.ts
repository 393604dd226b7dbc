import { z } from 'zod';
import type { ChunkPart, Store } from '../store.ts';
import type { KvClient } from './client.ts';
import { limitedReply, limitValues, quotaValues, retryAfter, storageFullReply } from './values.ts';

type Chunks = Pick<
  Store,
  'putChunk' | 'listChunks' | 'listParts' | 'readChunk' | 'eraseStale' | 'storedBytes'
>;

const putReply = z.union([
  z.tuple([z.literal('gone')]),
  z.tuple([z.literal('gap')]),
  z.tuple([z.literal('stored'), z.coerce.number()]),
  storageFullReply,
  limitedReply,
]);

/** Uploads that are erased in one script. */
const BATCH = 50;

/** The chunks of attachments in the kv adapter, and how much is stored. */
export function kvChunks({ client, ask, run, key }: KvClient): Chunks {
  return {
    async putChunk({ reference, attachmentId, index, bytes, part, count, eraseAt, quota, limits, now }) {
      const { start, length } = part ?? { start: 0, length: bytes.length };
      const isLast = start + bytes.length === length;
      const base64 = Buffer.from(bytes).toString('base64');
      const reply = await run(
        putReply,
        'putChunk',
        [`case:${reference}`, `chunks:${reference}`, 'uploads'],
        [
          ...[reference, attachmentId, index, base64, count, eraseAt, now],
          ...[base64Length(start), isLast ? 1 : 0],
          ...quotaValues(quota, base64.length, now),
          ...limitValues(limits, now),
        ],
      );
      if (reply[0] === 'gone') return { outcome: 'gone' };
      if (reply[0] === 'gap') return { outcome: 'gap' };
      if (reply[0] === 'limited') return { outcome: 'limited', ...retryAfter(reply[1], now) };
      return { outcome: reply[0], hasMail: reply[1] > 0 };
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
    async listParts({ reference, attachmentId }) {
      const values = await run(
        z.array(z.coerce.number()),
        'listParts',
        [`chunks:${reference}`],
        [reference, attachmentId],
      );
      const parts: ChunkPart[] = [];
      for (let at = 0; at < values.length; at += 2)
        parts.push({ index: values[at] ?? 0, bytes: ((values[at + 1] ?? 0) / 4) * 3 });
      return parts;
    },
    async readChunk({ reference, attachmentId, index }) {
      const name = key(`chunk:${reference}:${attachmentId}:${index}`);
      const base64 = await ask(z.string().nullable(), () => client.get(name));
      return base64 === null ? null : new Uint8Array(Buffer.from(base64, 'base64'));
    },
    async eraseStale(now) {
      // Redis lets chunks and tokens go by itself; what chunks counted for is given back here.
      let erased: number;
      do erased = await run(z.coerce.number(), 'eraseStale', ['uploads'], [now, BATCH]);
      while (erased === BATCH);
    },
    async storedBytes() {
      const stored = await ask(z.string().nullable(), () => client.get(key('stored')));
      return Number(stored ?? 0);
    },
  };
}

/** Characters of so many bytes, a multiple of three, in base64. */
function base64Length(bytes: number): number {
  return (bytes / 3) * 4;
}
