// Rooms of the desk besides list and case, each at an address of its own behind the #.
import type { ComponentType } from 'preact';
import { lazy } from '../base/lazy.tsx';
import { texts } from '../base/page.ts';

export interface Room {
  /** What stands behind the # of its address. */
  name: string;
  /** What its link in the bar says. */
  words: string;
  /** Whether it has a link in the bar; else another room leads to it. */
  isInBar?: false;
  Part: ComponentType;
}

/** In the order of their links. Each part is loaded when somebody goes there: `lazy(…)`. */
export const rooms: readonly Room[] = [
  {
    name: 'desk',
    words: texts.desk.title,
    Part: lazy(async () => (await import('../desk/DeskRoom.tsx')).DeskRoom),
  },
  {
    name: 'sharing',
    words: texts.sharing.title,
    Part: lazy(async () => (await import('../sharing/SharingRoom.tsx')).SharingRoom),
  },
  {
    name: 'letters',
    words: texts.letters.title,
    Part: lazy(async () => (await import('../letters/Letters.tsx')).Letters),
  },
  {
    name: 'dpia',
    words: texts.desk.dpia.title,
    isInBar: false,
    Part: lazy(async () => (await import('../dpia/DpiaRoom.tsx')).DpiaRoom),
  },
];

/** Null where there is none of that name. */
export function roomNamed(name: string): Room | null {
  return rooms.find((one) => one.name === name) ?? null;
}
