// A message as it was written, and where it is Markdown, rendered: by the same renderer as in the inbox.
import type { StatusTexts } from '../../handover/status.ts';
import { fitHeadings } from '../dom/fit-headings.ts';
import { isLong, LONG, showText } from '../dom/foreign.ts';
import type { Allowance } from '../workers/markdown/client.ts';

/**
 * Marks of Markdown (CommonMark, with tables): a text without any is shown as it is, and nothing is loaded for it. HTML is
 * none: what somebody shows of it would be gone.
 */
const MARKS =
  /^ {0,3}(?:#{1,6}[ \t]|[-*+][ \t]|\d{1,9}[.)][ \t]|>|```|~~~|\||={3,}|-{3,})|[*_`~\\]|\]\(|\]\[|https?:/m;

/** What texts of one case came to, by what was written; `null` where it is too much to render. */
export class RenderedTexts {
  #allowance: Allowance | undefined;
  readonly #known = new Map<string, DocumentFragment | null>();

  /**
   * The text in a place of its own, rendered as soon as it can be.
   * @param raw `folded` where what it was stays beside it then; `beside` where that stands elsewhere
   */
  show(text: string, texts: StatusTexts, raw: 'folded' | 'beside'): HTMLElement {
    const body = document.createElement('div');
    const place = document.createElement('div');
    place.className = 'message-text';
    showText(place, text);
    body.append(place);
    if (MARKS.test(text)) void this.#render(text, { body, place, raw }, texts);
    return body;
  }

  async #render(
    text: string,
    { body, place, raw }: { body: HTMLElement; place: HTMLElement; raw: 'folded' | 'beside' },
    texts: StatusTexts,
  ): Promise<void> {
    const nodes = await this.#nodesOf(text, raw === 'folded' ? 2 : 3);
    if (nodes === undefined) return;
    if (nodes === null) {
      const note = document.createElement('p');
      note.className = 'help';
      note.translate = true;
      note.textContent = texts.notRendered;
      return body.prepend(note);
    }
    place.className = isLong(text) ? `rendered ${LONG}` : 'rendered';
    place.replaceChildren(nodes.cloneNode(true));
    if (raw === 'folded') body.append(foldedRaw(text, texts));
  }

  /** Undefined where what renders did not arrive: the text stays as it is. */
  async #nodesOf(text: string, under: number): Promise<DocumentFragment | null | undefined> {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const markdown = await import('../workers/markdown/client.ts').catch(() => null);
    if (markdown === null) return undefined;
    this.#allowance ??= markdown.freshAllowance();
    const nodes = await markdown.renderMarkdown(text, this.#allowance);
    if (nodes) fitHeadings(nodes, under);
    this.#known.set(text, nodes);
    return nodes;
  }
}

/** What a text was, folded. */
export function foldedRaw(text: string, texts: StatusTexts): HTMLElement {
  const written = document.createElement('pre');
  written.tabIndex = 0;
  showText(written, text);
  const raw = document.createElement('details');
  const summary = document.createElement('summary');
  summary.translate = true;
  summary.textContent = texts.raw;
  raw.append(summary, written);
  return raw;
}
