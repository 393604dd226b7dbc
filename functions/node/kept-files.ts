import { closeSync, openSync, readSync } from 'node:fs';
import { sha256Hex } from '../../src/disclosure/bytes.ts';
import { type DeskKey, readDeskKeys } from '../../src/log/desk-keys.ts';
import { type KeptNotes, LARGEST_RECEIPT, readReceiptFile } from '../../src/log/receipt-file.ts';
import { STATEMENT_HEAD } from '../../src/log/statement.ts';
import { storedForm } from '../../src/openpgp/inspect.ts';
import { textOfFile } from '../../src/openpgp/text-of-file.ts';

/** The largest sealed report that is looked at, in bytes: more than any that a desk takes. */
const LARGEST_SEALED = 16 * 1024 * 1024;

/** What is in a receipt file. */
export interface KeptFile extends KeptNotes {
  /** How many statements begin in it that are none, being changed. */
  unread: number;
}

/** The notes in a file that somebody kept; null where it can't be read, or is too large. */
export function keptNotes(path: string): KeptFile | null {
  const bytes = bytesIn(path, 2 * LARGEST_RECEIPT);
  if (!bytes) return null;
  const text = textOfFile(bytes);
  const notes = readReceiptFile(text);
  const begun = text.split(/\r?\n/).filter((line) => line === STATEMENT_HEAD).length;
  return { ...notes, unread: Math.max(0, begun - notes.statements.length) };
}

/** A text in a file of at most `most` bytes that somebody kept; null where it can't be read, or is larger. */
export function keptText(path: string, most: number): string | null {
  const bytes = bytesIn(path, most);
  return bytes && textOfFile(bytes);
}

/** The keys in a file that somebody kept; null where there are none in it, or it can't be read. */
export function keptKeys(path: string): DeskKey[] | null {
  const bytes = bytesIn(path, LARGEST_RECEIPT);
  return bytes && readDeskKeys(textOfFile(bytes));
}

/**
 * What a statement may name a sealed report by: SHA-256 of the file as it is, and of the same message as a desk stores it.
 * Null where it is no OpenPGP message, or can't be read.
 */
export async function keptSealed(path: string): Promise<string[] | null> {
  const bytes = bytesIn(path, LARGEST_SEALED);
  const stored = bytes && (storedForm(textOfFile(bytes)) ?? storedForm(bytes));
  return stored ? Promise.all([sha256Hex(bytes), sha256Hex(stored)]) : null;
}

/** The bytes of a file of at most `most`; null where there is no such file. */
function bytesIn(path: string, most: number): Uint8Array<ArrayBuffer> | null {
  try {
    const file = openSync(path, 'r');
    try {
      const bytes = new Uint8Array(most + 1);
      let size = 0;
      for (let read = -1; read !== 0 && size < bytes.length; size += read) {
        read = readSync(file, bytes, size, bytes.length - size, null);
      }
      return size > most ? null : bytes.slice(0, size);
    } finally {
      closeSync(file);
    }
  } catch {
    return null;
  }
}
