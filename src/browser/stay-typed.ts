import { type Control, readValue, writeValue } from './form-values.ts';

/**
 * Has fields that are not the browser's to restore stay as they were when one goes elsewhere and comes Back to the page
 * in memory: WebKit empties them on the way.
 */
export function stayTyped(controls: Iterable<Control>): void {
  const all = [...controls];
  let before: (string | boolean)[] = [];
  addEventListener('pagehide', () => {
    before = all.map(readValue);
  });
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    for (const [index, control] of all.entries()) {
      const value = before[index];
      if (value !== undefined && value !== readValue(control)) writeValue(control, value);
    }
  });
}
