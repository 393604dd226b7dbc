// Whose it is, what a tab keeps: a duplicate of a tab comes with a copy of its session storage.

/** How long the page before this one may take to let go, in ms: after a reload it does so at once. */
const PATIENCE = 1500;

let release: (() => void) | undefined;

/**
 * Claims what is kept under a name, for as long as this page is shown.
 * @returns false where another page has it. True as well where the browser can't tell
 */
export function claimTab(name: string): Promise<boolean> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  return new Promise((resolve) => {
    const hold = () => {
      clearTimeout(timer);
      resolve(true);
      return new Promise<void>((done) => {
        release = done;
      });
    };
    // Locks may be missing, or forbidden.
    Promise.resolve()
      .then(() => navigator.locks.request(`meldpunt-tab ${name}`, { signal: patience.signal }, hold))
      .catch((error: unknown) => resolve(!isAbort(error)));
  });
}

/** Lets go of what was claimed. */
export function releaseTab(): void {
  release?.();
  release = undefined;
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
