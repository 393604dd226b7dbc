// The text of a lesson: Markdown, of which a page shows what a reader may follow, and nothing that it would load from
// elsewhere.
import { Marked, type Token } from 'marked';

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const marked = new Marked({
  renderer: {
    // HTML in a lesson is text: what a page may hold is decided here, not in an article.
    html: ({ text }) => text.replace(/[&<>]/g, (character) => escapes[character] ?? ''),
  },
});

/** What has no place in a lesson, a sentence for each. */
export function foreignIn(body: string): string[] {
  const sentences: string[] = [];
  marked.walkTokens(marked.lexer(body), (token) => {
    if (isForeign(token))
      sentences.push(`no ${token.type} of this kind has a place in a lesson: ${token.raw.trim()}`);
  });
  return sentences;
}

function isForeign(token: Token): boolean {
  const isLink = token.type === 'link' && !/^(https:\/\/|\/(?!\/)|#)/.test(String(token['href']));
  const isTitle = token.type === 'heading' && token['depth'] === 1;
  return isLink || isTitle || token.type === 'image';
}

/** The headings that nothing stands under, as they are written. */
export function emptyHeadings(body: string): string[] {
  const tokens = marked.lexer(body).filter(({ type }) => type !== 'space');
  const isEmpty = (token: Token, next: Token | undefined) =>
    token.type === 'heading' &&
    (next === undefined || (next.type === 'heading' && next['depth'] <= token['depth']));
  return tokens.filter((token, index) => isEmpty(token, tokens[index + 1])).map(({ raw }) => raw.trim());
}

/** The text as HTML, without inline styles. */
export function htmlOf(body: string): string {
  return marked.parser(marked.lexer(body));
}
