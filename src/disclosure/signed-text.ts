import { type ListedFile, listedFilesSchema } from './listed-files.ts';
import { REFERENCE } from './reference.ts';

/** What a record of the desk names where what is of a case names that case. */
export const DESK = 'DESK';

/** Whose side a text is from; a `note` is from the team as well, and for the team alone. */
const sides = ['team', 'reporter', 'note'] as const;
type Side = (typeof sides)[number];

/** Where in which conversation a message stands, or where a note does, and from which side it is. */
export interface Place {
  /** Of the case; `DESK` of a record that is of no case, which is always a note. */
  reference: string;
  /** Of the message in the case, 1 is the report; of the note in the case, from 1; of a record, the version that it makes. */
  number: number;
  from: Side;
}

/** What a signed text says of itself before it begins. */
export interface SignedHead extends Place {
  /** ISO 8601 in UTC, whole seconds. */
  written: string;
  /** The files that go with it, where there are any: whoever signs it signs what they are. */
  attachments?: readonly ListedFile[] | undefined;
}

/** Three dashes, the lines in their order, three dashes, an empty line; with either line end. */
const HEAD =
  /^---\r?\nreference: "([^"\r\n]+)"\r?\nnumber: ([1-9]\d{0,5})\r?\nfrom: "(team|reporter|note)"\r?\nwritten: "([^"\r\n]+)"\r?\n(?:attachments: (\[[^\r\n]*\])\r?\n)?---\r?\n(?:\r?\n|$)/;
/** `2026-11-26T12:00:00Z` */
const WRITTEN = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** What a text that is written for `place` at `at` (ms since 1970), and goes with `files`, says of itself. */
export function headFor(
  { reference, number, from }: Place,
  at: number,
  files: readonly ListedFile[] = [],
): SignedHead {
  const head = { reference, number, from, written: `${new Date(at).toISOString().slice(0, 19)}Z` };
  return files.length === 0 ? head : { ...head, attachments: files };
}

/** The lines that a text to be signed begins with, the empty one behind them included. */
export function writeHead({ reference, number, from, written, attachments }: SignedHead): string {
  const files = attachments === undefined ? {} : { attachments };
  const lines = Object.entries({ reference, number, from, written, ...files }).map(
    ([name, value]) => `${name}: ${JSON.stringify(value)}`,
  );
  return `---\n${lines.join('\n')}\n---\n\n`;
}

/**
 * A text as it is signed: its place in the conversation stands before it, in lines like those of a report, so that its
 * signature counts there and nowhere else.
 */
export function writeSignedText(head: SignedHead, text: string): string {
  return writeHead(head) + text;
}

/**
 * Reads what `writeSignedText` wrote, also with the line ends of Windows.
 * @returns null for anything else: a line more or less, another order, what is no reference or no moment, files that are
 *   none, a message of the desk
 */
export function readSignedText(text: string): { head: SignedHead; text: string } | null {
  const [whole = '', reference = '', number, from, written = '', files] = HEAD.exec(text) ?? [];
  const isMoment = WRITTEN.test(written) && !Number.isNaN(Date.parse(written));
  const side = sides.find((one) => one === from);
  const isPlace = REFERENCE.test(reference) || (reference === DESK && side === 'note');
  if (side === undefined || !isPlace || !isMoment) return null;
  const head = { reference, number: Number(number), from: side, written };
  const attachments = files === undefined ? [] : filesIn(files);
  if (attachments === null) return null;
  return {
    head: attachments.length === 0 ? head : { ...head, attachments },
    text: text.slice(whole.length),
  };
}

/** The files that a line names; null where it names none as we do. */
function filesIn(line: string): ListedFile[] | null {
  try {
    const files = listedFilesSchema.parse(JSON.parse(line));
    return files.length === 0 ? null : files;
  } catch {
    return null;
  }
}
