import { type CheckedEvidence, checkEvidence } from './check-evidence.ts';
import type { DeskKey } from './desk-keys.ts';
import { documentsIn, orderParts } from './evidence-parts.ts';

type Held = Extract<CheckedEvidence, { ok: true }>;

/** What came of checking an export, of one document or of the parts of a month. */
export type CheckedExport =
  /** A document in it is not the desk's, counted from 1 as they were given. */
  | { ok: false; part: number; why: Extract<CheckedEvidence, { ok: false }>['why'] }
  /** Its documents are of more than one desk, case or month. */
  | { ok: false; part: null; why: 'mixed' }
  | {
      ok: true;
      /** In their order. */
      parts: Held[];
      /** Behind which case a part is missing, null for the first; and how many do not go on behind any other. */
      missing: (string | null)[];
      surplus: number;
      /** Cases that stand in more than one part. */
      twice: string[];
      /** When the first of the parts was made, and when the last was: each tells what was so at its own moment. */
      made: { first: number; last: number };
    };

/**
 * Checks every document of an export as `checkEvidence` does, and whether they are all: the first, each that goes on where
 * the one before it ended, and the last. A document that is given twice counts once.
 * @param files in any order, each with one document or several
 * @throws NoEd25519Error
 */
export async function checkExport(
  files: readonly string[],
  keys: readonly DeskKey[],
): Promise<CheckedExport> {
  const documents = [...new Set(files.flatMap((file) => documentsIn(file)))];
  const held: Held[] = [];
  for (const [at, document] of documents.entries()) {
    const checked = await checkEvidence(document, keys);
    if (!checked.ok) return { ...checked, part: at + 1 };
    held.push(checked);
  }
  const kinds = new Set(held.map(({ evidence }) => `${evidence.site} ${evidence.about}`));
  if (kinds.size !== 1) return { ok: false, part: null, why: 'mixed' };
  const { parts, missing, surplus } = orderParts(
    held.map((checked) => ({ checked, after: checked.evidence.after, next: checked.evidence.next })),
  );
  // Where one stands twice in the same part, that part says so.
  const references = held.flatMap(({ evidence }) => [
    ...new Set(evidence.cases.map(({ reference }) => reference)),
  ]);
  const twice = [...new Set(references.filter((one, at) => references.indexOf(one) !== at))];
  const moments = held.map(({ evidence }) => evidence.madeAt);
  const made = { first: Math.min(...moments), last: Math.max(...moments) };
  return { ok: true, parts: parts.map(({ checked }) => checked), missing, surplus, twice, made };
}
