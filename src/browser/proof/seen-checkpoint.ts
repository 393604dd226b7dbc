// The checkpoint of the log that this browser saw last. It says nothing of any case: everybody sees the same.

const PLACE = 'meldpunt-checkpoint';

/** The note of it, as a list of one; empty where there is none, or the browser keeps nothing. */
export function seenCheckpoints(): string[] {
  try {
    const note = localStorage.getItem(PLACE);
    return note === null ? [] : [note];
  } catch {
    return [];
  }
}

/** Keeps the note of a checkpoint that follows from the one before it. */
export function keepCheckpoint(note: string): void {
  try {
    localStorage.setItem(PLACE, note);
  } catch {
    // The next visit then has nothing to compare with, as the first had.
  }
}
