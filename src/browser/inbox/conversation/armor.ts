// OpenPGP in armor (RFC 9580, section 6.2) inside a text: it says nothing to anybody who reads on, so that it stands folded
// between the words before and after it.
import { showText } from '../../dom/foreign.ts';

/** A part of a text: whole lines. */
export interface TextPart {
  text: string;
  isArmor: boolean;
}

/** Quoted, or moved in, maybe. What is signed in clear is words, and has no such end. */
const FIRST = /^([\s>]*)-----BEGIN PGP (?!SIGNED MESSAGE)([A-Z\d ,/]{3,40})-----\s*$/;
const LAST = /^[\s>]*-----END PGP ([A-Z\d ,/]{3,40})-----\s*$/;

/** So many blocks of a text are folded, each at the cost of going through what is around it; later ones stand there as they came. */
const MOST_FOLDED = 40;

/** A text in parts that make it up again. Goes through it once; a block without its end is no block. */
export function partsOf(text: string): TextPart[] {
  const lines = text.split(/(?<=\n)/);
  const parts: TextPart[] = [];
  /** The first line that is in no part yet; and where a block began, with its kind. */
  let [from, begun, kind] = [0, -1, ''];
  let folds = 0;
  const put = (until: number, isArmor: boolean) => {
    if (until > from) parts.push({ text: lines.slice(from, until).join(''), isArmor });
    from = until;
  };
  for (const [number, line] of lines.entries()) {
    const first = FIRST.exec(line);
    if (first) [begun, kind] = [number, first[2] ?? ''];
    if (begun < 0 || LAST.exec(line)?.[1] !== kind) continue;
    put(begun, false);
    put(number + 1, true);
    begun = -1;
    folds += 1;
    if (folds === MOST_FOLDED) break;
  }
  put(lines.length, false);
  return parts;
}

/** Shows a text as it is, its armor folded. @param summary what a fold says, by how many lines are in it */
export function showParts(place: HTMLElement, parts: readonly TextPart[], summary: Summary): void {
  const [only] = parts;
  if (parts.length < 2 && !only?.isArmor) {
    showText(place, only?.text ?? '');
    return;
  }
  place.replaceChildren(
    ...parts.map((part) => {
      if (part.isArmor) return folded(part.text, summary);
      const words = document.createElement('div');
      showText(words, part.text);
      return words;
    }),
  );
}

type Summary = (lines: number) => string;

function folded(text: string, summary: Summary): HTMLDetailsElement {
  const [fold, title, whole] = [
    document.createElement('details'),
    document.createElement('summary'),
    document.createElement('pre'),
  ];
  title.textContent = summary(text.trimEnd().split('\n').length);
  whole.tabIndex = 0;
  showText(whole, text);
  fold.append(title, whole);
  return fold;
}

/** What stands for a block while the rest is rendered: a word that nobody knows before. */
const freshWord = () => `armor${crypto.randomUUID().replaceAll('-', '')}`;
const WORDS = /armor[\da-f]{32}/g;

/**
 * Renders a text with its armor folded.
 * @param render renders a text; null for what is not
 * @returns null where that does, or a block went missing on the way
 */
export async function renderParts(
  parts: readonly TextPart[],
  summary: Summary,
  render: (text: string) => Promise<DocumentFragment | null>,
): Promise<DocumentFragment | null> {
  const blocks = new Map<string, string>();
  const written = parts.map(({ text, isArmor }) => {
    if (!isArmor) return text;
    const word = freshWord();
    blocks.set(word, text);
    // A paragraph of its own, in what it is quoted or moved in with.
    const before = FIRST.exec(text.slice(0, text.indexOf('\n') + 1))?.[1] ?? '';
    return `${before}\n${before}${word}\n${before}\n`;
  });
  const fragment = await render(written.join(''));
  if (fragment === null) return null;
  const walker = document.createTreeWalker(fragment, NodeFilter.SHOW_TEXT);
  const found: [Text, string, string][] = [];
  while (walker.nextNode()) {
    const node = walker.currentNode as Text;
    for (const [word] of node.data.matchAll(WORDS)) {
      const text = blocks.get(word);
      if (text !== undefined) found.push([node, word, text]);
    }
  }
  if (found.length < blocks.size) return null;
  for (const [node, word, text] of found.toReversed()) putFold(node, word, folded(text, summary));
  return fragment;
}

/** Puts a fold where its word stands: in place of the paragraph, or the code, that holds nothing else. */
function putFold(node: Text, word: string, fold: HTMLElement): void {
  const around = node.parentElement?.closest('p, pre');
  if (around?.textContent.trim() === word) {
    around.replaceWith(fold);
    return;
  }
  const rest = node.splitText(node.data.indexOf(word));
  // The empty lines around it were ours.
  node.data = node.data.replace(/\n{2}$/, '');
  rest.data = rest.data.slice(word.length).replace(/^\n{2}/, '');
  rest.before(fold);
}
