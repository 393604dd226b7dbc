// Where drafts stay while nobody is signed in: in this browser, each sealed to its writer's own certificate. What is
// readable of one is whose it is, of which case and form, and when it was written.

/** A draft as it is kept. */
export interface StoredDraft {
  /** ISO 8601. */
  at: string;
  /** Armored. */
  sealed: string;
}

/** Which draft: the member's fingerprint, the reference of the case, and the name of the form. */
export interface DraftName {
  by: string;
  reference: string;
  name: string;
}

const PREFIX = 'meldpunt-draft ';
/** How much one browser keeps of all drafts, in UTF-16 code units: it fits in what a browser gives. */
export const MOST_KEPT = 2_000_000;
/** How long one may be when sealed, in UTF-16 code units. */
export const LONGEST_DRAFT = 100_000;

const keyOf = ({ by, reference, name }: DraftName) => `${PREFIX}${by} ${reference} ${name}`;

/** The draft that is kept; null for none, or one that can't be read. Never throws. */
export function readDraft(of: DraftName, store: Storage = localStorage): StoredDraft | null {
  try {
    const { at, sealed } = JSON.parse(store.getItem(keyOf(of)) ?? 'null') as StoredDraft;
    return typeof sealed === 'string' && !Number.isNaN(Date.parse(at)) ? { at, sealed } : null;
  } catch {
    return null;
  }
}

/**
 * Keeps one in place of the one before; false where it is too long, there is no room beside the others, or the browser keeps
 * nothing. Then the one before stays, and none of the others goes. Never throws.
 */
export function writeDraft(of: DraftName, draft: StoredDraft, store: Storage = localStorage): boolean {
  if (draft.sealed.length > LONGEST_DRAFT) return false;
  try {
    if (lengthOfOthers(keyOf(of), store) + draft.sealed.length > MOST_KEPT) return false;
    store.setItem(keyOf(of), JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

/** Throws one away. Never throws. */
export function removeDraft(of: DraftName, store: Storage = localStorage): void {
  try {
    store.removeItem(keyOf(of));
  } catch {
    // What keeps nothing has nothing to lose.
  }
}

/** The names of those that are kept of one case. Never throws. */
export function draftNames(of: Omit<DraftName, 'name'>, store: Storage = localStorage): string[] {
  const before = keyOf({ ...of, name: '' });
  try {
    const keys = Array.from({ length: store.length }, (_, index) => store.key(index) ?? '');
    return keys.filter((key) => key.startsWith(before)).map((key) => key.slice(before.length));
  } catch {
    // What keeps nothing has nothing to name.
    return [];
  }
}

/** Throws all of one case away, but for those of the names that are given. Never throws. */
export function removeDrafts(
  of: Omit<DraftName, 'name'>,
  but: readonly string[] = [],
  store: Storage = localStorage,
): void {
  for (const name of draftNames(of, store)) if (!but.includes(name)) removeDraft({ ...of, name }, store);
}

/** How much is kept of all drafts but one, in UTF-16 code units. */
function lengthOfOthers(own: string, store: Storage): number {
  return Array.from({ length: store.length }, (_, index) => store.key(index) ?? '')
    .filter((key) => key.startsWith(PREFIX) && key !== own)
    .reduce((sum, key) => sum + (store.getItem(key)?.length ?? 0), 0);
}
