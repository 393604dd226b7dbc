// The files of a message: those of the team to be opened, the reporter's own with how far they came.

import { filesOfMessage, type MessageFile } from '../../disclosure/attachments.ts';
import type { Authorship } from '../../disclosure/authorship.ts';
import type { CaseView } from '../../disclosure/case-view.ts';
import { visibleLine } from '../../disclosure/foreign-text.ts';
import { openFileCommand } from '../../disclosure/open-command.ts';
import { fillIn } from '../../i18n/fill-in.ts';
import { formatBytes } from '../../i18n/format.ts';
import { fileNameElement } from '../dom/foreign-names.ts';
import type { Authored } from './author.ts';
import type { FileDesk } from './file-desk.ts';
import { quietButton } from './sealed-block.ts';

/** The list of the files of a message; null where it has none. */
export function filesPart(
  { message, authorship, listed, text }: Authored,
  { reference, attachments }: Pick<CaseView, 'reference' | 'attachments'>,
  desk: FileDesk,
): HTMLElement | null {
  const files = filesOfMessage(attachments, message, listed);
  if (files.length === 0) return null;
  const { shown } = desk.texts;
  const part = document.createElement('div');
  part.className = 'message-files';
  const title = document.createElement('p');
  title.className = 'files-title';
  title.translate = true;
  title.textContent = shown.title;
  const list = document.createElement('ul');
  const isOpened = text !== null;
  list.append(
    ...files.map((file, index) => {
      const name = file.listed?.name || fillIn(shown.name, { number: index + 1 });
      const sealedName = `${reference}-${message.number}-${index + 1}`;
      return message.from === 'team'
        ? teamFile(file, { name, sealedName, authorship, isOpened }, desk)
        : item(file, name, desk, [state(file.held?.isComplete ? shown.arrived : shown.missing)]);
    }),
  );
  part.append(title, list);
  return part;
}

function teamFile(
  file: MessageFile,
  given: { name: string; sealedName: string; authorship: Authorship | null; isOpened: boolean },
  desk: FileDesk,
): HTMLElement {
  const { held, listed } = file;
  const { name, sealedName, authorship, isOpened } = given;
  const { shown } = desk.texts;
  if (!held) return item(file, name, desk, [state(shown.gone)]);
  if (!held.isComplete) return item(file, name, desk, [state(shown.missing)]);
  const told = state('');
  told.setAttribute('role', 'status');
  const actions = document.createElement('p');
  actions.className = 'actions';
  actions.translate = true;
  const isSigned = authorship?.kind === 'verified';
  const run = (kind: 'open' | 'sealed') => async () => {
    // Loaded with the first file that is fetched.
    const work = await import('./open-file.ts').catch(() => null);
    if (work === null) told.textContent = shown.offline;
    else await work[kind]({ held, listed, name, sealedName, isSigned }, desk, told);
  };
  const button = (label: string, kind: 'open' | 'sealed') => {
    const made = quietButton(label, () => void run(kind)());
    // Several files have the same buttons.
    made.setAttribute('aria-label', `${label}: ${visibleLine(name)}`);
    return made;
  };
  if (isOpened) actions.append(button(shown.open, 'open'));
  actions.append(button(shown.sealed, 'sealed'));
  return item(file, name, desk, [...(isOpened ? [] : [howToOpen(sealedName, desk)]), actions, told]);
}

/** For who has a key of their own: the name inside is taken by nobody's word. */
function howToOpen(sealedName: string, { texts: { shown } }: FileDesk): HTMLElement {
  const hint = state(shown.closed);
  const command = document.createElement('code');
  command.translate = false;
  command.textContent = openFileCommand(`${sealedName}.pgp`, `${sealedName}.bin`);
  hint.append(' ', command);
  return hint;
}

function item(
  { held, listed }: MessageFile,
  name: string,
  { language }: FileDesk,
  parts: readonly HTMLElement[],
): HTMLElement {
  const made = document.createElement('li');
  const line = document.createElement('p');
  const strong = document.createElement('strong');
  strong.append(fileNameElement(name));
  const size = listed?.size ?? held?.size;
  line.append(strong, size === undefined ? '' : ` · ${formatBytes(size, language)}`);
  made.append(line, ...parts);
  return made;
}

function state(sentence: string): HTMLElement {
  const made = document.createElement('p');
  made.className = 'help';
  made.translate = true;
  made.textContent = sentence;
  return made;
}
