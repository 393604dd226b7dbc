// Where one begins in a form that opens in the middle of a case.
import { useLayoutEffect } from 'preact/hooks';

/**
 * Brings a form that was opened below what is in view to where it is read, and goes to its first field.
 * @param isByHand whether somebody opened it just now; one that was left open is only there again
 * @param form its id @param field that of its first field
 */
export function useBeginning(isByHand: boolean, form: string, field: string): void {
  useLayoutEffect(() => {
    if (!isByHand) return;
    document.getElementById(form)?.scrollIntoView({ block: 'start' });
    document.getElementById(field)?.focus();
  }, [isByHand, form, field]);
}
