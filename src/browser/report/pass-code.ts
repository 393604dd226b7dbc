// How a receipt code gets from the page that shows it to the status page: from window to window, so that it stands in
// no address, and with that in no history and no file that a browser writes by itself.
import { ASKING, ENOUGH } from '../dom/asking.ts';
import { ASKED, setTabItem } from '../tab/storage.ts';

/**
 * Opens the status page in a window of its own, and gives it the code when it asks: that window alone, on this site
 * alone, until it says that it has enough: a reload before that asks again.
 * @returns false where the browser did not let the window be opened, or keeps it to itself
 */
export function openWithCode(address: string, code: string): boolean {
  // The window begins with a copy of what this tab remembers.
  setTabItem(ASKED, null);
  const opened = window.open(address, '_blank');
  if (!opened) return false;
  const answer = ({ data, origin, source }: MessageEvent) => {
    if (origin !== location.origin || source !== opened) return;
    if (data === ASKING) opened.postMessage({ code }, location.origin);
    if (data === ENOUGH) removeEventListener('message', answer);
  };
  addEventListener('message', answer);
  return true;
}
