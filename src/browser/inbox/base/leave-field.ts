// Out of a field, to where single letters do something again; and on from what is gone.
import { isNowhere } from './focus.ts';

/** Where the keyboard goes from what is in it, by id: for what is neither a fold nor has a title. */
export const leaveTo = (id: string) => ({ 'data-leave-to': id });

const AROUND = '[data-leave-to], details[open], :is(section, dialog)[aria-labelledby]';

/**
 * Takes the keyboard out of the field that has it, to what opens or names the part around it. What is written stays, and
 * Tab goes on from there.
 */
export function leaveField(): void {
  const { activeElement: field } = document;
  if (!(field instanceof HTMLElement)) return;
  const [nearest] = placesAround(field);
  if (nearest) goTo(nearest);
  else field.blur();
}

/**
 * Watches what has the keyboard: where it goes away, as a button does with what it was for, the keyboard goes on from
 * what names the part around it, instead of from the top of the page.
 */
export function keepPlace(): void {
  let last: Element | null = null;
  let places: HTMLElement[] = [];
  document.addEventListener('focusin', ({ target }) => {
    last = target instanceof Element ? target : null;
    places = last ? placesAround(last) : [];
  });
  let isDue = false;
  const look = () => {
    isDue = false;
    // Who went nowhere by themselves wants to be there.
    if (last === null || !isNowhere() || (last.isConnected && last.checkVisibility())) return;
    const place = places.find((one) => one.isConnected && one.checkVisibility());
    last = null;
    if (place) goTo(place);
  };
  new MutationObserver(() => {
    if (isDue || !isNowhere()) return;
    isDue = true;
    // Whoever took it away knows best where to go on, and says so meanwhile.
    setTimeout(look);
  }).observe(document.body, { childList: true, subtree: true, attributeFilter: ['hidden', 'open'] });
}

function goTo(place: HTMLElement): void {
  // A title can be gone to, and is no stop for Tab.
  if (place.tabIndex < 0) place.tabIndex = -1;
  place.focus();
}

/** What opens or names the parts around something, the nearest first; a part of sections has one that stays outside it. */
function placesAround(what: Element): HTMLElement[] {
  const places: HTMLElement[] = [];
  for (let around = what.closest(AROUND); around; around = around.parentElement?.closest(AROUND) ?? null) {
    const place = placeOf(around);
    if (place && place !== what) places.push(place);
  }
  return places;
}

function placeOf(around: Element): HTMLElement | null {
  const id = around.getAttribute('data-leave-to');
  if (id === null && around instanceof HTMLDetailsElement) return around.querySelector('summary');
  return document.getElementById(id ?? around.getAttribute('aria-labelledby') ?? '');
}
