// Out of a field, to where single letters do something again.

/** Where the keyboard goes from the fields in it, by id: for what is neither a fold nor a section with a title. */
export const leaveTo = (id: string) => ({ 'data-leave-to': id });

/**
 * Takes the keyboard out of the field that has it, to what opens or names the part around it. What is written stays, and
 * Tab goes on from there.
 */
export function leaveField(): void {
  const { activeElement: field } = document;
  if (!(field instanceof HTMLElement)) return;
  const place = placeAround(field);
  if (place === null) {
    field.blur();
    return;
  }
  // A title can be gone to, and is no stop for Tab.
  if (place.tabIndex < 0) place.tabIndex = -1;
  place.focus();
}

function placeAround(field: HTMLElement): HTMLElement | null {
  const opened = field.closest('[data-leave-to], details[open]');
  const around = opened ?? field.closest('section[aria-labelledby]');
  if (around === null) return null;
  if (around instanceof HTMLDetailsElement) return around.querySelector('summary');
  const id = around.getAttribute('data-leave-to') ?? around.getAttribute('aria-labelledby');
  return document.getElementById(id ?? '');
}
