/**
 * The headings of a text come straight under a heading of the page, each at most one level below the last.
 * @param under the level of that heading
 */
export function fitHeadings(nodes: DocumentFragment, under: number): void {
  let last = under;
  for (const heading of nodes.querySelectorAll('h4, h5, h6')) {
    last = Math.min(Number(heading.localName.slice(1)) - 3 + under, last + 1);
    heading.setAttribute('aria-level', String(last));
  }
}
