import { batchAfter, LOG_PATIENCE } from '../../src/log/batch.ts';
import type { Checkpoint } from '../../src/log/checkpoint.ts';
import { leafHash } from '../../src/log/hashes.ts';
import { openNote } from '../../src/log/note.ts';
import { entryOf, momentOf, readStatement } from '../../src/log/statement.ts';
import { inclusionProof, remembering, type TileReader, WrongTileError } from '../../src/log/tree.ts';
import { verifyInclusion } from '../../src/log/verify-proof.ts';
import type { Store, StoredStatement } from '../store/store.ts';

/** Cases whose statements are looked for, of each end of the inbox: strangers have a say in which come first. */
const MOST_OF_EACH = 25;

interface Look {
  store: Pick<Store, 'listCases' | 'readStatements'>;
  /** In ms. */
  now: number;
  /** Gives published tiles; what it rejects with is passed on. */
  read: TileReader;
}

/**
 * Whether the log of a checkpoint holds the statements of the cases that come first in the inbox and last, each where its
 * case says (proved by the published tiles). What came in lately may still wait.
 */
export async function areStatementsIn(
  checkpoint: Pick<Checkpoint, 'size' | 'root'>,
  { store, now, read }: Look,
): Promise<boolean> {
  const tiles = remembering(read);
  const asked = { status: null, after: null, limit: MOST_OF_EACH };
  const [first, last] = await Promise.all([
    store.listCases(asked),
    store.listCases({ ...asked, isReversed: true }),
  ]);
  for (const reference of new Set([...first.cases, ...last.cases].map((one) => one.reference))) {
    for (const statement of await store.readStatements(reference)) {
      if (statement.isLogged && !(await isIn(statement, checkpoint, tiles, now))) return false;
    }
  }
  return true;
}

async function isIn(
  { note, position }: StoredStatement,
  { size, root }: Pick<Checkpoint, 'size' | 'root'>,
  tiles: TileReader,
  now: number,
): Promise<boolean> {
  const text = openNote(note)?.text ?? '';
  const statement = readStatement(text);
  if (!statement) return false;
  if (position === null || position >= size) return now < batchAfter(momentOf(statement)) + LOG_PATIENCE;
  try {
    const proof = await inclusionProof(position, size, tiles);
    return await verifyInclusion({
      index: position,
      size,
      leaf: await leafHash(await entryOf(text)),
      proof,
      root,
    });
  } catch (error) {
    if (error instanceof WrongTileError) return false;
    throw error;
  }
}
