// Hostile HTML as nodes for our page: nothing in it may run, load, be clicked, or keep the page busy.
import DOMPurify from 'dompurify';
import { visibleText } from '../../../disclosure/foreign-text.ts';
import { intricateIn, MOST_INTRICATE } from '../../dom/foreign.ts';

/** What the page can still lay out without a noticeable wait. */
export const MOST_ELEMENTS = 20_000;

const lists = ['ul', 'ol', 'li'];
const tables = ['table', 'thead', 'tbody', 'tr', 'th', 'td'];
const words = ['em', 'strong', 'del', 'code', 'br'];
/** What is laid out as a paragraph of its own. */
const PARAGRAPHS = 'p, pre, li, td, th, h4, h5, h6, blockquote';
const headings = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'];
/** The page has headings of its own above the text, down to h3. */
const lowered: Record<string, string> = { h1: 'h4', h2: 'h5', h3: 'h6', h4: 'h6', h5: 'h6' };

function code(text: string): HTMLElement {
  const element = document.createElement('code');
  element.textContent = text;
  return element;
}

/** A link's words and its address, with nothing to click: a click would tell a stranger that the team is reading. */
function linkAsText(link: Element): Element {
  const span = document.createElement('span');
  const address = link.getAttribute('href') ?? '';
  const text = link.textContent;
  span.append(...link.childNodes);
  // The other two are what the parser makes of a bare mail address and of a bare "www.".
  const isShown = ['', text, `mailto:${text}`, `http://${text}`].includes(address);
  if (!isShown) span.append(...(text === '' ? [] : [' ']), code(address));
  return span;
}

function imageAsText(image: Element): Element {
  const parts = [`[${image.getAttribute('alt') ?? ''}]`, image.getAttribute('src') ?? ''];
  return code(parts.join(' ').trim());
}

function tidy(element: Element): void {
  const name = element.localName;
  for (const attribute of name === 'a' || name === 'img' ? [] : element.getAttributeNames()) {
    if (name !== 'ol' || attribute !== 'start') element.removeAttribute(attribute);
  }
  if (name === 'a') element.replaceWith(linkAsText(element));
  if (name === 'img') element.replaceWith(imageAsText(element));
  const lower = lowered[name];
  if (lower) {
    const heading = document.createElement(lower);
    heading.append(...element.childNodes);
    element.replaceWith(heading);
  }
  if (name === 'table') {
    const scroller = document.createElement('div');
    scroller.className = 'table-scroll';
    // A keyboard must be able to scroll it too.
    scroller.tabIndex = 0;
    element.replaceWith(scroller);
    scroller.append(element);
  }
}

/**
 * Makes visible in every text what can't be seen. False when laying the texts out could keep the page busy.
 */
function settleTexts(fragment: DocumentFragment): boolean {
  const byParagraph = new Map<Element | undefined, number>();
  let all = 0;
  const walker = document.createTreeWalker(fragment, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode as Text;
    const text = visibleText(node.data);
    if (text !== node.data) node.data = text;
    const paragraph = node.parentElement?.closest(PARAGRAPHS) ?? undefined;
    const count = intricateIn(text);
    const sum = (byParagraph.get(paragraph) ?? 0) + count;
    byParagraph.set(paragraph, sum);
    all += count;
    if (sum > MOST_INTRICATE.paragraph || all > MOST_INTRICATE.text) return false;
  }
  return true;
}

/**
 * Makes hostile HTML into nodes with which nothing happens: known elements without attributes, links and
 * images as text. Gives null when there is too much of it to show.
 */
export function sanitiseHtml(html: string, most = MOST_ELEMENTS): DocumentFragment | null {
  const fragment = DOMPurify.sanitize(html, {
    ALLOWED_TAGS: [
      ...['#text', 'p', 'hr', 'blockquote', 'pre', 'a', 'img'],
      ...lists,
      ...tables,
      ...words,
      ...headings,
    ],
    ALLOWED_ATTR: ['href', 'src', 'alt', 'start'],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    ALLOWED_NAMESPACES: ['http://www.w3.org/1999/xhtml'],
    // Addresses become text, and a javascript: address is just what a report may want to show.
    ALLOWED_URI_REGEXP: /^/,
    RETURN_DOM_FRAGMENT: true,
  });
  // Still in a document of DOMPurify's own, where an image does not load.
  const elements = fragment.querySelectorAll('*');
  if (elements.length > most) return null;
  for (const element of elements) tidy(element);
  return fragment.querySelectorAll('*').length > most || !settleTexts(fragment) ? null : fragment;
}
