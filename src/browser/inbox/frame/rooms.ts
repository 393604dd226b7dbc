// Rooms of the desk besides list and case, each at an address of its own behind the #.
import type { ComponentType } from 'preact';

export interface Room {
  /** What stands behind the # of its address. */
  name: string;
  /** What its link in the bar says. */
  words: string;
  Part: ComponentType;
}

/** In the order of their links. Each part is loaded when somebody goes there: `lazy(…)`. */
export const rooms: readonly Room[] = [];

/** Null where there is none of that name. */
export function roomNamed(name: string): Room | null {
  return rooms.find((one) => one.name === name) ?? null;
}
