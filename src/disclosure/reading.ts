/** What a text says once something in it is read, and where in the text that stands. */
export interface Reading {
  readonly text: string;
  /** For each UTF-16 code unit of `text`: where in the source what it was read from begins, in code units. */
  readonly begins: readonly number[];
  /** The same: where that ends. */
  readonly ends: readonly number[];
}

/** What one match says: so many code units of it, from its first on, say `text`. */
export interface Said {
  text: string;
  length: number;
}

/** A text as it stands. */
export function asItStands(text: string): Reading {
  const begins: number[] = [];
  const ends: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    begins.push(at);
    ends.push(at + 1);
  }
  return { text, begins, ends };
}

/**
 * Reads on in a reading, from its beginning to its end, once.
 * @param pattern global, and bounded: a match is looked at for what its beginning says, then it goes on behind that
 * @param say null for what says nothing but itself
 * @returns null where everything says but itself
 */
export function readOn(
  reading: Reading,
  pattern: RegExp,
  say: (written: string) => Said | null,
): Reading | null {
  const texts: string[] = [];
  const begins: number[] = [];
  const ends: number[] = [];
  let done = 0;
  const keepTo = (end: number) => {
    texts.push(reading.text.slice(done, end));
    for (; done < end; done += 1) {
      begins.push(reading.begins[done] as number);
      ends.push(reading.ends[done] as number);
    }
  };
  pattern.lastIndex = 0;
  for (let match = pattern.exec(reading.text); match !== null; match = pattern.exec(reading.text)) {
    const said = say(match[0]);
    if (said === null) continue;
    keepTo(match.index);
    done = match.index + said.length;
    pattern.lastIndex = done;
    texts.push(said.text);
    for (let unit = 0; unit < said.text.length; unit += 1) {
      begins.push(reading.begins[match.index] as number);
      ends.push(reading.ends[done - 1] as number);
    }
  }
  if (done === 0) return null;
  keepTo(reading.text.length);
  return { text: texts.join(''), begins, ends };
}
