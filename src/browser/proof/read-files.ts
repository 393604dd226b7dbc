// The files that somebody wants checked: anything at all may be in them.
import { toHex } from '../../disclosure/bytes.ts';
import { limits } from '../../disclosure/limits.ts';
import { parseReceipt } from '../../disclosure/read-receipt.ts';
import type { VerifyTexts } from '../../handover/proof.ts';
import { type KeptNotes, LARGEST_RECEIPT, readReceiptFile } from '../../log/receipt-file.ts';
import { STATEMENT_HEAD } from '../../log/statement.ts';
import { dearmor } from '../../openpgp/armor.ts';
import { textOfFile } from '../../openpgp/text-of-file.ts';

/** Statements that are checked of one file, and checkpoints in it that the log is compared with. */
export const MOST_STATEMENTS = 50;
const MOST_CHECKPOINTS = 10;
/** The largest file that can be a sealed report, in bytes: in UTF-16, with other line ends and lines before the message. */
export const LARGEST_SEALED = 3 * limits.sealedReport;

/** What no text has that somebody wrote. */
const NO_TEXT = /(?![\t\n\f\r])[\p{Cc}\p{Cn}\ufffd]/u;
const ARMOR = '-----BEGIN PGP MESSAGE-----';
/** The first lines of statements, in the JSON that a terminal was answered with as well. */
const HEADS = new RegExp(`(?:^|")${STATEMENT_HEAD}(?:\\r?$|\\\\n)`, 'gm');
/** Six groups of four, as the receipt file has it. */
const CODE = /\b(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}\b/gi;

type Fault = Exclude<keyof VerifyTexts['faults'], 'tooMany'>;
export type Read<T> = { ok: true; value: T } | { ok: false; fault: Fault };

export interface ReceiptFile extends KeptNotes {
  /** How many statements begin in the file, be they readable or not. */
  begun: number;
  /** Whether a receipt code is in it. */
  hasCode: boolean;
}

/** What is in a receipt file; nothing of it is verified. Never throws. */
export async function readReceipt(file: File): Promise<Read<ReceiptFile>> {
  if (file.size > 2 * LARGEST_RECEIPT) return { ok: false, fault: 'tooLarge' };
  const bytes = await bytesOf(file);
  if (!bytes) return { ok: false, fault: 'unreadable' };
  const text = textOfFile(bytes);
  if (text.length > LARGEST_RECEIPT) return { ok: false, fault: 'tooLarge' };
  const { statements, checkpoints } = readReceiptFile(text);
  const begun = text.match(HEADS)?.length ?? 0;
  if (begun === 0) {
    if (text.includes(ARMOR)) return { ok: false, fault: 'isSealed' };
    return { ok: false, fault: NO_TEXT.test(text) ? 'notText' : 'noStatement' };
  }
  const hasCode = (text.match(CODE) ?? []).some((code) => parseReceipt(code).ok);
  const value = {
    statements: statements.slice(0, MOST_STATEMENTS),
    checkpoints: checkpoints.slice(0, MOST_CHECKPOINTS),
    begun,
    hasCode,
  };
  return { ok: true, value };
}

/**
 * What a sealed report may be named by in a statement: SHA-256 of the file as it is, and of the same message as the desk
 * stores it. Never throws.
 */
export async function readSealed(file: File): Promise<Read<string[]>> {
  if (file.size > LARGEST_SEALED) return { ok: false, fault: 'sealedTooLarge' };
  const bytes = await bytesOf(file);
  if (!bytes) return { ok: false, fault: 'unreadable' };
  const message = dearmor(textOfFile(bytes), 'MESSAGE');
  if (!message.ok) return { ok: false, fault: 'notSealed' };
  const forms = [bytes, new TextEncoder().encode(message.canonical)];
  return { ok: true, value: await Promise.all(forms.map(sha256)) };
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

/** Null where the file is gone, or was changed after it was chosen. */
async function bytesOf(file: File): Promise<Uint8Array<ArrayBuffer> | null> {
  return file.arrayBuffer().then(
    (buffer) => new Uint8Array(buffer),
    () => null,
  );
}
