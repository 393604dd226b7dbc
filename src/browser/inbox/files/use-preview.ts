import { type Signal, useSignal } from '@preact/signals';
import type { ShownFile } from './preview-file.ts';

/**
 * What a button shows of a file, and puts away again.
 * @param told where the sentence goes that says why there is nothing to see; emptied otherwise
 * @param open makes what is shown, or that sentence; null for neither
 */
export function usePreview(
  told: Signal<string>,
  open: () => Promise<ShownFile | string | null>,
): { shown: Signal<ShownFile | null>; toggle: () => Promise<void> } {
  const shown = useSignal<ShownFile | null>(null);
  const toggle = async () => {
    if (shown.value !== null) {
      shown.value = null;
      return;
    }
    const result = await open();
    told.value = typeof result === 'string' ? result : '';
    shown.value = typeof result === 'string' ? null : result;
  };
  return { shown, toggle };
}
