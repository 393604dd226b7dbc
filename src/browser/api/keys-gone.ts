// Says where somebody would write that the keys of the whole team have run out since the site was built.
import { askServerTime, knownServerTime } from './server-time.ts';

/** None where a key of the team never runs out; see KeysGone.astro. */
const notes = document.querySelectorAll<HTMLElement>('[data-keys-gone]');
const until = Number(notes[0]?.dataset['keysGone']);

/**
 * Shows the page's notes once the last key has run out. As for sealing the server's time decides, as it last said it;
 * it is asked only where it said nothing yet and this machine's clock says that the key has run out. Never throws.
 */
export async function tellKeysGone(): Promise<void> {
  const known = knownServerTime();
  const now = known === null && until <= Date.now() ? await askServerTime() : known;
  if (now === null || !(until <= now)) return;
  for (const note of notes) note.hidden = false;
}
