import { limits } from '../../disclosure/limits.ts';
import { openCommand } from '../../disclosure/open-command.ts';
import { fillIn } from '../../i18n/fill-in.ts';
import { formatBytes } from '../../i18n/format.ts';
import { isSeipd2 } from '../../openpgp/split-message.ts';
import { copyTextOf } from '../dom/copy.ts';
import { downloadFile } from '../dom/download.ts';
import type { Opening } from '../dom/stretch.ts';
import { button, element, facts, texts, usesGnupg } from './page.ts';
import { signedIn } from './session.ts';

/** Why a message is shown as it is, sealed. */
export type NotOpenedHere = Extract<Opening, { text: null }>['why'];

/** Says why a message is not opened here. */
export function sentenceOf(why: NotOpenedHere): string {
  const { notOpened, tooLong, tooSlow, full } = texts.case;
  const most = formatBytes(limits.openedText, facts.language);
  return { closed: notOpened, 'too-long': fillIn(tooLong, { most }), 'too-slow': tooSlow, full }[why];
}

/**
 * A sealed message as it is, to be opened with GnuPG, or what else holds the key of who is signed in: to copy and to keep.
 * @param isTold whether it stands elsewhere that GnuPG can't
 */
export function sealedBlock(sealed: string, fileName: string, isTold = false): HTMLElement {
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
  const command = element('code', '', openCommand(fileName.replace(/\.asc$/, '')));
  const withGpg = [element('p', '', command), element('p', 'help', texts.case.openedFile)];
  const without = isTold ? [] : [element('p', 'note', texts.case.newer)];
  const byOwnMeans = [element('p', 'help', texts.case.ownProgram)];
  const how = isSeipd2(sealed) ? without : usesGnupg(signedIn() ?? '') ? withGpg : byOwnMeans;
  return element('div', '', pre, element('p', 'actions', copy, keep, status), ...how);
}

/** The same, folded. */
export function sealedDetails(sealed: string, fileName: string): HTMLDetailsElement {
  return element('details', '', element('summary', '', texts.case.sealed), sealedBlock(sealed, fileName));
}
