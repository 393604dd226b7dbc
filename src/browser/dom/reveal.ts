/** Sent to a control that must be seen, for whoever hid it. */
export const REVEAL = 'meldpunt-reveal';

/** Brings a control into view that may be folded away, or behind its formatted text. */
export function reveal(control: HTMLElement): void {
  const group = control.closest('details');
  if (group) group.open = true;
  control.dispatchEvent(new Event(REVEAL));
}
