import { type Duty, duties } from '../duties.ts';

/** Which duty the text of a note is a sheet for; null for what is none. By itself, for who does not read the sheet. */
export function dutyInSheet(text: string): Duty | null {
  const [, named] = /^\s*"duty": "([a-z-]+)",$/m.exec(text) ?? [];
  return duties.find((duty) => duty === named) ?? null;
}
