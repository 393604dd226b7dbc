import { byId } from './by-id.ts';

const place = byId('form-say');

/** Has a screen reader say a sentence once it is silent; the page shows the same beside its field. */
export function say(sentence: string): void {
  place.textContent = sentence;
}
