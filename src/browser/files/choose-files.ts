// Choosing attachments: by the button, by dropping files, by pasting a picture. Limits are told at once; files are
// sealed while the reporter writes.
import { isolated } from '../../disclosure/foreign-text.ts';
import { limits } from '../../disclosure/limits.ts';
import { fillIn } from '../../i18n/fill-in.ts';
import { formatBytes } from '../../i18n/format.ts';
import type { LanguageCode } from '../../i18n/languages.ts';
import { plural } from '../../i18n/plural.ts';
import { byId } from '../dom/by-id.ts';
import { fileNameElement } from '../dom/foreign-names.ts';
import { ask, sealFile } from '../workers/seal/client.ts';
import type { PlannedFile } from '../workers/seal/tasks.ts';
import type { FileTexts } from './file-texts.ts';
import { droppedFiles, isUnreadable } from './readable-files.ts';

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
  /** From then on the file itself is not needed any more. */
  isSealed: boolean;
}

/** The files that go with a report or a message. */
export interface Attachments {
  /**
   * What the worker knows of each, in the order chosen.
   * @throws an error for which `isUnreadable` holds, when one can't be read any more; it is no longer among them then
   */
  planned(): Promise<PlannedFile[]>;
  /** Takes all of them away, and stops what is being sealed. */
  clear(): void;
  /** Takes them off the list: they go on their way, and their sealing goes on. */
  sent(): void;
}

interface Around {
  /** Called after every change, with how many there are now. */
  changed: (count: number) => void;
  /** While it says so, nothing is added: what is being sent can't be changed. */
  isClosed: () => boolean;
}

/** Sets the field up. */
export function chooseAttachments(
  language: LanguageCode,
  texts: FileTexts,
  { changed, isClosed }: Around,
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
      const one = { file, planned: planAndSeal(file, removed.signal), removed, isSealed: false };
      chosen.push(one);
      void follow(one);
    }
    field.open = true;
    show();
    changed(chosen.length);
  }
  /** What can't be read is told at once; anything else is tried again when the report is sent. */
  async function follow(one: Chosen): Promise<void> {
    try {
      await (await one.planned).sealed;
      one.isSealed = true;
    } catch (error) {
      if (isUnreadable(error) && !isClosed()) refuse(one);
    }
  }
  function refuse(one: Chosen): void {
    if (!chosen.includes(one)) return;
    remove(one);
    tell(texts.errors.filesUnreadable);
  }
  function remove(one: Chosen): void {
    one.removed.abort();
    chosen = chosen.filter((other) => other !== one);
    show();
    changed(chosen.length);
  }
  /** Until it is sealed, a file may be moved or erased. */
  async function planned(one: Chosen): Promise<PlannedFile> {
    try {
      const file = await one.planned;
      if (!one.isSealed) await one.file.slice(0, 1).arrayBuffer();
      return file;
    } catch (error) {
      if (isUnreadable(error)) refuse(one);
      throw error;
    }
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
    const { filesCount_one, filesCount_other } = texts.filesCount;
    status.textContent = plural(language, chosen.length, [filesCount_one, filesCount_other]);
  }
  function itemOf(one: Chosen): HTMLElement {
    const item = document.createElement('li');
    const name = document.createElement('span');
    name.append(fileNameElement(one.file.name), ` (${formatBytes(one.file.size, language)})`);
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'quiet';
    button.textContent = texts.filesRemoveShort;
    button.setAttribute('aria-label', fillIn(texts.filesRemove, { file: isolated(one.file.name) }));
    button.addEventListener('click', () => {
      remove(one);
      input.focus();
    });
    item.append(name, button);
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
    const { files, hasFolder } = droppedFiles(event.dataTransfer);
    add(files);
    if (hasFolder && !isClosed()) tell(texts.errors.filesUnreadable);
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
    planned: () => Promise.all(chosen.map(planned)),
    clear() {
      for (const { removed } of chosen) removed.abort();
      chosen = [];
      show();
    },
    sent() {
      chosen = [];
      show();
      status.textContent = '';
      field.open = false;
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
