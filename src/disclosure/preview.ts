// What can be shown of a file without opening it in another program: a picture, or the beginning of a text.
import { beginningOf } from './beginning.ts';
import { visibleText } from './foreign-text.ts';
import { type Picture, pictureOf, scansOf } from './picture.ts';

/** Bounds to what is shown. Bytes of a file, pixels and scans of a picture (a camera makes ten or so), lines and characters of a text. */
export const previewLimits = {
  bytes: 8 * 1024 * 1024,
  pixels: 25_000_000,
  scans: 32,
  textBytes: 256 * 1024,
  lines: 200,
  characters: 32 * 1024,
} as const;

/** What is shown of a file, or why nothing is. */
export type Preview =
  | { kind: 'picture'; picture: Picture }
  /** What can't be seen in it is made visible; `isWhole` when nothing was cut off. */
  | { kind: 'text'; text: string; isWhole: boolean }
  | { kind: 'none'; why: 'large' | 'pixels' | 'scans' | 'damaged' | 'other' };

/** What can be shown of these bytes, which is judged by them alone. */
export function previewOf(bytes: Uint8Array): Preview {
  if (bytes.length > previewLimits.bytes) return { kind: 'none', why: 'large' };
  const picture = pictureOf(bytes);
  if (picture === 'damaged') return { kind: 'none', why: 'damaged' };
  if (picture === null) return textOf(bytes);
  if (picture.width * picture.height > previewLimits.pixels) return { kind: 'none', why: 'pixels' };
  if (picture.type === 'image/jpeg' && scansOf(bytes) > previewLimits.scans)
    return { kind: 'none', why: 'scans' };
  return { kind: 'picture', picture };
}

function textOf(bytes: Uint8Array): Preview {
  let whole: string;
  try {
    whole = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { kind: 'none', why: 'other' };
  }
  if (bytes.length > previewLimits.textBytes) return { kind: 'none', why: 'large' };
  const first = whole.split('\n', previewLimits.lines).join('\n');
  const start = beginningOf(first, previewLimits.characters);
  return { kind: 'text', text: visibleText(start), isWhole: start.length >= whole.trimEnd().length };
}
