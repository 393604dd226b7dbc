// Fields of a document that a stranger wrote: each is of the kind that its standard says, or the document is none.
import { beginningOf } from '../beginning.ts';
import { isObject, type Json, type JsonObject } from './json.ts';

/** A field is of another kind than the standard of its document says. */
export class NotReadableError extends Error {}

const field = (from: JsonObject, name: string): Json =>
  Object.hasOwn(from, name) ? (from[name] ?? null) : null;

/** A text; empty where there is none. @throws NotReadableError */
export function textIn(from: JsonObject, name: string): string {
  const value = field(from, name) ?? '';
  if (typeof value !== 'string') throw new NotReadableError();
  return value;
}

/** A number, as it is written; empty where there is none. @throws NotReadableError */
export function numberIn(from: JsonObject, name: string): string {
  const value = field(from, name);
  if (value === null) return '';
  if (typeof value !== 'number') throw new NotReadableError();
  return String(value);
}

/** An object; one without fields where there is none. @throws NotReadableError */
export function objectIn(from: JsonObject, name: string): JsonObject {
  const value = field(from, name) ?? {};
  if (!isObject(value)) throw new NotReadableError();
  return value;
}

function arrayIn(from: JsonObject, name: string): Json[] {
  const value = field(from, name) ?? [];
  if (!Array.isArray(value)) throw new NotReadableError();
  return value;
}

/** A list of objects; empty where there is none. @throws NotReadableError */
export function objectsIn(from: JsonObject, name: string): JsonObject[] {
  const list = arrayIn(from, name);
  if (!list.every(isObject)) throw new NotReadableError();
  return list;
}

/** A list of texts; empty where there is none. @throws NotReadableError */
export function textsIn(from: JsonObject, name: string): string[] {
  const list = arrayIn(from, name);
  if (!list.every((one) => typeof one === 'string')) throw new NotReadableError();
  return list;
}

/** What of a document is shown, in UTF-16 code units and in lines: as much as a page lays out without a thought. */
export const shownLimits = { text: 2_000, characters: 20_000, entries: 400, names: 12 } as const;

/** Takes out of a document no more than is shown, and says whether that was all. */
export class Room {
  #characters: number = shownLimits.characters;
  #entries: number = shownLimits.entries;
  isWhole = true;

  /** A text, or the beginning of it. */
  text(value: string): string {
    const shown = beginningOf(value, Math.min(shownLimits.text, this.#characters));
    this.#characters -= shown.length;
    if (shown.length < value.length) this.isWhole = false;
    return shown;
  }

  /** What `make` makes of each, as long as there is room. */
  each<From, To>(list: readonly From[], make: (one: From) => To): To[] {
    const made: To[] = [];
    for (const one of list) {
      if (this.#entries <= 0 || this.#characters <= 0) {
        this.isWhole = false;
        break;
      }
      this.#entries -= 1;
      made.push(make(one));
    }
    return made;
  }

  /** The first names of a list, and how many there are besides. */
  names(list: readonly string[]): { names: string[]; more: number } {
    const names = this.each(list.slice(0, shownLimits.names), (one) => this.text(one));
    return { names, more: list.length - names.length };
  }
}
