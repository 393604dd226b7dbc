import { fillIn } from '../../i18n/fill-in.ts';
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

/** A sealed message as it is, and what copies it and keeps it as a file: by its number, as there may be several. */
export function sealedBlock(
  sealed: string,
  { name, number }: { name: string; number: number },
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
    quietButton(fillIn(texts.copy, { number }), () => void copyTextOf(message, status)),
    quietButton(fillIn(texts.download, { number }), () =>
      downloadFile(name, sealed, 'application/pgp-encrypted'),
    ),
    status,
  );
  return [message, actions];
}
