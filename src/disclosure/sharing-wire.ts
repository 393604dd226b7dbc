// What the inbox and the functions tell each other when colleagues are given access to what is stored, or it is taken
// from who left. Session keys alone travel, as they stand in messages: contents stay where they are.
import * as z from 'zod/mini';
import { limits } from './limits.ts';
import { idSchema } from './wire.ts';
import { fingerprintSchema, momentSchema } from './wire-parts.ts';

/**
 * What there is in a case that members open: a message, the original of a message that was shared before (under the id of
 * that), a note, an attachment.
 */
export const sharedKinds = ['message', 'original', 'note', 'attachment'] as const;
export type SharedKind = (typeof sharedKinds)[number];

/** Counts how often a case was shared. */
const version = z.int().check(z.minimum(0));
/** The head of a message in base64. */
const head = z
  .string()
  .check(
    z.regex(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/),
    z.maxLength(limits.head * 2),
  );
const sealed = z.string().check(z.minLength(1), z.maxLength(limits.sealedReport));
const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));

const itemFields = { kind: z.enum(sharedKinds), id: idSchema, head };

/** Something in a case with its session keys; an empty head where those are not as they should be. */
const itemSchema = z.strictObject(itemFields);
export type SharedItem = z.infer<typeof itemSchema>;

/**
 * Something in a case with session keys made anew. `original` goes with a message that the desk may have signed for and
 * that has none yet: see `writeOriginal`.
 */
const copySchema = z.strictObject({ ...itemFields, original: z.optional(sealed) });
export type Copy = z.infer<typeof copySchema>;

const copies = z.array(copySchema).check(
  z.minLength(1),
  z.maxLength(limits.messages * 2 + limits.allNotes + limits.attachments * 10),
  z.refine((list) => new Set(list.map(({ kind, id }) => `${kind} ${id}`)).size === list.length),
);

/** Copies as they are kept until somebody confirms them: whose they are, and of which version of the case. */
export const keptCopiesSchema = z.strictObject({ version, by: fingerprintSchema, at: momentSchema, copies });
export type KeptCopies = z.infer<typeof keptCopiesSchema>;

/** The same as it is read back, with the hash of it: SHA-256 in hexadecimal. */
export const keptSchema = z.strictObject({ ...keptCopiesSchema.shape, hash });

/**
 * Answer to `GET /api/staff/cases/{reference}/shared`; `left` says of how many attachments the head did not fit in it: with
 * `?after=` and the id of the last that did, the next answer begins behind it.
 */
export const sharingSchema = z.strictObject({
  version,
  items: z.array(itemSchema),
  left: z.int(),
  /** What waits to be confirmed. */
  kept: z.nullable(keptSchema),
});
export type SharingView = z.infer<typeof sharingSchema>;

/** Answer to it with `?originals`: those of the messages that have one, whole; `id` of the message. */
export const originalsSchema = z.strictObject({
  originals: z.array(z.strictObject({ id: idSchema, sealed: z.string() })),
});
export type OriginalsView = z.infer<typeof originalsSchema>;

/** Body of its `PUT`: copies to keep beside what they are copies of. The answer is a `keptSchema`. */
export const copiesBodySchema = z.strictObject({ version, copies });

/** Body of its `POST`: what was kept takes the place of what it is a copy of, with the note that says so. */
export const shareBodySchema = z.strictObject({
  version,
  hash,
  note: z.strictObject({ id: idSchema, number: z.int().check(z.minimum(1)), sealed }),
});

/** Answer to it: the version of sharing that there is now. */
export const sharedSchema = z.strictObject({ version });
