import { batchAfter, LOG_PATIENCE } from './batch.ts';
import { checkStatement, judgeCheckpoint } from './check.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { DeskKey } from './desk-keys.ts';
import { type Evidence, type EvidenceCase, type EvidenceStatement, LARGEST_EVIDENCE } from './evidence.ts';
import { leafHash } from './hashes.ts';
import { judgeNote, type NoteVerdict, openNote } from './note.ts';
import { readEvidence } from './read-evidence.ts';
import { entryOf, isLogged, logOriginOf, momentOf, type Statement } from './statement.ts';
import { verifyInclusion } from './verify-proof.ts';

/**
 * What in a document does not hold: its checkpoint is not the desk's, or a case stands there twice or is of another month;
 * a statement is not the desk's, or of another case; its proof does not lead to the checkpoint, or it should have one; or
 * the document says another moment than what the desk signed when it happened.
 */
export type EvidenceFault =
  | 'checkpoint'
  | 'twice'
  | 'other-month'
  | 'statement'
  | 'other-case'
  | 'not-included'
  | 'missing'
  | 'other-moment';

/** What came of checking a document of evidence, by keys alone: no log is asked. */
export type CheckedEvidence =
  | { ok: false; why: Extract<NoteVerdict, { ok: false }>['why'] | 'after-key-ended' }
  | {
      ok: true;
      evidence: Evidence;
      /** Whether a former key of the desk signed it, while that counted. */
      isFormer: boolean;
      /** What its proofs lead to; null where no key of the desk signed that. */
      checkpoint: Checkpoint | null;
      faults: { reference: string | null; fault: EvidenceFault }[];
      /** How many statements the log has, and how many wait for their batch. */
      included: number;
      waiting: number;
      /** Cases of which nothing was signed when they came in: the document alone says when that was. */
      unproved: string[];
    };

/**
 * Checks a document that the desk signed: its signature, its checkpoint, each statement in it with its proof, and that it
 * says no other moments than these.
 * @throws NoEd25519Error
 */
export async function checkEvidence(file: string, keys: readonly DeskKey[]): Promise<CheckedEvidence> {
  const text = file.replaceAll('\r\n', '\n');
  const vkeys = keys.map(({ vkey }) => vkey);
  const verdict = await judgeNote(text, vkeys, LARGEST_EVIDENCE);
  if (!verdict.ok) return verdict;
  const evidence = readEvidence(verdict.text);
  if (!evidence) return { ok: false, why: 'unreadable' };
  if (verdict.key.name !== logOriginOf(evidence.site)) return { ok: false, why: 'unknown-key' };
  const until = keys.find(({ vkey }) => vkey === verdict.key)?.until ?? null;
  if (until !== null && evidence.madeAt > until) return { ok: false, why: 'after-key-ended' };
  const checkpoint = (await judgeCheckpoint(evidence.checkpoint, keys))?.checkpoint ?? null;
  const look = { evidence, keys, checkpoint };
  const cases = await Promise.all(evidence.cases.map((one) => checkCase(one, look)));
  const references = evidence.cases.map(({ reference }) => reference);
  const twice = references.filter((one, at) => references.indexOf(one) !== at);
  return {
    ...{ ok: true, evidence, isFormer: until !== null, checkpoint },
    faults: [
      ...(checkpoint === null ? [{ reference: null, fault: 'checkpoint' } as const] : []),
      ...twice.map((reference) => ({ reference, fault: 'twice' }) as const),
      ...cases.flatMap(({ faults }) => faults),
    ],
    included: cases.reduce((sum, one) => sum + one.included, 0),
    waiting: cases.reduce((sum, one) => sum + one.waiting, 0),
    unproved: cases.flatMap(({ reference, isProved }) => (isProved ? [] : [reference])),
  };
}

interface Look {
  evidence: Evidence;
  keys: readonly DeskKey[];
  checkpoint: Checkpoint | null;
}

async function checkCase(one: EvidenceCase, look: Look) {
  const { reference } = one;
  const found = await Promise.all(one.statements.map((statement) => checkOne(statement, one, look)));
  const { about } = look.evidence;
  const isOfIt = about === reference || new Date(one.receivedAt).toISOString().startsWith(about);
  const faults = found.flatMap(({ fault }) => fault ?? []);
  return {
    reference,
    faults: [...(isOfIt ? [] : ['other-month' as const]), ...faults].map((fault) => ({ reference, fault })),
    included: found.filter(({ state }) => state === 'included').length,
    waiting: found.filter(({ state }) => state === 'waiting').length,
    isProved: found.some(({ isAcceptance }) => isAcceptance),
  };
}

interface CheckedStatement {
  fault: EvidenceFault | null;
  state?: 'included' | 'waiting';
  isAcceptance?: boolean;
}

async function checkOne(
  { note, position, proof }: EvidenceStatement,
  one: EvidenceCase,
  { evidence, keys, checkpoint }: Look,
): Promise<CheckedStatement> {
  const check = await checkStatement(note, keys);
  if (!check.ok) return { fault: 'statement' };
  const { statement } = check;
  if (statement.reference !== one.reference) return { fault: 'other-case' };
  const isAcceptance = statement.kind === 'acceptance';
  if (!saysTheSame(statement, one)) return { fault: 'other-moment', isAcceptance };
  if (!isLogged(statement)) return { fault: null };
  if (position === null) {
    const isLate = evidence.madeAt >= batchAfter(momentOf(statement)) + LOG_PATIENCE;
    return { fault: isLate ? 'missing' : null, state: 'waiting', isAcceptance };
  }
  // Nothing leads to a checkpoint that is none, which is said once.
  if (checkpoint === null) return { fault: null, isAcceptance };
  const leaf = await leafHash(await entryOf(openNote(note)?.text ?? ''));
  const { size, root } = checkpoint;
  const isIncluded = await verifyInclusion({ index: position, size, leaf, proof, root });
  return isIncluded
    ? { fault: null, state: 'included', isAcceptance }
    : { fault: 'not-included', isAcceptance };
}

/** Whether a document has the moments that the desk signed when it happened. */
function saysTheSame(statement: Statement, { receivedAt, promises, withdrawnAt }: EvidenceCase): boolean {
  const first = promises.find(({ name }) => name === 'first-response');
  if (statement.kind === 'acceptance') {
    // Who withdrew a report waits for no answer.
    const isDue = first ? first.dueAt === statement.answerBy : withdrawnAt !== null;
    return statement.received === receivedAt && isDue;
  }
  return statement.kind !== 'response' || !first || first.doneAt === statement.given;
}
