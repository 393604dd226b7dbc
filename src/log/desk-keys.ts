import { parseVkey, type Vkey } from './note.ts';

/** A larger file is none of desk keys, in characters. */
const LARGEST = 32 * 1024;
/** A moment in UTC, with or without thousandths of a second. */
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{3})?Z$/;

/** A key of the desk, and until when it signed, in ms: null for the one that signs now. */
export interface DeskKey {
  vkey: Vkey;
  until: number | null;
}

/**
 * Reads `/desk-key.txt`: the vkey that signs now, then former ones as `<vkey> until <moment>`, a line each. Lines that
 * begin with `#`, and empty ones, are for people. Null for anything else.
 */
export function readDeskKeys(text: string): DeskKey[] | null {
  if (text.length > LARGEST) return null;
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const keys = lines.map(readLine);
  if (!keys.every((key) => key !== null)) return null;
  const isRight = keys.length > 0 && keys.every(({ until }, index) => (until === null) === (index === 0));
  return isRight ? keys : null;
}

function readLine(line: string): DeskKey | null {
  const [encoded = '', until, ...rest] = line.split(' until ');
  const vkey = parseVkey(encoded);
  if (!vkey || rest.length > 0) return null;
  if (until === undefined) return { vkey, until: null };
  const time = MOMENT.test(until) ? Date.parse(until) : Number.NaN;
  return Number.isNaN(time) ? null : { vkey, until: time };
}
