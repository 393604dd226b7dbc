// Markdown to HTML, off the main thread: a text made for it may keep the parser busy for minutes.
import { Marked } from 'marked';
import { answerTasks } from '../serve.ts';
import type { MarkdownTasks } from './tasks.ts';

/** More than this would keep the page's own thread busy; the longest sensible text stays far below it. */
const MAX_HTML = 1_000_000;
const MAX_TAGS = 20_000;

/** The characters of addresses so far: one definition of a long address may be used thousands of times. */
let addresses = 0;

function count(address: string): false {
  addresses += address.length;
  if (addresses > MAX_HTML) throw new RangeError('too many addresses');
  // False: marked then renders the link as it always does.
  return false;
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const asText = (text: string) => text.replace(/[&<>"]/g, (character) => escapes[character] ?? '');

const marked = new Marked({
  async: false,
  gfm: true,
  // Who writes a letter means the ends of its lines.
  breaks: true,
  tokenizer: {
    // As marked does it, but without the states that let the text after a tag through unescaped.
    tag(source) {
      const raw = this.rules.inline.tag.exec(source)?.[0];
      if (raw === undefined) return undefined;
      return { type: 'html', raw, text: raw, inLink: false, inRawBlock: false, block: false };
    },
  },
  renderer: {
    // HTML is shown instead of obeyed: it is often the very proof of a finding. And tags that are never
    // closed would make the page's HTML parser build millions of elements.
    html: ({ text, block }) => (block ? `<pre><code>${asText(text)}</code></pre>\n` : asText(text)),
    checkbox: ({ checked }) => (checked ? '[x] ' : '[ ] '),
    link: ({ href }) => count(href),
    image: ({ href }) => count(href),
  },
});

function toHtml(text: string): string | null {
  addresses = 0;
  try {
    const html = marked.parse(text, { async: false });
    // A text of nothing but definitions of links would show as nothing at all.
    if (html.trim() === '' || html.length > MAX_HTML) return null;
    return (html.match(/<[a-z]/g)?.length ?? 0) > MAX_TAGS ? null : html;
  } catch {
    // Nested too deeply for the parser's stack, or too many addresses.
    return null;
  }
}

answerTasks<MarkdownTasks>({ render: async (text) => toHtml(text) }, () => undefined);
