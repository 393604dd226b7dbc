import * as z from 'zod/mini';
import { type PublicFigures, publicFiguresSchema } from '../disclosure/public-figures.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { DeskKey } from './desk-keys.ts';
import { judgeNote, type NoteVerdict } from './note.ts';
import { logOriginOf } from './statement.ts';
import { readBase64 } from './strict-base64.ts';
import { HASH_SIZE } from './tile-path.ts';

/** The first line of what is signed: nothing else that the desk signs begins with it. */
export const FIGURES_HEAD = 'meldpunt figures v1';
/** What the file of them comes to at most, in characters. */
export const LARGEST_FIGURES = 128 * 1024;

/** `/api/figures`: the figures, and the note in which the desk signed the very same. */
const fileSchema = z.strictObject({ figures: publicFiguresSchema, note: z.string() });

/** The text that the desk signs: the head, and the figures as JSON on one line. */
export function writeFigures(figures: PublicFigures): string {
  return `${FIGURES_HEAD}\n${JSON.stringify(figures)}\n`;
}

/** Reads what `writeFigures` wrote; null for anything else. */
export function readFigures(text: string): PublicFigures | null {
  const [head, line = '', end, ...more] = text.split('\n');
  if (head !== FIGURES_HEAD || end !== '' || more.length > 0) return null;
  const parsed = publicFiguresSchema.safeParse(jsonOf(line));
  return parsed.success ? parsed.data : null;
}

/** Whether a text is a file as `/api/figures` gives it, whoever wrote it. */
export function isFiguresFile(text: string): boolean {
  return fileIn(text) !== null;
}

/** What a file of figures is: not one at all; not as the desk signed it; or so, with the checkpoint that it names. */
export type CheckedFigures =
  | { ok: true; figures: PublicFigures; checkpoint: Checkpoint }
  | { ok: false; why: 'changed' | 'after-key-ended' | Extract<NoteVerdict, { ok: false }>['why'] };

/**
 * Checks a file as `/api/figures` gives it: that a key of the desk signed what it says, while that key counted. Null
 * where it is no such file.
 * @throws NoEd25519Error
 */
export async function checkFigures(file: string, keys: readonly DeskKey[]): Promise<CheckedFigures | null> {
  const read = fileIn(file);
  if (!read) return null;
  const vkeys = keys.map(({ vkey }) => vkey);
  const verdict = await judgeNote(read.note, vkeys);
  if (!verdict.ok) return verdict;
  const figures = readFigures(verdict.text);
  const root = readBase64(figures?.log.root ?? '');
  if (!figures || root?.length !== HASH_SIZE) return { ok: false, why: 'unreadable' };
  const { origin, size } = figures.log;
  const { name } = verdict.key;
  if (name !== logOriginOf(figures.site) || name !== origin) return { ok: false, why: 'unknown-key' };
  const until = keys.find(({ vkey }) => vkey === verdict.key)?.until ?? null;
  if (until !== null && Date.parse(figures.made) > until) return { ok: false, why: 'after-key-ended' };
  // Who reads the file reads what stands beside the note.
  const isSame = JSON.stringify(read.figures) === JSON.stringify(figures);
  return isSame ? { ok: true, figures, checkpoint: { origin, size, root } } : { ok: false, why: 'changed' };
}

function fileIn(text: string): z.infer<typeof fileSchema> | null {
  const parsed = fileSchema.safeParse(text.length > LARGEST_FIGURES ? undefined : jsonOf(text));
  return parsed.success ? parsed.data : null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
