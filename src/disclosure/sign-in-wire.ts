import * as z from 'zod/mini';
import { idSchema } from './wire.ts';
import { fingerprintSchema as fingerprint, momentSchema as moment } from './wire-parts.ts';

// What the inbox and the functions tell each other before somebody is signed in, and about that: apart from all that comes
// after, which the page loads then. Times are ISO 8601 in UTC.

/** Body of `POST /api/staff/challenge`: the fingerprint of a team certificate. */
export const challengeRequestSchema = z.strictObject({ keyId: fingerprint });

/** Answer to it: a message sealed to that certificate, with the token inside. */
export const challengeSchema = z.strictObject({ id: idSchema, sealed: z.string(), endsAt: moment });
export type Challenge = z.infer<typeof challengeSchema>;

/** Body of `POST /api/staff/session`: the answer, or all that gpg printed with the answer in it. */
export const answerSchema = z.strictObject({ id: idSchema, answer: z.string().check(z.maxLength(2000)) });

/** Answer to it, and to `GET /api/staff/session`: who is signed in. */
export const sessionSchema = z.strictObject({ fingerprint, name: z.string(), endsAt: moment });
export type SessionView = z.infer<typeof sessionSchema>;
