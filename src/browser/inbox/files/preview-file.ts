import type { Advisory } from '../../../disclosure/foreign-docs/advisory.ts';
import { mayBeJson } from '../../../disclosure/foreign-docs/json.ts';
import type { ListedFile } from '../../../disclosure/listed-files.ts';
import type { Picture } from '../../../disclosure/picture.ts';
import { type Preview, previewLimits, previewOf } from '../../../disclosure/preview.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { formatBytes } from '../../../i18n/format.ts';
import { language, texts } from '../base/page.ts';
import type { SealedFile } from '../case/fetch-sealed.ts';
import { openChecked } from './open-checked.ts';
import { whyNot } from './why-not.ts';

/** What is shown of a file. */
export type ShownFile =
  | { kind: 'picture'; picture: Picture; bitmap: ImageBitmap }
  | ShownText
  | { kind: 'advisory'; advisory: Advisory; text: ShownText | null };
export interface ShownText {
  kind: 'text';
  text: string;
  isWhole: boolean;
}

/**
 * Opens a file to be shown.
 * @param listed what its report or message says of it: what is anything else is not shown
 * @returns it, or the sentence that says why not
 */
export async function previewFile(
  reference: string,
  held: SealedFile,
  listed: ListedFile,
  progress: (part: number) => void,
): Promise<ShownFile | string> {
  try {
    const opened = await openChecked(reference, held, listed, progress);
    if (opened === 'failed') return texts.case.fileFailed;
    if (opened === 'wrong') return texts.files.preview.wrong;
    return await previewContent(opened.content);
  } catch (error) {
    return whyNot(error);
  }
}

/** Makes of what is in a file something to be shown. @returns it, or the sentence that says why not */
export async function previewContent(content: Blob): Promise<ShownFile | string> {
  if (content.size > previewLimits.bytes) return whyNothing('large');
  const bytes = new Uint8Array(await content.arrayBuffer());
  const shown = previewOf(bytes);
  const advisory = mayBeJson(bytes) ? await advisoryIn(content) : null;
  if (advisory !== null) return { kind: 'advisory', advisory, text: shown.kind === 'text' ? shown : null };
  if (shown.kind === 'none') return whyNothing(shown.why);
  if (shown.kind === 'text') return shown;
  const { type } = shown.picture;
  const bitmap = await createImageBitmap(content.slice(0, content.size, type)).catch(() => null);
  if (bitmap === null) return texts.files.preview.damaged;
  // Its header lied to us, or to the browser.
  if (bitmap.width * bitmap.height <= previewLimits.pixels) return { ...shown, bitmap };
  bitmap.close();
  return whyNothing('pixels');
}

/** What a file says of a weak spot, where it is in one of the forms for that; few are, so that its reader loads only then. */
async function advisoryIn(file: Blob): Promise<Advisory | null> {
  const reader = await import('../../workers/advisory/client.ts').catch(() => null);
  return reader === null ? null : reader.summaryOf(file);
}

function whyNothing(why: Extract<Preview, { kind: 'none' }>['why']): string {
  const size = (bytes: number) => formatBytes(bytes, language);
  return fillIn(texts.files.preview[why], {
    picture: size(previewLimits.bytes),
    text: size(previewLimits.textBytes),
    pixels: previewLimits.pixels / 1_000_000,
  });
}
