// Small things that this tab remembers until it is closed. None of them tells what anybody wrote.

/** Reads an item of the session storage; null where there is none, or no storage. */
export function tabItem(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Sets an item, or with null takes it away. Where storage is off or full, nothing happens. */
export function setTabItem(key: string, value: string | null): void {
  try {
    if (value === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, value);
  } catch {
    // See above.
  }
}

/** Where the unfinished report is kept, sealed. */
export const UNFINISHED = 'meldpunt-draft';

/** Where the receipt of a report that was sent is kept, sealed. */
export const SENT = 'meldpunt-sent';

/** Where the case that is followed is kept, sealed. */
export const FOLLOWED = 'meldpunt-case';

/** When the page of that case was last seen, in ms since 1970. */
export const LEFT = 'meldpunt-left';

/** Set while the reporter wants nothing kept. */
export const KEEP_NOTHING = 'meldpunt-keep-nothing';

/** Set once the page that opened this one need not be asked for its code any more. */
export const ASKED = 'meldpunt-asked';
