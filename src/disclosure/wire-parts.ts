// What many bodies of the team's half of the wire hold. Times are ISO 8601 in UTC.
import * as z from 'zod/mini';
import { REFERENCE } from './reference.ts';

export const momentSchema = z.iso.datetime();
/** Of a certificate of version 4, or 6. */
export const fingerprintSchema = z.string().check(z.regex(/^(?:[0-9A-F]{40}|[0-9A-F]{64})$/));
export const referenceSchema = z.string().check(z.regex(REFERENCE));
/** Of a case that is there. */
export const versionSchema = z.int().check(z.minimum(1));
