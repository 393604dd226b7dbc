// What a person reads of an opened message, whatever program wrote it.
import type { OpenedText } from '../../../openpgp/open.ts';
import { isUtf16, textOfFile } from '../../../openpgp/text-of-file.ts';

/** The header of a message that isn't longer than this is looked at, in UTF-16 code units. */
const LONGEST_HEADER = 16 * 1024;

/**
 * A text as a person reads it: in whatever encoding, and out of the parts of a mail. What it was is beside it where that
 * looks otherwise.
 */
export async function readableText(bytes: Uint8Array): Promise<OpenedText> {
  const raw = textOfFile(bytes).trimEnd();
  if (!isMime(raw)) return { text: raw };
  try {
    // Few write this way: what reads it loads only then.
    const { readMime, saidInUtf8 } = await import('../../../disclosure/mime.ts');
    // A mail is made of octets: one that was saved in UTF-16 is read in what those characters are.
    const octets = isUtf16(bytes) ? new TextEncoder().encode(saidInUtf8(raw.trimStart())) : bytes;
    const message = await readMime(octets.subarray(leadingSpace(octets)));
    return message ? { ...message, raw } : { text: raw };
  } catch {
    return { text: raw };
  }
}

/** A text as it came, in whatever encoding. */
export async function plainText(bytes: Uint8Array): Promise<OpenedText> {
  return { text: textOfFile(bytes).trimEnd() };
}

/** Whether a text begins with the header of a MIME entity (RFC 2045 section 3). */
function isMime(text: string): boolean {
  const [header = ''] = text
    .slice(0, LONGEST_HEADER)
    .trimStart()
    .split(/\r?\n\r?\n/, 1);
  const lines = header.split(/\r?\n/);
  return (
    lines.every((line) => /^(?:[!-9;-~]+:|[ \t])/.test(line)) &&
    lines.some((line) => /^content-type:[ \t]*(?:multipart|text|message)\/[\w.+-]+[ \t]*(?:;|$)/i.test(line))
  );
}

/** How many octets of white space a message begins with. */
function leadingSpace(bytes: Uint8Array): number {
  const first = bytes.findIndex((octet) => octet > 0x20);
  return Math.max(0, first);
}
