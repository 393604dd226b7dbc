// Says where somebody would write that the keys of the whole team have run out since the site was built.
import { hasPassed } from './server-time.ts';

/** None where a key of the team never runs out; see KeysGone.astro. */
const notes = document.querySelectorAll<HTMLElement>('[data-keys-gone]');
const until = Number(notes[0]?.dataset['keysGone']);

/** Shows the page's notes once the last key has run out: as for sealing, by the server's time. Never throws. */
export async function tellKeysGone(): Promise<void> {
  if (!(await hasPassed(until))) return;
  for (const note of notes) note.hidden = false;
}
