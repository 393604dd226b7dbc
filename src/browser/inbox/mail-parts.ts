// The files that came inside a message, as mail programs put them there.
import { safeFileName } from '../../disclosure/file-name.ts';
import type { MimePart } from '../../disclosure/mime.ts';
import { fillIn } from '../../i18n/fill-in.ts';
import { formatBytes } from '../../i18n/format.ts';
import { saveBlob } from '../dom/download.ts';
import { fileNameElement } from '../dom/foreign-names.ts';
import { button, element, facts, texts } from './page.ts';

/** A list of them, each to be saved; nothing where there are none. */
export function partsBlock(files: readonly MimePart[] = []): HTMLElement[] {
  if (files.length === 0) return [];
  const list = element('ul', 'team-files', ...files.map(itemOf));
  list.translate = false;
  return [element('h4', '', texts.case.parts), element('p', 'help', texts.case.fileWarning), list];
}

function itemOf({ name, content }: MimePart, index: number): HTMLElement {
  const shown = name || fillIn(texts.case.fileName, { number: index + 1 });
  const size = formatBytes(content.size, facts.language);
  const head = element('p', '', element('strong', '', fileNameElement(shown)), ` · ${size}`);
  const save = button(texts.case.download, 'quiet', () => saveBlob(safeFileName(shown), content));
  return element('li', '', head, element('p', 'actions', save));
}
