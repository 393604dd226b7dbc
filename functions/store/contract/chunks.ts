import type { HitLimit, Limited, Quota, StorageFull } from './values.ts';

/** Names one chunk of an attachment; `index` counts from 0. */
export interface ChunkName {
  reference: string;
  attachmentId: string;
  index: number;
}

/** `hasMail`: a mail about the quota is new in the outbox. */
export type ChunkOutcome =
  | { outcome: 'stored'; hasMail: boolean }
  | { outcome: 'gone' }
  /** What comes before this part is not in. */
  | { outcome: 'gap' }
  | StorageFull
  | Limited;

/** A chunk that is not in yet: its index, and how many bytes of it are, from its beginning. */
export interface ChunkPart {
  index: number;
  bytes: number;
}

/** The verbs about attachments, which come in chunks; part of `Store`, and atomic as all of them. */
export interface ChunkStore {
  /**
   * Stores one chunk of an attachment as a value of its own. A chunk that is in stays as it is, whatever is sent
   * again, and counts once, towards the quota and the limits alike. With the last of `count` chunks the attachment is
   * complete and stays; until then its chunks are erased at `eraseAt`.
   *
   * With `part` the bytes are a part of the chunk, which is in once its last part is. Parts come in order and their
   * sizes are multiples of three, but the last. One that is in changes nothing; one after a gap is refused (`gap`).
   */
  putChunk(
    input: ChunkName & {
      bytes: Uint8Array;
      /** Where the part begins in its chunk, and the size of the whole chunk, in bytes. */
      part?: { start: number; length: number };
      count: number;
      eraseAt: number;
      quota: Quota;
      limits: readonly HitLimit[];
      now: number;
    },
  ): Promise<ChunkOutcome>;

  /** Indexes of the chunks that are in, in order, by attachment id. Never loads their bytes. */
  listChunks(reference: string): Promise<Record<string, number[]>>;

  /** The chunks of an attachment that came in part: how many bytes of each are in. Never loads them. */
  listParts(input: Omit<ChunkName, 'index'>): Promise<ChunkPart[]>;

  /** The bytes of one chunk, or null. */
  readChunk(name: ChunkName): Promise<Uint8Array | null>;

  /**
   * Erases chunks of uploads that are not complete and whose time is over, gives back what they counted for, and
   * erases tokens that have ended.
   */
  eraseStale(now: number): Promise<void>;
}
