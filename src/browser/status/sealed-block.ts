import { copyTextOf } from '../dom/copy.ts';
import { downloadFile } from '../dom/download.ts';

/** A quiet button that does `work`. */
export function quietButton(label: string, work: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'quiet';
  button.textContent = label;
  button.addEventListener('click', work);
  return button;
}

/** A sealed message as it is, and what copies it and keeps it as a file. */
export function sealedBlock(
  sealed: string,
  fileName: string,
  texts: { copy: string; copied: string; copyYourself: string; download: string },
): [message: HTMLElement, actions: HTMLElement] {
  const message = document.createElement('pre');
  message.tabIndex = 0;
  message.textContent = sealed;
  const status = document.createElement('span');
  status.setAttribute('role', 'status');
  Object.assign(status.dataset, { copied: texts.copied, copyYourself: texts.copyYourself });
  const actions = document.createElement('p');
  actions.className = 'actions';
  actions.append(
    quietButton(texts.copy, () => void copyTextOf(message, status)),
    quietButton(texts.download, () => downloadFile(fileName, sealed, 'application/pgp-encrypted')),
    status,
  );
  return [message, actions];
}
