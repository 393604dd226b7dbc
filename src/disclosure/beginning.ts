/** The beginning of a text, `most` UTF-16 units at most; a character of two is in it whole or not at all. */
export function beginningOf(text: string, most: number): string {
  return text.slice(0, most).replace(/[\ud800-\udbff]$/, '');
}
