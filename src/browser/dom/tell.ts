/**
 * Says what is wrong with a field, at the field; an empty sentence takes it away.
 * @param place where it stands; null where the page has none
 * @param field null for what is no field's
 */
export function tell(place: HTMLElement | null, field: HTMLElement | null, sentence: string): void {
  if (place) {
    place.textContent = sentence;
    place.hidden = sentence === '';
  }
  if (sentence === '') field?.removeAttribute('aria-invalid');
  else field?.setAttribute('aria-invalid', 'true');
}
