import { toHex } from '../../src/disclosure/bytes.ts';
import type { ProblemCode } from '../../src/disclosure/problems.ts';
import { URGENT_HEADER } from '../../src/disclosure/wire.ts';
import { languageCodes, preferredLanguage } from '../../src/i18n/languages.ts';
import { textOfFile } from '../../src/openpgp/text-of-file.ts';
import { problemOf } from '../http/endpoint.ts';
import { ProblemError, problem } from '../http/problem.ts';
import { readBytes } from '../http/request.ts';

/** Every first byte of a binary message has this bit, and no character of ASCII has it (RFC 9580 section 4.2). */
const PACKET = 0x80;

/**
 * The body as a message that a tool made, of at most `limit` bytes: text in UTF-8 or in UTF-16 (as PowerShell's `>` writes
 * it) for an armored one, bytes for a binary one.
 * @throws ProblemError `body-too-large` or `body-incomplete`
 */
export async function readSealed(request: Request, limit: number): Promise<string | Uint8Array> {
  const bytes = await readBytes(request, limit);
  return isBinary(bytes) ? bytes : textOfFile(bytes);
}

function isBinary(bytes: Uint8Array): boolean {
  const [first = 0, second = 0] = bytes;
  // The byte order marks of UTF-16 and of UTF-8: no packet that a message begins with has such a header.
  const isMarked = ['fffe', 'feff', 'efbb'].includes(toHex(new Uint8Array([first, second])));
  // A text may begin with any character, a space that doesn't break say.
  return (first & PACKET) !== 0 && !isMarked && !Buffer.from(bytes).includes('-----BEGIN PGP');
}

/**
 * Whether a request says by its header that the weak spot is being exploited.
 * @throws ProblemError `urgent-not-yes` for any value but that one, in capitals or not: nobody is to think that a slip
 * of theirs woke the team
 */
export function saysExploited({ headers }: Request): boolean {
  const value = headers.get(URGENT_HEADER);
  if (value === null) return false;
  if (value.trim().toLowerCase() !== 'yes') throw new ProblemError('urgent-not-yes');
  return true;
}

/** Whether there is no line end in a message that had some, or by its length must have: `curl -d` takes them out. */
export function hasLostBytes(message: string | Uint8Array): boolean {
  if (typeof message !== 'string') return !message.includes(0x0a);
  // In UTF-16 it takes the zeros out as well, and what is left reads as Chinese.
  return !message.includes('\n') && (message.includes('-----BEGIN PGP') || /^[^\u0020-\u007e]/.test(message));
}

/**
 * The same problem with a sentence for who is at a terminal: `detail`, in the language that is asked for, or where none is
 * in each that we have. `sentence` is the problem whose sentence helps most, where that is another.
 */
export async function inWords(
  error: unknown,
  request: Request,
  sentence?: ProblemCode,
): Promise<ProblemError> {
  const known = problemOf(error);
  // Only here: who is not refused has no use for texts.
  const { translator } = await import('../../src/i18n/index.ts');
  const asked = request.headers.get('accept-language');
  const languages = asked === null ? languageCodes : [preferredLanguage(asked)];
  const detail = languages
    .map((language) => translator(language)(`problems:${sentence ?? known.code}`))
    .join(' / ');
  const answer = (requestId: string) => problem(known.code, requestId, known.headers, { detail });
  return new ProblemError(known.code, known.headers, known.answer ?? answer, known.cause);
}
