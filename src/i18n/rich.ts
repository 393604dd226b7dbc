/** A piece of a text; `link` names the link that it stands in. */
export interface RichPart {
  words: string;
  link?: string;
}

/** Splits `Mail of <phone>bel</phone> ons.` into its pieces. Links do not nest; the words stay plain text. */
export function splitRich(text: string): RichPart[] {
  const parts: RichPart[] = [];
  let at = 0;
  for (const match of text.matchAll(/<(\w+)>(.*?)<\/\1>/g)) {
    if (match.index > at) parts.push({ words: text.slice(at, match.index) });
    parts.push({ words: match[2] ?? '', link: match[1] ?? '' });
    at = match.index + match[0].length;
  }
  if (at < text.length) parts.push({ words: text.slice(at) });
  return parts;
}
