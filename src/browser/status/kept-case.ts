// The case that is followed in this tab: its code, and a message that is half typed, so that a reload or another language
// of the page asks for neither. Sealed, until the reporter has it forgotten or the tab is gone.
import { byId } from '../dom/by-id.ts';
import { FOLLOWED, KEEP_NOTHING, LEFT, setTabItem, tabItem } from '../tab/storage.ts';
import { eraseRoom, tabValue } from '../tab/vault.ts';

interface KeptCase {
  receipt: string;
  /** What stands in the field for a message. */
  message: string;
  /** How many files were chosen with it. They can't be kept: a reload takes them away, and the reporter must be told. */
  files: number;
}
const kept = tabValue<KeptCase>(FOLLOWED);
const form = byId('message-form');

/**
 * For how long a tab that was left opens its case by itself again, in ms. Who sits at this machine next can open a closed tab
 * anew, with all that it remembered. What was half typed comes back with the code for longer.
 */
const OPENS_FOR = 30 * 60_000;

let current: KeptCase | null = null;
let changes = 0;

const noteLeft = () => {
  if (current !== null && tabItem(FOLLOWED) !== null) setTabItem(LEFT, String(Date.now()));
};
addEventListener('pagehide', noteLeft);
// A telephone ends a page that is out of sight without another word.
document.addEventListener('visibilitychange', noteLeft);

/** The code of the case that was followed here before; null where there is none, it was left long ago, or can't be opened any more. */
export async function readCode(): Promise<string | null> {
  const away = Date.now() - Number(tabItem(LEFT) ?? Number.NaN);
  if (!(away >= 0 && away < OPENS_FOR)) return null;
  return (await kept.read().catch(() => null))?.receipt ?? null;
}

/** Keeps a code from here on. @returns what was begun in that case before, unless another is begun meanwhile */
export async function follow(receipt: string): Promise<Omit<KeptCase, 'receipt'>> {
  const own: KeptCase = { receipt, message: '', files: 0 };
  current = own;
  const before = await kept.read().catch(() => null);
  const begun = { message: '', files: 0 };
  if (current !== own) return begun;
  if (before?.receipt === receipt) {
    if (own.message === '') begun.message = own.message = before.message;
    if (own.files === 0) begun.files = own.files = before.files;
  }
  await keep();
  return begun;
}

/** Keeps what is typed by now, in a moment. Never throws. */
export async function keepMessage(message: string): Promise<void> {
  if (current === null || current.message === message) return;
  current.message = message;
  changes += 1;
  const own = changes;
  form.toggleAttribute('data-keeping', true);
  await keep();
  if (own === changes) form.toggleAttribute('data-keeping', false);
}

/** Keeps how many files are chosen by now. Never throws. */
export async function keepFileCount(files: number): Promise<void> {
  if (current === null || current.files === files) return;
  current.files = files;
  await keep();
}

/** Erases all of it. */
export function forget(): void {
  current = null;
  kept.clear();
  setTabItem(LEFT, null);
  void eraseRoom('case');
}

/** Where nothing can be kept, the next reload asks for the code again: as it does where the reporter wants nothing kept. */
async function keep(): Promise<void> {
  if (current === null || tabItem(KEEP_NOTHING) !== null) return;
  await kept.keep(current).catch(() => undefined);
  noteLeft();
}
