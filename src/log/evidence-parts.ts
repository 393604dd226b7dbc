import { EVIDENCE_HEAD, type Evidence } from './evidence.ts';

/** One file of several documents, each with its signature, in their order. */
export function joinDocuments(documents: readonly string[]): string {
  return documents.join('\n');
}

/** The documents that a file holds, also where somebody put files behind each other; the first piece may be none. */
export function documentsIn(file: string): string[] {
  // No line within a document is the first of one.
  const pieces = file.replaceAll('\r\n', '\n').split(new RegExp(`\n(?=${EVIDENCE_HEAD}\n)`));
  return pieces.map((piece) => `${piece.trimEnd()}\n`);
}

/** Parts of an export, in the order in which they go on behind each other. */
export interface OrderedParts<Part> {
  parts: Part[];
  /** Behind which case a part is missing; null for the first part. */
  missing: (string | null)[];
  /** Parts that go on behind none of the others, or where another does already; they are in `parts`, at the end. */
  surplus: number;
}

/** Puts parts in order by where each says that it goes on, and tells which are missing. */
export function orderParts<Part extends Pick<Evidence, 'after' | 'next'>>(
  given: readonly Part[],
): OrderedParts<Part> {
  const left = given.toSorted((a, b) => ((a.after ?? '') < (b.after ?? '') ? -1 : 1));
  const parts: Part[] = [];
  const missing: (string | null)[] = [];
  let cursor: string | null = null;
  do {
    const part: Part | null = takeBehind(cursor, left);
    if (part?.after !== cursor) missing.push(cursor);
    if (part) parts.push(part);
    cursor = part?.next ?? null;
  } while (cursor !== null);
  return { parts: [...parts, ...left], missing, surplus: left.length };
}

/** Takes the part that goes on behind a case out of those that are left; where it is missing, the first one after that. */
function takeBehind<Part extends Pick<Evidence, 'after'>>(cursor: string | null, left: Part[]): Part | null {
  const exact = left.findIndex(({ after }) => after === cursor);
  const at = exact === -1 ? left.findIndex(({ after }) => after !== null && after > (cursor ?? '')) : exact;
  return at === -1 ? null : (left.splice(at, 1)[0] ?? null);
}
