// The other end of report/pass-code.ts: the status page asks the page that opened it.
import { ASKING, ENOUGH } from '../dom/asking.ts';
import { ASKED, setTabItem, tabItem } from '../tab/storage.ts';

/** How long the opener may take, in ms; it may be sealing files. */
const PATIENCE = 3000;

/** Whether this window was opened by a page that may have a code for it, and was not told that it has enough. */
export function mayAskOpener(): boolean {
  return window.opener !== null && tabItem(ASKED) === null;
}

/** Asks no more: the code is kept here, or was forgotten, or there is none. */
export function hasEnough(): void {
  if (!mayAskOpener()) return;
  setTabItem(ASKED, '1');
  (window.opener as Window).postMessage(ENOUGH, location.origin);
}

/** Asks the page that opened this one for the code; null when it gives none. */
export function askOpener(): Promise<string | null> {
  const opener = window.opener as Window;
  return new Promise((resolve) => {
    const end = (code: string | null) => {
      removeEventListener('message', listen);
      clearTimeout(timer);
      resolve(code);
    };
    const listen = ({ data, origin, source }: MessageEvent) => {
      if (origin !== location.origin || source !== opener) return;
      const { code } = (data ?? {}) as { code?: unknown };
      if (typeof code === 'string') end(code);
    };
    const timer = setTimeout(end, PATIENCE, null);
    addEventListener('message', listen);
    opener.postMessage(ASKING, location.origin);
  });
}
