// How a receipt code gets from the page that shows it to the status page: from window to window, so that it stands in
// no address, and with that in no history and no file that a browser writes by itself.
import { ASKING } from '../dom/asking.ts';
import { ASKED, setTabItem } from '../tab/storage.ts';

/**
 * Opens the status page in a window of its own, and gives it the code when it asks: that window alone, on this site
 * alone, once.
 * @returns false where the browser did not let the window be opened, or keeps it to itself
 */
export function openWithCode(address: string, code: string): boolean {
  // The window begins with a copy of what this tab remembers.
  setTabItem(ASKED, null);
  const opened = window.open(address, '_blank');
  if (!opened) return false;
  const answer = ({ data, origin, source }: MessageEvent) => {
    if (data !== ASKING || origin !== location.origin || source !== opened) return;
    removeEventListener('message', answer);
    opened.postMessage({ code }, location.origin);
  };
  addEventListener('message', answer);
  return true;
}
