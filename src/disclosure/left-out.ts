// What is not shared with colleagues, because it does not belong to its case by what it says; see `belonging.ts`.
import type { ListedFile } from './listed-files.ts';

/**
 * Why something is left as it is: it is the answer to a challenge for signing in; it does not open, or not whole; it is no
 * report in our form and names no case; it names another place; nothing of the case lists it; it is not what is listed.
 */
export const leftReasons = ['answer', 'unopened', 'unplaced', 'moved', 'unlisted', 'different'] as const;
export type LeftReason = (typeof leftReasons)[number];

/** These may be given to colleagues all the same by a member who has looked at them. */
export const mayBeConfirmed = (why: LeftReason): boolean => why !== 'answer' && why !== 'unopened';

/** What a file is that is no text, by its first bytes alone; `size` in bytes. An office document is a `zip`. */
export interface FileKind {
  kind: 'picture' | 'pdf' | 'zip' | 'other';
  size: number;
}

/**
 * What does not belong, for who looks at it: with the beginning of a text, or what a file is that is none; with neither where
 * it can't be shared at all.
 */
export interface NotBelonging {
  why: LeftReason;
  sha256: string | null;
  beginning: string;
  file?: FileKind;
}

/**
 * What came of looking at something; `sha256` of what it opens to, hexadecimal, null where it does not open; `files` are
 * those that it lists.
 */
export type Verdict = { why: null; sha256: string; files: readonly ListedFile[] } | NotBelonging;
