// What the inbox and the functions tell each other of who did what.
import * as z from 'zod/mini';
import { referenceSchema } from './wire-parts.ts';

/** Answer to `GET /api/staff/trail?before=`: entries, newest first, as the desk signed them; `next` is the `before` of the next page. */
export const trailSchema = z.strictObject({
  entries: z.array(z.strictObject({ number: z.int().check(z.minimum(1)), note: z.string() })),
  next: z.nullable(z.int()),
});

/** Body of `POST /api/staff/trail`: what a member did with a case on their own machine. */
export const trailedSchema = z.strictObject({
  act: z.enum(['exported', 'handed-over']),
  reference: referenceSchema,
});
