// Apart from what reads such lists: only who opens a file compares it.
import type { ListedFile } from './listed-files.ts';

/** Whether a file is what is said of it. @param content of the file, opened; `sha256` of that, in hexadecimal */
export function isAsListed(
  { content, sha256 }: { content: { size: number }; sha256: string },
  said: Pick<ListedFile, 'size' | 'sha256'>,
): boolean {
  return sha256 === said.sha256 && content.size === said.size;
}
