// The page for who encrypts a report with a program of their own. It works without this script: what it adds is a button
// beside each command that copies it, and what is known of keys that have run out since the site was built.

import { offerCopies } from '../dom/commands.ts';

offerCopies();
const until = document.querySelector<HTMLElement>('[data-keys-gone]')?.dataset['keysGone'];
// By the server's time, which is asked for only where this machine's clock says so.
if (Number(until ?? Number.POSITIVE_INFINITY) <= Date.now()) {
  import('../api/keys-gone.ts').then(({ tellKeysGone }) => tellKeysGone()).catch(() => undefined);
}
