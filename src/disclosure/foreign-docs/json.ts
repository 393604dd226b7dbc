// JSON that a stranger wrote, parsed within bounds, and only where every program reads the same in it (RFC 8259).

/** A value of JSON. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [name: string]: Json;
}

/** Bounds to what is parsed: bytes of a file, levels, values and names together, characters of a number. */
export const jsonLimits = { bytes: 4 * 1024 * 1024, depth: 100, values: 200_000, number: 40 } as const;

/** Whether a file may be an object of JSON: by its size, and by the first of it that is no white space. */
export function mayBeJson(bytes: Uint8Array): boolean {
  if (bytes.length > jsonLimits.bytes) return false;
  const isMarked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const first = bytes.subarray(isMarked ? 3 : 0).find((byte) => ![0x20, 0x09, 0x0a, 0x0d].includes(byte));
  return first === 0x7b;
}

/**
 * The object in a file of JSON in UTF-8.
 * @returns null for anything else, for what is beyond the bounds, and where a name stands twice in one object or is
 *   `__proto__`: of such a file two programs may read two things
 */
export function readJson(bytes: Uint8Array): JsonObject | null {
  if (!mayBeJson(bytes)) return null;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!isOrderly(text)) return null;
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** Whether a value that came out of JSON is an object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a text keeps to the bounds and says each name once. Whether it is JSON at all is for the parser to say. */
function isOrderly(text: string): boolean {
  /** Of each level that is open the names so far; null for an array. */
  const levels: (Set<string> | null)[] = [];
  let values = 0;
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '"') {
      const end = endOfString(text, at);
      if (!isNewName(text, at, end, levels.at(-1))) return false;
      at = end;
    } else if (/[\s,:{}[\]]/.test(character)) {
      if (character === '{' || character === '[') levels.push(character === '{' ? new Set() : null);
      if (character === '}' || character === ']') levels.pop();
      if (/[,{[]/.test(character)) values += 1;
      if (levels.length > jsonLimits.depth || values > jsonLimits.values) return false;
      at += 1;
    } else {
      const start = at;
      while (at < text.length && !/[\s,:{}[\]"]/.test(text.charAt(at))) at += 1;
      if (at - start > jsonLimits.number) return false;
    }
  }
  return true;
}

/** Where the string that begins at `start` is over; the end of the text where it never is. */
function endOfString(text: string, start: number): number {
  for (let from = start + 1; ; ) {
    const quote = text.indexOf('"', from);
    if (quote < 0) return text.length;
    let slashes = 0;
    while (text[quote - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return quote + 1;
    from = quote + 1;
  }
}

/** Whether a string is no name at all, or one that its object does not have yet. @throws SyntaxError for one that is no JSON */
function isNewName(text: string, start: number, end: number, names: Set<string> | null | undefined): boolean {
  let next = end;
  while (/\s/.test(text.charAt(next))) next += 1;
  if (!names || text[next] !== ':') return true;
  const name: unknown = JSON.parse(text.slice(start, end));
  if (typeof name !== 'string' || name === '__proto__' || names.has(name)) return false;
  names.add(name);
  return true;
}
