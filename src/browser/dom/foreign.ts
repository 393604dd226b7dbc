// Strangers' texts on the page: what hides or reorders is made visible, what is around them keeps its order, and
// laying them out takes no longer than it has to.
import { visibleText } from '../../disclosure/foreign-text.ts';

/** The length of a piece, in UTF-16 code units. */
const PIECE = 2_000;
/**
 * Characters beyond Latin, Greek, Cyrillic and punctuation. A browser's time for a paragraph can grow with the square of
 * how many it has (directions, shaping, word boundaries): 176 KiB of them took it 20 s.
 */
const INTRICATE = /[^\0-\u02ff\u0370-\u0482\u048a-\u052f\u2000-\u2bff]/g;

/** How many intricate characters a paragraph may have, and a text in paragraphs, to be laid out as it stands. */
export const MOST_INTRICATE = { paragraph: PIECE, text: 10 * PIECE } as const;

/** The class of what holds a long text: its parts are laid out when they come into view. */
export const LONG = 'long';

/** Whether a text is longer than what is laid out at once without a thought. */
export function isLong(text: string): boolean {
  return text.length > 2 * PIECE;
}

/** How many intricate characters a text has. */
export function intricateIn(text: string): number {
  return text.match(INTRICATE)?.length ?? 0;
}

/**
 * Shows a text as it is, in pieces that are paragraphs of their own: the browser lays out those in view. Pieces end with
 * lines; only a line of a great many intricate characters is broken, at a space where there is one.
 */
export function showText(place: HTMLElement, text: string): void {
  place.classList.toggle(LONG, isLong(text));
  place.replaceChildren(
    ...piecesOf(visibleText(text)).map((piece) => {
      const made = document.createElement('span');
      made.className = 'piece';
      made.dir = 'auto';
      made.textContent = piece;
      return made;
    }),
  );
}

/** A text in pieces that make it up again. */
export function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const line of text.split(/(?<=\n)/)) {
    if (piece.length + line.length > PIECE && piece !== '') {
      pieces.push(piece);
      piece = '';
    }
    if (intricateIn(line) <= MOST_INTRICATE.paragraph) piece += line;
    else pieces.push(...brokenLine(line));
  }
  return piece === '' ? pieces : [...pieces, piece];
}

function brokenLine(line: string): string[] {
  const parts: string[] = [];
  let rest = line;
  while (rest.length > PIECE) {
    const space = rest.lastIndexOf(' ', PIECE - 1) + 1;
    let end = space > PIECE / 2 ? space : PIECE;
    // Not through a pair of surrogates.
    if (/[\ud800-\udbff]/.test(rest.charAt(end - 1))) end -= 1;
    parts.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return [...parts, rest];
}
