import { fromBase64, toBase64 } from './base64.ts';

/** The first line; what such a text is, to whoever opens one by hand. */
const HEAD = 'meldpunt original v1';

/**
 * Of a message whose session keys were made anew: those that stood there when it came in, in binary. With them and the
 * contents, which never change, it is again what the desk signed for.
 */
export interface Original {
  /** Of the case. */
  reference: string;
  /** Of the message in it. */
  number: number;
  head: Uint8Array;
}

/** The text that is sealed to the reporter and the team. */
export function writeOriginal({ reference, number, head }: Original): string {
  return `${HEAD}\nreference: ${reference}\nnumber: ${number}\nkeys: ${toBase64(head)}\n`;
}

/** Reads what `writeOriginal` wrote, padded or not; null for anything else. */
export function readOriginal(text: string): Original | null {
  const [head, reference, number, keys, ...rest] = text.trimEnd().split('\n');
  const value = (line: string | undefined, name: string) =>
    line?.startsWith(`${name}: `) ? line.slice(name.length + 2) : '';
  const base64 = value(keys, 'keys');
  if (head !== HEAD || rest.length > 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return null;
  if (base64.length % 4 !== 0) return null;
  return {
    reference: value(reference, 'reference'),
    number: Number(value(number, 'number')),
    head: fromBase64(base64),
  };
}
