// What comes after signing in, as one thing to load.
import { signal } from '@preact/signals';

type DeskParts = typeof import('./desk-parts.ts');

/** Null until it is there. */
export const deskParts = signal<DeskParts | 'failed' | null>(null);

let loading: Promise<DeskParts | null> | null = null;

/** Loads it, once; null where that failed, which the page says. */
export function loadDesk(): Promise<DeskParts | null> {
  loading ??= import('./desk-parts.ts').then(
    (parts) => {
      parts.begin();
      parts.watchKeyboard();
      parts.watchTitle();
      deskParts.value = parts;
      return parts;
    },
    () => {
      deskParts.value = 'failed';
      return null;
    },
  );
  return loading;
}
