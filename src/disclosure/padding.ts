import { limits } from './limits.ts';

const KIB = 1024;

/** Sizes in bytes to which a report is filled up before it is sealed. The last one is the longest report there is. */
export const REPORT_BUCKETS = [
  ...[4, 8, 16, 32, 64, 96, 128, 160].map((size) => size * KIB),
  limits.openedText,
];

/** Thrown by `pad` when a text is longer than the last bucket; `limit` is that bucket in bytes of UTF-8. */
export class TooLongError extends Error {
  override readonly name = 'TooLongError';
  readonly limit: number;
  constructor(limit: number) {
    super('the text is longer than the largest bucket');
    this.limit = limit;
  }
}

/**
 * Fills `text` up to the next bucket, so that the length of the ciphertext says little about the report. The
 * filling is spaces and one line end after the last line: a person reading in a terminal is not disturbed by
 * it, and `trimEnd` takes it off.
 * @param room bytes of the bucket that something else will take
 */
export function pad(text: string, room = 0): string {
  const length = new TextEncoder().encode(text).length + 1 + room;
  const bucket = REPORT_BUCKETS.find((size) => size >= length);
  if (bucket === undefined) throw new TooLongError(REPORT_BUCKETS.at(-1) ?? 0);
  return `${text}${' '.repeat(bucket - length)}\n`;
}
