import { copyTextOf } from './copy.ts';
import { downloadFile } from './download.ts';
import { button, element, texts } from './inbox-page.ts';

/** A sealed message as it is, to be opened with GnuPG: to copy and to keep. */
export function sealedBlock(sealed: string, fileName: string): HTMLElement {
  const pre = element('pre', '', sealed);
  pre.tabIndex = 0;
  const status = element('span', '');
  status.setAttribute('role', 'status');
  Object.assign(status.dataset, { copied: texts.case.copied, copyYourself: texts.case.copyYourself });
  const copy = button(texts.case.copy, 'quiet', async () => {
    await copyTextOf(pre, status);
  });
  const keep = button(texts.case.download, 'quiet', () =>
    downloadFile(fileName, sealed, 'application/pgp-encrypted'),
  );
  const command = element('code', '', `gpg --decrypt ${fileName}`);
  return element('div', '', pre, element('p', 'actions', copy, keep, status), element('p', '', command));
}

/** The same, folded. */
export function sealedDetails(sealed: string, fileName: string): HTMLDetailsElement {
  return element('details', '', element('summary', '', texts.case.sealed), sealedBlock(sealed, fileName));
}
