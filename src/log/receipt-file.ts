import { readCheckpoint } from './checkpoint.ts';
import { openNote } from './note.ts';
import { readStatement, STATEMENT_HEAD } from './statement.ts';

/** A larger file is no receipt, in characters; and nobody has more notes than this in one. */
export const LARGEST_RECEIPT = 512 * 1024;
const MOST_NOTES = 200;
/** The text of a statement has no more lines than this, and that of a desk's checkpoint just so many. */
const MOST_LINES = 9;
const CHECKPOINT_LINES = 3;
/** How the lines begin that a note ends with. */
const SIGNATURE = '— ';

/** A statement in a receipt file, and the position in the log that the file names for it. */
export interface KeptStatement {
  note: string;
  position: number | null;
}

/** What a receipt file (or several, one after the other) carries beside its words for people. */
export interface KeptNotes {
  /** In the order of the file. */
  statements: KeptStatement[];
  /** Notes of checkpoints. */
  checkpoints: string[];
}

/**
 * Finds the notes in a receipt file, or in any text that they were kept in; nothing is verified. A line
 * `position: N` counts for the statement before it. Line ends of Windows are taken as those of a note. Of the JSON that a
 * terminal was answered with, the notes in it are taken.
 */
export function readReceiptFile(file: string): KeptNotes {
  const found: KeptNotes = { statements: [], checkpoints: [] };
  if (file.length > LARGEST_RECEIPT) return found;
  const lines = inAnswer(file).replaceAll('\r\n', '\n').split('\n');
  for (const [at, line] of lines.entries()) {
    const position = /^position: (0|[1-9]\d{0,14})$/.exec(line)?.[1];
    const last = found.statements.at(-1);
    if (position !== undefined && last) last.position ??= Number(position);
    if (line !== '' || !lines[at + 1]?.startsWith(SIGNATURE)) continue;
    if (found.statements.length + found.checkpoints.length >= MOST_NOTES) break;
    const note = noteAround(lines, at);
    if (note?.isStatement) found.statements.push({ note: note.note, position: null });
    else if (note) found.checkpoints.push(note.note);
  }
  return found;
}

/** The notes of statements in a receipt file. */
export function findStatements(file: string): string[] {
  return readReceiptFile(file).statements.map(({ note }) => note);
}

/** The notes of checkpoints in a receipt file. */
export function findCheckpoints(file: string): string[] {
  return readReceiptFile(file).checkpoints;
}

/** The notes in an answer to a report, one after the other; anything else as it is. */
function inAnswer(file: string): string {
  if (!file.trimStart().startsWith('{')) return file;
  try {
    const { statement, checkpoint } = JSON.parse(file.trim()) as Record<string, unknown>;
    return [statement, checkpoint].filter((note) => typeof note === 'string').join('\n');
  } catch {
    return file;
  }
}

/** The note with this border between its text and its signatures, or null. */
function noteAround(lines: readonly string[], border: number): { note: string; isStatement: boolean } | null {
  const before = lines.slice(Math.max(0, border - MOST_LINES), border);
  const head = before.lastIndexOf(STATEMENT_HEAD);
  const isStatement = head >= 0;
  const textLines = isStatement ? before.slice(head) : before.slice(-CHECKPOINT_LINES);
  let end = border + 1;
  while (lines[end]?.startsWith(SIGNATURE)) end += 1;
  const note = [...textLines, ...lines.slice(border, end), ''].join('\n');
  const text = openNote(note)?.text ?? '';
  return (isStatement ? readStatement(text) : readCheckpoint(text)) ? { note, isStatement } : null;
}
