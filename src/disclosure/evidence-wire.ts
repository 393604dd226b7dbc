import * as z from 'zod/mini';

/**
 * Answer to `GET /api/staff/evidence`: a document that the desk signed, and the `after` of the next part of it; null for
 * the last.
 */
export const evidenceSchema = z.strictObject({ document: z.string(), next: z.nullable(z.string()) });
export type EvidenceView = z.infer<typeof evidenceSchema>;
