// Choosing attachments: by the button, by dropping files, by pasting a picture. Limits are told at once; files are
// sealed while the reporter writes.
import { isolated } from '../disclosure/foreign-text.ts';
import { limits } from '../disclosure/limits.ts';
import { fillIn } from '../i18n/fill-in.ts';
import { formatBytes } from '../i18n/format.ts';
import type { LanguageCode } from '../i18n/languages.ts';
import { fileNameElement } from './foreign-names.ts';
import { byId } from './page.ts';
import type { ReportTexts } from './report-texts.ts';
import { ask, sealFile } from './sealer.ts';
import type { PlannedFile } from './worker-messages.ts';

const field = byId<HTMLDetailsElement>('files-field');
const input = byId<HTMLInputElement>('field-files');
const list = byId('files-list');
const error = byId('error-files');
const status = byId('files-status');

interface Chosen {
  file: File;
  planned: Promise<PlannedFile>;
  /** Aborted when the file is taken away. */
  removed: AbortController;
}

/** The files that go with the report. */
export interface Attachments {
  /** What the worker knows of each, in the order chosen. @throws WorkerTaskError when one can't be read any more */
  planned(): Promise<PlannedFile[]>;
  clear(): void;
}

/**
 * Sets the field up.
 * @param changed called after every change, with how many there are now
 * @param isClosed while it says so, nothing is added: what is being sent can't be changed
 */
export function chooseAttachments(
  language: LanguageCode,
  texts: ReportTexts,
  changed: (count: number) => void,
  isClosed: () => boolean,
): Attachments {
  let chosen: Chosen[] = [];

  function add(files: Iterable<File>): void {
    const added = [...files];
    if (isClosed() || added.length === 0) return;
    const all = [...chosen.map(({ file }) => file), ...added];
    const size = all.reduce((sum, file) => sum + file.size, 0);
    if (all.length > limits.attachments || size > limits.attachmentBytes) {
      tell(all.length > limits.attachments ? texts.errors.filesTooMany : texts.errors.filesTooLarge);
      return;
    }
    for (const file of added) {
      const removed = new AbortController();
      const planned = planAndSeal(file, removed.signal);
      // What goes wrong is told when the report is sent; until then nobody waits for it.
      planned.catch(() => undefined);
      chosen.push({ file, planned, removed });
    }
    field.open = true;
    show();
    changed(chosen.length);
  }
  function tell(sentence: string): void {
    const values = { count: limits.attachments, size: formatBytes(limits.attachmentBytes, language) };
    field.open = true;
    error.textContent = fillIn(sentence, values);
    error.hidden = false;
  }
  function show(): void {
    error.hidden = true;
    list.replaceChildren(...chosen.map(itemOf));
    list.hidden = chosen.length === 0;
    const isOne = new Intl.PluralRules(language).select(chosen.length) === 'one';
    const sentence = isOne ? texts.filesCount.filesCount_one : texts.filesCount.filesCount_other;
    status.textContent = fillIn(sentence, { count: chosen.length });
  }
  function itemOf(one: Chosen): HTMLElement {
    const item = document.createElement('li');
    const name = document.createElement('span');
    name.append(fileNameElement(one.file.name), ` (${formatBytes(one.file.size, language)})`);
    const remove = document.createElement('button');
    remove.type = 'button';
    remove.className = 'quiet';
    remove.textContent = texts.filesRemoveShort;
    remove.setAttribute('aria-label', fillIn(texts.filesRemove, { file: isolated(one.file.name) }));
    remove.addEventListener('click', () => {
      one.removed.abort();
      chosen = chosen.filter((other) => other !== one);
      show();
      input.focus();
      changed(chosen.length);
    });
    item.append(name, remove);
    return item;
  }

  function take(): void {
    add(input.files ?? []);
    input.value = '';
  }

  input.addEventListener('change', take);
  field.addEventListener('dragover', (event) => {
    event.preventDefault();
    field.classList.add('dropping');
  });
  field.addEventListener('dragleave', () => field.classList.remove('dropping'));
  field.addEventListener('drop', (event) => {
    event.preventDefault();
    field.classList.remove('dropping');
    add(event.dataTransfer?.files ?? []);
  });
  document.addEventListener('paste', (event) => {
    const files = Array.from(event.clipboardData?.files ?? []);
    // Office programs put a picture of a text beside the text: then the text is meant.
    const isText = event.clipboardData?.types.includes('text/plain') ?? false;
    if (files.length === 0 || isText) return;
    event.preventDefault();
    add(files);
  });
  // Chosen before this script had arrived.
  if (input.files?.length) take();
  return {
    planned: () => Promise.all(chosen.map(({ planned }) => planned)),
    clear() {
      for (const { removed } of chosen) removed.abort();
      chosen = [];
      show();
    },
  };
}

/** Ready as soon as it is planned; its sealing goes on. */
async function planAndSeal(file: File, removed: AbortSignal): Promise<PlannedFile> {
  const planned = await ask('planFile', file);
  const sealed = sealFile(planned, removed);
  // A file that could not be sealed is tried again when it is sent.
  sealed.catch(() => undefined);
  return { ...planned, sealed };
}
