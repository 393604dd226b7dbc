import PostalMime, { type Address, type Email } from 'postal-mime';

/** A file that came inside a message. */
export interface MimePart {
  /** The name that the sender gave it, whatever characters it has, of 255 at most; may be empty. */
  name: string;
  /** The contents, as bytes that no browser makes anything of. */
  content: Blob;
}

/** Parts of parts, headers and parts are bounded; a message that has more stays as it is. */
const options = { maxNestingDepth: 16, maxHeadersSize: 64 * 1024, maxRfc822NestingDepth: 2 };
const MOST_FILES = 50;
/** What a file is called at most, in characters (code points): as one that is listed. */
const LONGEST_FILE_NAME = 255;
/** Lines that may begin a part: the parser's time grows with the square of how many parts there are. */
const MOST_DASHED = 500;
/** A key that goes with a message (RFC 3156 section 7). */
const KEYS = 'application/pgp-keys';

/**
 * Reads a message as mail programs encrypt it (PGP/MIME, RFC 3156 and 2045): its text as a person reads it, with the
 * lines of the header that say something, the keys that go with it behind it, and its other parts as files. Whoever
 * wrote it may be hostile: call this where no private key is, and where the work can be ended.
 * @returns null when there is nothing to read in it but its header
 * @throws Error when it goes beyond the bounds
 */
export async function readMime(bytes: Uint8Array): Promise<{ text: string; files: MimePart[] } | null> {
  if (dashedIn(bytes) > MOST_DASHED) throw new Error('more parts than a message has');
  const email = await PostalMime.parse(bytes, options);
  if (email.attachments.length > MOST_FILES) throw new Error('more parts than a message has');
  const isKey = ({ mimeType }: Email['attachments'][number]) => mimeType === KEYS;
  // Where there is HTML alone, it is shown as text with HTML in it is: cleaned, and of its scripts nothing.
  const words = (email.text ?? '').trim() === '' ? (email.html ?? '') : (email.text ?? '');
  // Markdown is a text of its own kind, which the parser takes for a file (RFC 7763).
  const markdown = words.trim() === '' ? email.attachments.find(isMarkdown) : undefined;
  const body = (markdown === undefined ? words : textOf(markdown.content)).replaceAll('\r\n', '\n').trimEnd();
  const keys = email.attachments.filter(isKey).map(({ content }) => textOf(content).trim());
  const files = email.attachments.filter((one) => !isKey(one) && one !== markdown);
  // Of a multipart without its boundary, say, nothing but the header is left.
  if (body.trim() === '' && keys.length === 0 && files.length === 0) return null;
  // A report in our own form begins with its own header.
  const header = body.trimStart().startsWith('---\n') ? '' : headerOf(email);
  const text = [header, body.trim(), ...keys].filter((part) => part !== '').join('\n\n');
  return {
    text,
    files: files.map(({ filename, content }) => ({
      // Of a name that is too long its end is kept, where its ending is.
      name: Array.from(filename ?? '')
        .slice(-LONGEST_FILE_NAME)
        .join(''),
      content: new Blob([content as BlobPart], { type: 'application/octet-stream' }),
    })),
  };
}

/** Words that stand in the lines of a part's header: how it is coded, which characters it has, and what parts it. */
const CODED = /^content-transfer-encoding:\s*(?:quoted-printable|base64)\b/im;
const TYPE = /^content-type:[^\n]*(?:\n[ \t][^\n]*)*/gim;
const CHARSET = /\bcharset\s*=\s*(?:"[^"\n]*"|[^\s;"]+)/i;
const BOUNDARY = /\bboundary\s*=\s*(?:"([^"\n]*)"|([^\s;"]+))/i;

/**
 * A message that was read and written anew, in UTF-16 say: characters that stood in it as they are (7bit, 8bit) are in
 * the character set that its parts name no more, so that these name UTF-8. What is coded stays in its own.
 */
export function saidInUtf8(message: string): string {
  const lines = message.split('\n');
  const borders = new Set<string>();
  /** Where the header of a part began, while it goes on. */
  let head: number | null = 0;
  for (const [index, line] of lines.entries()) {
    if (head === null) {
      if (borders.has(line.trimEnd())) head = index + 1;
      continue;
    }
    if (line.trim() !== '') continue;
    const header = lines.slice(head, index).join('\n');
    for (const [type] of header.matchAll(TYPE)) {
      const [found, quoted, bare] = BOUNDARY.exec(type) ?? [];
      if (found !== undefined) borders.add(`--${quoted ?? bare}`);
    }
    if (!CODED.test(header)) {
      const said = header.replace(TYPE, (type) => type.replace(CHARSET, 'charset=utf-8'));
      for (const [at, one] of said.split('\n').entries()) lines[head + at] = one;
    }
    head = null;
  }
  return lines.join('\n');
}

function isMarkdown({ mimeType, disposition }: Email['attachments'][number]): boolean {
  return mimeType === 'text/markdown' && disposition !== 'attachment';
}

/** How many lines begin with two dashes. */
function dashedIn(bytes: Uint8Array): number {
  let count = 0;
  for (let at = 1; at < bytes.length - 1; at += 1)
    if (bytes[at - 1] === 0x0a && bytes[at] === 0x2d && bytes[at + 1] === 0x2d) count += 1;
  return count;
}

/** Who wrote it and about what, where that is encrypted with the rest. */
function headerOf({ subject, from, replyTo }: Email): string {
  const lines = [
    ['Subject', subject ?? ''],
    ['From', from ? nameOf(from) : ''],
    ['Reply-To', (replyTo ?? []).map(nameOf).join(', ')],
  ];
  return lines.flatMap(([name, value]) => (value === '' ? [] : [`${name}: ${value}`])).join('\n');
}

function nameOf({ name, address }: Address): string {
  if (address === undefined || address === '') return name;
  return name === '' ? address : `${name} <${address}>`;
}

function textOf(content: ArrayBuffer | Uint8Array | string): string {
  return typeof content === 'string' ? content : new TextDecoder().decode(content);
}
