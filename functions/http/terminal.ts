import { languageCodes, preferredLanguage } from '../../src/i18n/languages.ts';
import { textOfFile } from '../../src/openpgp/text-of-file.ts';
import { problemOf } from './endpoint.ts';
import { ProblemError, problem } from './problem.ts';
import { readBytes } from './request.ts';

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

function isBinary([first = 0, second = 0]: Uint8Array): boolean {
  // The byte order marks of UTF-8 and UTF-16, which are no packets that a message begins with.
  const isMarked = (first === 0xef && second === 0xbb) || (first ^ second) === 1;
  return (first & PACKET) !== 0 && !isMarked;
}

/**
 * The same problem with a sentence for who is at a terminal: `detail`, in the language that is asked for, or where none is
 * in each that we have.
 */
export async function inWords(error: unknown, request: Request): Promise<ProblemError> {
  const known = problemOf(error);
  // Only here: who is not refused has no use for texts.
  const { translator } = await import('../../src/i18n/index.ts');
  const asked = request.headers.get('accept-language');
  const languages = asked === null ? languageCodes : [preferredLanguage(asked)];
  const detail = languages.map((language) => translator(language)(`problems:${known.code}`)).join(' / ');
  const answer = (requestId: string) => problem(known.code, requestId, known.headers, { detail });
  return new ProblemError(known.code, known.headers, known.answer ?? answer, known.cause);
}
