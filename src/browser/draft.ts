const KEY = 'meldpunt-draft';

/** What was typed, by field name. */
export type Draft = Record<string, string | boolean>;

/** Whether this tab holds an unfinished report. */
export function hasDraft(): boolean {
  try {
    return sessionStorage.getItem(KEY) !== null;
  } catch {
    return false;
  }
}

/** The unfinished report of this tab, or null. */
export function readDraft(): Draft | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Draft | null;
  } catch {
    return null;
  }
}

/** Keeps the unfinished report for this tab only. Where storage is off or full, typing goes on without it. */
export function keepDraft(draft: Draft): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(draft));
  } catch {
    // The text is still on the page.
  }
}

/** Forgets the unfinished report. */
export function clearDraft(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Nothing was kept.
  }
}
