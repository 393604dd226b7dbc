// What is shown of a file to who decides whether it belongs: its beginning where it is a text, else what it is and how large.
import { beginningOf } from '../disclosure/beginning.ts';
import { visibleText } from '../disclosure/foreign-text.ts';
import type { FileKind } from '../disclosure/left-out.ts';
import { pictureOf } from '../disclosure/picture.ts';
import { textOfFile } from './text-of-file.ts';

/** What text has none of; ESC stands in what a terminal wrote. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const CONTROLS = /[\0-\x08\x0e-\x1a\x1c-\x1f]/;

/** @param most of a text, in UTF-16 units; what can't be seen in it is made visible */
export function fileShown(bytes: Uint8Array, most: number): { beginning: string; file?: FileKind } {
  const kind = markedKind(bytes);
  const text = kind === null ? textOfFile(bytes) : '';
  if (kind === null && !CONTROLS.test(text)) return { beginning: visibleText(beginningOf(text, most)) };
  return { beginning: '', file: { kind: kind ?? 'other', size: bytes.length } };
}

/** By the mark that such files begin with; null of all others. */
function markedKind(bytes: Uint8Array): FileKind['kind'] | null {
  if (pictureOf(bytes) !== null) return 'picture';
  const mark = new TextDecoder('latin1').decode(bytes.subarray(0, 5));
  if (mark === '%PDF-') return 'pdf';
  return mark.startsWith('PK\x03\x04') ? 'zip' : null;
}
