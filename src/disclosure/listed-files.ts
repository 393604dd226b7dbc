// The files that a report or a message names: what they are called, and by what they are known again.
import * as z from 'zod/mini';
import { limits } from './limits.ts';

/** Line ends to LF, control characters out (a terminal would obey them), no white space around. */
const tidy = (value: string) =>
  value
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '\ufffd')
    .trim();
/** A text of many lines, tidied, then of at most `max` UTF-16 code units. */
export const text = (max: number) =>
  z.pipe(z.pipe(z.string(), z.transform(tidy)), z.string().check(z.maxLength(max)));
/** A text of at most `max` characters (code points, as JSON Schema counts) as it was written, tidied, on one line. */
export const line = (max: number) =>
  z.pipe(
    z.string().check(z.regex(new RegExp(`^[^]{0,${max}}$`, 'u'))),
    z.transform((value: string) => tidy(value).replace(/[\n\t]+/g, ' ')),
  );

/** Sizes in bytes, SHA-256 of the contents in hexadecimal. */
const listedFileSchema = z.strictObject({
  id: z.string().check(z.regex(/^[0-9a-f]{32}$/)),
  name: line(255),
  size: z.int().check(z.minimum(0)),
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
});
export type ListedFile = z.infer<typeof listedFileSchema>;

export const listedFilesSchema = z.array(listedFileSchema).check(z.maxLength(limits.attachments));

/** Files as a message names them. @throws Error where there are more than go with one */
export function listed(files: readonly ListedFile[]): ListedFile[] {
  return listedFilesSchema.parse(files.map(({ id, name, size, sha256 }) => ({ id, name, size, sha256 })));
}
