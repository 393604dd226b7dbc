// Whether something that was opened belongs to a case, by what it says itself. Only what does is given to colleagues who
// could not open it: anybody can send us what they can't open themselves, and have us open it for somebody.
import type { LeftReason } from './left-out.ts';
import type { ListedFile } from './listed-files.ts';
import { readOriginal } from './original.ts';
import { readReport } from './report.ts';
import { holdsAnswer } from './sign-in-answer.ts';
import { type Place, readSignedText } from './signed-text.ts';

/** What a text is, where it stands. */
export type TextPlace =
  /** What the case began with. */
  | { kind: 'report' }
  /** A later message, or a note. */
  | { kind: 'placed'; place: Place }
  /** What a message came with; see `writeOriginal`. */
  | { kind: 'original'; reference: string; number: number };

/** So much of a text that does not belong is shown to who decides about it, in UTF-16 units. */
export const BEGINNING = 2000;

/** Why a text does not belong; or which files it lists. */
type Read = { why: LeftReason } | { why: null; files: readonly ListedFile[] };

/**
 * Looks at a text.
 * @param bytes what its message opens to
 * @param text the same as a person reads it: out of a mail, in whatever encoding
 */
export function readBelonging(bytes: Uint8Array, text: string, at: TextPlace): Read {
  if (holdsAnswer(bytes)) return { why: 'answer' };
  switch (at.kind) {
    case 'report':
      return filesOfReport(text);
    case 'original': {
      const original = readOriginal(text);
      if (original === null) return { why: 'unplaced' };
      const isHere = original.reference === at.reference && original.number === at.number;
      return isHere ? { why: null, files: [] } : { why: 'moved' };
    }
    case 'placed': {
      const head = readSignedText(text)?.head;
      if (!head) return { why: 'unplaced' };
      const { reference, number, from } = at.place;
      const isHere = head.reference === reference && head.number === number && head.from === from;
      return isHere ? { why: null, files: head.attachments ?? [] } : { why: 'moved' };
    }
  }
}

function filesOfReport(text: string): Read {
  try {
    return { why: null, files: readReport(text).attachments };
  } catch {
    return { why: 'unplaced' };
  }
}

/**
 * Looks at a file.
 * @param sha256 of it, hexadecimal
 * @param listed what the report or the message that it came with says of it; null where that says nothing
 */
export function fileBelonging(
  bytes: Uint8Array,
  sha256: string,
  listed: ListedFile | null,
): LeftReason | null {
  if (holdsAnswer(bytes)) return 'answer';
  if (listed === null) return 'unlisted';
  return listed.sha256 === sha256 && listed.size === bytes.length ? null : 'different';
}
